// Comparing the deck with what it was, with another edition, or with another file: both drawings of each change.
import { variant, view } from "./address.js";
import { watchDate } from "./dates.js";
import { drawn } from "./drawing.js";
import { failed } from "./findings.js";
import { by, el, outcome, say, ui, words } from "./page.js";
import { opened } from "./state.js";
import { ask } from "./transport.js";

let compared = 0, comparing = 0;

export const kinds = () => {
  for (const one of document.querySelectorAll("[data-for]"))
    one.hidden = !one.dataset.for.split(" ").includes(by("a-kind").value);
};
const against = () => ({
  start: "start",
  variant: `variant:${["a-audience", "a-language", "a-as-of"].map((id) => by(id).value).join(",")}`,
  file: `file:${by("a-path").value.trim()}`,
})[by("a-kind").value];

const side = (name, svg, none) =>
  el("figure", {}, el("figcaption", {}, words[name]), svg ? drawn(svg) : el("div", { class: "none" }, none));
const change = (one, none) => el("section", { class: "change", "data-key": one.key },
  el("h3", {}, one.title), el("p", { class: "says" }, one.says),
  el("div", { class: "sides" }, side("before", one.before, none), side("after", one.after, none)));
const unchanged = (titles) => el("section", { class: "change" },
  el("h3", {}, words.unchanged), el("ul", { class: "same" }, ...titles.map((one) => el("li", {}, one))));

const show = (got, none) => {
  const lead = got.slides.length ? got.summary : words.same;
  say(lead);
  outcome(by("compared"), el("p", { class: "lead" }, lead), ...got.slides.map((one) => change(one, none)),
    got.unchanged.length && got.slides.length && unchanged(got.unchanged));
};

export const compare = async () => {
  if (by("a-kind").value === "file" && !by("a-path").value.trim()) { outcome(by("compared")); return; }
  const mine = ++comparing, asked = compared = String(variant());
  if (!by("compared").childElementCount) outcome(by("compared"), el("p", { class: "soft" }, words.comparing));
  try {
    const next = new URLSearchParams(asked);
    next.set("against", against());
    next.set("since", opened);
    next.set("ui", ui);
    const reply = await ask(`/api/compare?${next}`, { cache: "no-store" }), got = await reply.json();
    if (mine !== comparing) return;
    if (!reply.ok) { failed(by("compared"), got.findings || []); return; }
    show(got, /^file:.*\.pptx$/i.test(next.get("against")) ? words.no_drawing : words.absent);
  } catch { if (mine === comparing) outcome(by("compared"), el("p", {}, words.offline_long)); }
};
// a comparison that is looked at follows the deck and the form
export const recompare = (isNew, asked) => {
  if (view() === "~compare" && (isNew || compared !== asked)) compare();
};

by("against").addEventListener("submit", (event) => { event.preventDefault(); compare(); });
for (const id of ["a-audience", "a-language"]) by(id).onchange = () => compare();
watchDate(by("a-as-of"), () => compare());
by("a-kind").onchange = () => {
  kinds();
  outcome(by("compared"));
  if (by("a-kind").value !== "file") compare();
  else by("a-path").focus();
};
