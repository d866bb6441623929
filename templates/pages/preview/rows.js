// The rows of a table on the page: a cell is a field, and what is typed into one is known until it is saved.
import { isoDay, shownDay } from "./dates.js";
import { by, el, outcome, words } from "./page.js";

let rows = [];
export const edited = () => rows.filter((one) => one.fields.some(isTyped));
// a cell that nobody typed into goes back as it came
export const isTyped = (field) => field.value !== field.dataset.was;
export const now = (row) => row.fields.map((field, place) => isTyped(field) ? isoDay(field.value) : row.was[place]);
// another table is not shown before this one is saved or discarded
export const check = () => { by("table-of").disabled = !(by("table-save").hidden = !edited().length); };

const select = (cell, about) => {
  const texts = [...new Set([...cell.choices, cell.text])];
  return el("select", about, ...texts.map((text) =>
    el("option", { value: text, selected: text === cell.text }, words.cells[text] || text)));
};
const field = (cell, label) => {
  const lines = cell.text.split("\n").length, tall = cell.long || (lines > 1 && lines);  // an input would join them
  const about = { "aria-label": [cell.column, label].filter(Boolean).join(", "), lang: cell.lang };
  const made = cell.choices ? select(cell, about) : el(tall ? "textarea" : "input", { ...about, rows: tall });
  if (!cell.choices) made.value = shownDay(cell.text);
  made.dataset.was = made.value;
  return made;
};

// `cells` are texts, each with its column's name; a row that is new has nothing that was
export const row = (about, cells) => {
  const fixed = cells.filter((one) => one.fixed), open = cells.filter((one) => !one.fixed);
  const label = about.label ?? open[0].text;
  const made = { ...about, was: open.map((one) => one.text), fields: open.map((one) => field(one, label)) };
  if (about.fresh) for (const one of made.fields) one.dataset.was = "\n";
  made.line = el("tr", { class: about.fresh && "new" }, ...fixed.map((one) => el("td", { class: "fixed" }, one.text)),
    ...made.fields.map((one) => el("td", { class: one.tagName === "INPUT" && one.value.length < 12 && "short" }, one)));
  return made;
};

export const paintRows = (heads, made) => {
  rows = made;
  outcome(by("table"), el("thead", {}, el("tr", {}, ...heads.map((text) => el("th", { scope: "col" }, text)))),
    el("tbody", {}, ...rows.map((one) => one.line)));
  find();
};
addEventListener("beforeunload", (event) => { if (edited().length) event.preventDefault(); });
addEventListener("leaving", ({ detail }) => detail.push(...edited()));
addEventListener("left", () => { rows = []; });
export const add = (made) => {
  rows = [made, ...rows];
  by("table").tBodies[0].prepend(made.line);
  made.fields[0].focus();
  check();
};

const find = () => {
  const wanted = by("table-find").value.trim().toLowerCase();
  const said = (one) => one.fields.map(({ value }) => value).concat(one.was).join("\n").toLowerCase();
  for (const one of rows) one.line.hidden = !one.fresh && !said(one).includes(wanted);
  check();
};
by("table-find").addEventListener("input", find);
by("table").addEventListener("input", check);
