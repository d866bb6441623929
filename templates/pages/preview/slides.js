// The slides themselves: moved by dragging or by buttons, hidden, copied, and brought from another outline.
import { view } from "./address.js";
import { desk } from "./desk.js";
import { picture } from "./drawing.js";
import { by, el, put, renew, words } from "./page.js";
import { state } from "./state.js";
import { ask, drawInto } from "./transport.js";
import { write } from "./writing.js";

const slides = (body) => write("POST", "/api/slides", body);
const keys = () => state.slides.map((one) => one.key);
const here = () => state.slides.find((one) => one.key === view());

const move = (key, to) => {
  const order = keys().filter((one) => one !== key);
  order.splice(Math.max(0, to), 0, key);
  return slides({ do: "order", ids: order });
};

export const deeds = () => {
  const slide = here();
  if (!slide) return;
  put(by("deeds").querySelector("[data-do=hide]"), slide.hidden ? words.show : words.hide);
  by("deeds").querySelector("[data-do=earlier]").disabled = slide.number === 1;
  by("deeds").querySelector("[data-do=later]").disabled = slide.number === state.slides.length;
};
const DEEDS = {
  hide: (slide) => slides({ do: slide.hidden ? "show" : "hide", slide: slide.key }),
  copy: (slide) => slides({ do: "copy", slide: slide.key }),
  earlier: (slide) => move(slide.key, slide.number - 2),
  later: (slide) => move(slide.key, slide.number),
  add: () => gallery(),
};
by("deeds").onclick = ({ target }) => {
  const deed = DEEDS[target.closest("button")?.dataset.do];
  if (deed && here()) deed(here());
};

// dragging: the tile under the pointer shows where the dragged one goes
let dragged = "";
const tile = ({ target }) => target.closest?.("#tiles > li");
by("tiles").addEventListener("dragstart", (event) => {
  dragged = tile(event)?.dataset.key || "";
  event.dataTransfer.setData("text/plain", dragged);
  event.dataTransfer.effectAllowed = "move";
});
const mark = (over) => {
  for (const one of by("tiles").children)
    one.classList.toggle("goes-here", one === over && one.dataset.key !== dragged);
};
by("tiles").addEventListener("dragover", (event) => {
  if (!dragged || !tile(event)) return;
  event.preventDefault();
  mark(tile(event));
});
by("tiles").addEventListener("drop", (event) => {
  const over = tile(event)?.dataset.key;
  if (!dragged || !over || over === dragged) return;
  event.preventDefault();
  move(dragged, keys().indexOf(over));
});
addEventListener("dragend", () => { dragged = ""; mark(null); });

// the gallery: slides of the outlines of this folder, each with its picture
const paintGallery = async () => {
  const from = by("gallery-of").value;
  const reply = await ask(`/api/state?outline=${encodeURIComponent(from)}`);
  const got = reply.ok ? (await reply.json()).slides : [];
  const asked = String(new URLSearchParams({ outline: from }));
  const item = (one) => {
    const img = el("img", { alt: "", loading: "lazy" });
    const button = el("button", { type: "button" }, img, el("span", { lang: one.language }, one.title));
    drawInto(img, picture(one, asked));
    button.onclick = () => {
      by("gallery").close();
      slides({ do: "add", slide: view(), from, key: one.key });
    };
    return el("li", {}, button);
  };
  renew(by("gallery-slides"), [from, got], () => got.map(item));
};
const gallery = () => {
  const rows = desk.outlines.map((one) => [one.file, one.title]);
  const fresh = renew(by("gallery-of"), rows, () => rows.map(([value, text]) => el("option", { value }, text)));
  if (fresh) by("gallery-of").value = (rows.find(([file]) => file.startsWith("gallery")) || rows[0])[0];
  by("gallery").showModal();
  paintGallery();
};
by("gallery-of").onchange = paintGallery;
