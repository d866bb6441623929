// The sheet of all slides: a tile each, made anew only where it differs; it is one stop, and arrows move in it.
import { flash, picture } from "./drawing.js";
import { folded } from "./findings.js";
import { by, el, fill, put, words } from "./page.js";
import { state } from "./state.js";
import { drawInto } from "./transport.js";

const tiles = new Map();
let was = "";  // the slide that was open last

const tile = (key) => {
  const span = (name) => el("span", { class: name });
  const img = el("img", { alt: "", loading: "lazy", decoding: "async" });
  const made = { img, number: span("number"), title: span("title"), has: span("has"), found: el("div") };
  const about = { class: "tile", href: `#${encodeURIComponent(key)}`, tabindex: -1 };
  made.link = el("a", about, img, made.number, made.title, made.has);
  made.item = el("li", { "data-key": key }, made.link, made.found);
  img.onload = () => { made.item.dataset.painted = made.hash; };
  return made;
};

// say whether a slide that was there before is drawn anew
const touch = (slide, asked, found) => {
  const one = tiles.get(slide.key) || tile(slide.key);
  tiles.set(slide.key, one);
  put(one.number, String(slide.number));
  put(one.title, slide.title);
  one.title.lang = slide.language;
  put(one.has, [slide.hidden && words.hidden, slide.notes.length && words.has_notes].filter(Boolean).join(" · "));
  one.item.classList.toggle("hidden", slide.hidden);
  folded(one.found, found, fill("{} {}", words.slide, slide.number));
  if (one.hash === slide.hash) return false;
  const fresh = Boolean(one.hash);
  one.hash = slide.hash;
  drawInto(one.img, picture(slide, asked));
  if (fresh) flash(one.img);
  return fresh;
};

const arrange = (keys) => {
  for (const [key, one] of tiles) if (!keys.has(key)) { one.item.remove(); tiles.delete(key); }
  state.slides.forEach((slide, place) => {
    const { item } = tiles.get(slide.key), there = by("tiles").children[place];
    if (there !== item) by("tiles").insertBefore(item, there || null);
  });
};

// returns the slides that were drawn anew
export const sheet = (asked) => {
  const of = (key) => state.findings.filter((one) => one.slide === key);
  const keys = new Set(state.slides.map((slide) => slide.key));
  const again = state.slides.filter((slide) => touch(slide, asked, of(slide.key)));
  arrange(keys);
  const rest = state.broken ? [] : state.findings.filter((one) => !keys.has(one.slide));
  folded(by("deck-found"), rest, words.found_deck, true);
  by("empty").hidden = state.slides.length > 0;
  put(by("empty"), state.broken ? words.broken_never : words.loading);
  rove(tiles.get(was)?.link || by("tiles").querySelector(".tile"));
  return again;
};

export const visit = (key) => { was = key; };
export const comeBack = () => {
  const link = tiles.get(was)?.link;
  if (link) { rove(link); link.focus(); }
};

const rove = (link) => {
  for (const one of tiles.values()) one.link.tabIndex = one.link === link ? 0 : -1;
};
export const step = (key) => {
  const all = [...by("tiles").querySelectorAll(".tile")], at = all.indexOf(document.activeElement);
  const columns = getComputedStyle(by("tiles")).gridTemplateColumns.split(" ").length;
  const from = at < 0 ? all.findIndex((one) => one.tabIndex === 0) : at;
  const ways = { ArrowRight: from + 1, ArrowLeft: from - 1, ArrowDown: from + columns, ArrowUp: from - columns };
  const to = { ...ways, Home: 0, End: all.length - 1 }[key];
  const next = at < 0 && key.startsWith("Arrow") ? all[from] : all[to];
  if (next) { rove(next); next.focus(); }
};
by("tiles").addEventListener("focusin", (event) => {
  const link = event.target.closest(".tile");
  if (link) rove(link);
});
