// Members, projects and translations as tables: read where they are written, saved there, undone as any other step.
import { variant, view } from "./address.js";
import { add, check, edited, isTyped, now, paintRows, row } from "./rows.js";
import { by, el, fill, outcome, put, renew, ui, words } from "./page.js";
import { state } from "./state.js";
import { ask } from "./transport.js";
import { write } from "./writing.js";

const TEXTS = "~texts", STATES = { missing: words.missing, stale: words.stale };
let all = { tables: [], texts: [], languages: [] }, seen = "";

const names = new Intl.DisplayNames(ui, { type: "language" });
const head = (one) => (words.columns[one.key] || one.key) + (one.language && `, ${names.of(one.language)}`);
const called = (name) => {
  const last = name.slice(name.lastIndexOf(".") + 1);
  return words.tables[last] || last;
};
const mine = () => by("table-of").value;
const table = () => all.tables.find((one) => one.name === mine());

const cell = (one, text) =>
  ({ text, column: head(one), lang: one.language, choices: one.choices.length && one.choices });
const of = (one, about, texts) => row(about, one.columns.map((column, place) => cell(column, texts[place] ?? "")));
const rows = (one) => [one.columns.map(head), one.rows.map(({ row: id, cells }) => of(one, { id }, cells))];

const title = (key) => state.slides.find((slide) => slide.key === key)?.title || words.every_slide;
const text = (one) => row({ of: one, label: title(one.slide) }, [
  { fixed: true, text: title(one.slide) }, { fixed: true, text: STATES[one.state] || "" },
  ...all.languages.map((code) => ({ text: one.values[code] ?? one.values.all ?? "", column: names.of(code), lang: code,
    long: Math.min(5, 1 + Math.floor(Math.max(...Object.values(one.values).map((said) => said.length)) / 26)) }))]);
const texts = () => [[words.slide, words.state, ...all.languages.map((code) => names.of(code))],
  all.texts.filter((one) => !("all" in one.values)).map(text)];

const paint = () => {
  const one = table(), isTexts = mine() === TEXTS;
  by("table-new").hidden = isTexts || !one;
  by("table-part").classList.toggle("wide-texts", isTexts);
  const lacking = all.texts.filter((each) => each.state).length;
  const file = one?.file.split(/[\\/]/).pop();
  const waiting = lacking ? fill(words.lacking, lacking) : words.all_translated;
  put(by("table-about"), isTexts ? waiting : one ? fill(words.table_about, file) : "");
  paintRows(...(isTexts ? texts() : one ? rows(one) : [[], []]));
};

// a table is read again when the files change, but for what is being typed
export const readTables = async (again = false) => {
  const wish = `${state.version} ${variant()}`;
  if (view() !== "~tables" || (!again && (seen === wish || edited().length))) return;
  seen = wish;
  try {
    const [first, second] = await Promise.all(["/api/tables", "/api/texts"].map(async (path) => {
      const reply = await ask(`${path}?${variant()}`, { cache: "no-store" });
      return reply.ok ? reply.json() : {};
    }));
    if (seen !== wish || (!again && edited().length)) return;
    all = { tables: [], texts: [], languages: [], ...first, ...second };
  } catch { seen = ""; return; }
  const listed = [...all.tables.map((one) => [one.name, called(one.name)]),
    ...all.languages.length > 1 ? [[TEXTS, words.translations]] : []];
  const before = mine();
  renew(by("table-of"), listed, () => listed.map(([value, name]) => el("option", { value }, name)));
  if (listed.some(([value]) => value === before)) by("table-of").value = before;
  paint();
};
by("table-of").onchange = () => { outcome(by("tables-outcome")); paint(); };
by("table-new").onclick = () => {
  const one = table(), usual = one.rows[0]?.cells || [];
  add(of(one, { fresh: true, label: words.new_row },
    one.columns.map((column, place) => ["kind", "confidence"].includes(column.key) ? usual[place] : "")));
};
by("table-discard").onclick = () => { outcome(by("tables-outcome")); paint(); readTables(true); };

const said = () => edited().flatMap(({ of: one, was, fields }) => fields
  .map((field, place) => isTyped(field)
    && { id: one.id, language: all.languages[place], before: was[place], text: field.value })
  .filter(Boolean));
by("tables").addEventListener("submit", async (event) => {
  event.preventDefault();
  const changed = edited();
  if (!changed.length) return;
  const written = mine() === TEXTS ? await write("PUT", "/api/texts", { edits: said() })
    : await write("PUT", "/api/tables", { table: mine(), rows: changed.map((one) =>
      one.fresh ? { now: now(one) } : { row: one.id, was: one.was, now: now(one) }) });
  if (!written) return;
  seen = "";
  await readTables(true);
  check();
});
