// The lines of a plan, which come in the page's language, each with the choice that it leaves.
import { spot } from "./findings.js";
import { el, ui, words } from "./page.js";
import { state } from "./state.js";

const MARKS = { "+": "mark_add", "~": "mark_change", "-": "mark_remove", ".": "mark_leave", "?": "plan_unsure" };
const ABOUT = { conflict: "mark_conflict", edit: "mark_edit", unsure: "plan_unsure" };

// an object by what it is and what it is called: the tool's own words have the page's language or are left out
const called = (part) => {
  const steps = part.split("/").map((step) => {
    const [, word, number] = /^(.*?)-?(\d*)$/.exec(step);
    const own = words.parts[word] || (/^[^a-z]| /.test(word) ? word : "");
    return ui === "en" ? step : [own, number].filter(Boolean).join(" ");
  });
  return steps.filter((one, place) => one && one !== steps[place - 1]).join(" · ") || words.an_object;
};
const named = (one) => {
  const slide = state.slides.find((each) => each.key === one.slide);
  const part = (one.object || "").slice(one.slide.length + 1);
  if (!slide) return one.label || one.object || one.slide;
  return [slide.title, part && called(part)].filter(Boolean).join(" · ");
};

const choice = (one) => {
  const way = (value, text) => el("label", {},
    el("input", { type: "radio", name: one.conflict_id, value, checked: value === "keep" }),
    el("span", {}, el("strong", {}, words[value]), text === undefined ? "" : el("q", {}, text || words.nothing_text)));
  const about = { class: "choice", role: "radiogroup", "aria-label": `${named(one)}: ${one.message}` };
  return el("div", about, way("keep", one.yours), way("take", one.outline));
};
const restore = (one) => el("label", { class: "restore" },
  el("input", { type: "checkbox", name: one.conflict_id, value: "take" }),
  one.mark === "-" ? words.restore : words.take);

export const line = (one) => el("li", { class: `line ${one.group}` },
  el("b", {}, words[ABOUT[one.group] || MARKS[one.mark]] || one.mark),
  el("div", {}, el("p", {}, el("strong", {}, named(one)), `: ${one.message}`),
    one.file && el("p", { class: "where soft" }, spot(one, [one.file, one.line].filter(Boolean).join(":"))),
    one.conflict_id && (one.group === "conflict" ? choice(one) : restore(one))));
