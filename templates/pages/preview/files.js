// Files to take away: asked for, kept under the name that the server gives them, or why there is none.
import { variant } from "./address.js";
import { failed } from "./findings.js";
import { remember } from "./kept.js";
import { isReady } from "./meeting.js";
import { by, el, fill, outcome, words } from "./page.js";
import { ask } from "./transport.js";

const nameOf = (said) => decodeURIComponent(/filename\*=UTF-8''([^;]+)/i.exec(said)?.[1] || "")
  || /filename="?([^";]+)/i.exec(said)?.[1] || "deck.pptx";

const keep = async (reply) => {
  const name = nameOf(reply.headers.get("Content-Disposition") || "");
  const link = el("a", { href: URL.createObjectURL(await reply.blob()), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  return name;
};

// an error stands as long as what it is about; a file that was made stays named
export const clearStale = (place) => { if (place.querySelector(".failed")) outcome(place); };

export const take = async (button, place, asking, whyNot = () => words.offline_long) => {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  outcome(place, el("p", { class: "soft" }, words.making));
  try {
    const reply = await asking();
    if (reply.ok) {
      if (button.id !== "translation-out") remember();
      outcome(place, el("p", { class: "good" }, fill(words.got, await keep(reply))));
    }
    else failed(place, (await reply.json()).findings || []);
  } catch { outcome(place, el("p", {}, await whyNot())); }
  button.removeAttribute("aria-busy");
};

export const deck = (kind, button) => isReady() && take(button, by("get-outcome"), () => {
  const next = variant();
  if (kind === "html" && by("with-notes").checked) next.set("notes", "1");
  return ask(`/deck.${kind}?${next}`);
});
by("translation-out").onclick = () =>
  take(by("translation-out"), by("get-outcome"), () => ask(`/translation.xlsx?${variant()}`));
for (const button of document.querySelectorAll(".also [data-get]"))
  button.onclick = () => deck(button.dataset.get, button);
