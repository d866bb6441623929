// Findings: each with its place, its lines of the outline and its hint; how many there are; what failed.
import { el, fill, outcome, renew, words } from "./page.js";

const excerpt = (one) => {
  const line = ([number, text]) => el("span", { class: number === one.line && "here" },
    el("i", { "aria-hidden": "true" }, String(number)), text || " ");
  const label = `${one.file}, ${words.line} ${one.line}`;
  const about = { class: "excerpt", tabindex: 0, role: "group", "aria-label": label };
  return el("pre", about, ...one.excerpt.map(line));
};

export const spot = (one, text) => one.href ? el("a", { href: one.href, title: words.open_editor }, text) : text;

const where = (one) => el("p", { class: "where" },
  one.file && spot(one, [one.file, one.line, one.column].filter(Boolean).join(":")), " ", el("code", {}, one.code));

// what stands between backticks is quoted as it is written in a file
const quoting = (text) => {
  const parts = text.split("`");
  return parts.length % 2 ? parts.map((part, place) => place % 2 && part ? el("code", {}, part) : part) : [text];
};
export const finding = (one) => el("div", { class: `finding ${one.severity}`, "data-code": one.code },
  el("p", { class: "says" }, `${words[one.severity] || one.severity}: `, ...quoting(one.message)),
  one.hint && el("p", { class: "hint" }, `${words.hint}: `, ...quoting(one.hint)),
  where(one),
  one.excerpt?.length && excerpt(one));

const COUNTED = [
  ["error", "error_one", "errors"],
  ["warning", "warning_one", "warnings"],
  ["note", "note_one", "notes_count"],
];
export const counts = (found, kind = "span") => COUNTED
  .map(([severity, one, many]) => [severity, found.filter((each) => each.severity === severity).length, one, many])
  .filter(([, number]) => number)
  .map(([severity, number, one, many]) => el(kind, { class: `flag ${severity}`, "data-severity": severity },
    number === 1 ? words[one] : fill(words[many], number)));

export const folded = (place, found, title, seen) => renew(place, found, () => {
  const open = place.querySelector("details")?.open;
  const head = el(seen ? "b" : "span", { class: !seen && "unseen" }, `${title}: `);
  return [found.length && el("details", { open }, el("summary", {}, head, ...counts(found)), ...found.map(finding))];
});

export const failed = (place, found) =>
  outcome(place, el("p", { class: "failed" }, el("strong", {}, words.failed)), ...found.map(finding));
