// The fields of a slide's texts: one for each language, side by side, under what the text is.
import { by, el, ui, words } from "./page.js";

const names = new Intl.DisplayNames(ui, { type: "language" });
const tongue = (code) => code === "all" ? words.every_language : code ? names.of(code) : words.one_language;
const part = (step) => words.parts[step] || (ui === "en" ? step : words.one_language);
const label = (one) => one.path.filter((step) => !(step in one.values))
  .map((step) => /^\d+$/.test(step) ? Number(step) + 1 : part(step))
  .filter((step, place, all) => step !== all[place - 1]).join(" · ");

const area = (one, code) => {
  const rows = Math.min(6, 1 + Math.floor(one.values[code].length / 34));
  const about = { rows, "aria-label": `${label(one)}, ${tongue(code)}`,
    lang: code.length === 2 && code, "data-id": one.id, "data-language": code };
  const made = el("textarea", about);
  made.value = one.values[code];
  return el("label", {}, el("span", {}, tongue(code)), made);
};
export const row = (one) => el("fieldset", {}, el("legend", {}, label(one)),
  el("div", { class: "tongues" }, ...Object.keys(one.values).map((code) => area(one, code))),
  (one.fact || one.worked_out) && el("p", { class: "where soft" }, one.fact ? words.is_fact : words.is_worked_out));

export const areas = () => [...by("fields").querySelectorAll("textarea")];
