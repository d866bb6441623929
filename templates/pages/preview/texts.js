// The texts of the slide that is open: all languages side by side, saved into the outline where they are written.
import { variant } from "./address.js";
import { areas, row } from "./fields.js";
import { by, el, outcome, renew, ui, words } from "./page.js";
import { state } from "./state.js";
import { ask } from "./transport.js";
import { write } from "./writing.js";

let slide = "", seen = "", texts = [];

const saidOf = ({ dataset }) => texts.find((one) => one.id === dataset.id)?.values[dataset.language];
const changed = () => areas().filter((one) => one.value !== saidOf(one));
// what is typed is kept until it is saved or discarded, over other slides, a reload and a server that is gone
const DRAFTS = "texts", drafts = JSON.parse(sessionStorage.getItem(DRAFTS) || "{}");
const nameOf = ({ dataset }) => [state.outline, slide, dataset.id, dataset.language].join("\n");
const beforeOf = (one) => drafts[nameOf(one)]?.before ?? saidOf(one);
const keep = (ones, text = ({ value }) => value) => {
  for (const one of ones) {
    if (text(one) === saidOf(one)) delete drafts[nameOf(one)];
    else drafts[nameOf(one)] = { before: beforeOf(one), text: text(one) };
  }
  try { sessionStorage.setItem(DRAFTS, JSON.stringify(drafts)); } catch { /* too much text: it stays in the field */ }
};
addEventListener("beforeunload", (event) => { if (Object.keys(drafts).length) event.preventDefault(); });
// another folder takes the outline's place: what is typed counts before, and is gone after
addEventListener("leaving", ({ detail }) => detail.push(...Object.keys(drafts)));
addEventListener("left", () => { for (const name of Object.keys(drafts)) delete drafts[name]; keep([]); });
const check = () => { by("save").hidden = !changed().length; };

// a text that somebody else changed meanwhile stands beside what is typed, to choose from
const meanwhile = (one) => {
  const draft = drafts[nameOf(one)], now = saidOf(one);
  const choice = (text, does) => {
    const made = el("button", { type: "button" }, text);
    made.onclick = () => { does(); paint(); areas().find((each) => each.dataset.id === one.dataset.id
      && each.dataset.language === one.dataset.language)?.focus(); };
    return made;
  };
  if (draft?.text === now) { delete drafts[nameOf(one)]; keep([]); return null; }
  return draft && draft.before !== now && el("div", { class: "meanwhile", role: "status" },
    el("span", {}, words.meanwhile), el("q", { lang: one.lang || ui }, now || words.nothing_text),
    choice(words.take_theirs, () => { delete drafts[nameOf(one)]; keep([]); delete by("fields").dataset.now; }),
    choice(words.keep_mine, () => { draft.before = now; keep([]); }));
};
const paint = () => {
  renew(by("fields"), texts, () => texts.length ? texts.map(row) : [el("p", { class: "soft" }, words.no_texts)]);
  for (const one of areas()) {
    one.value = drafts[nameOf(one)]?.text ?? one.value;
    one.closest("div").parentElement.querySelector(`[data-of="${one.dataset.language}"]`)?.remove();
    const beside = meanwhile(one);
    if (beside) { beside.dataset.of = one.dataset.language; one.closest(".tongues").after(beside); }
  }
  check();
};
export const leaveTexts = () => {
  slide = seen = "";
  texts = [];
  outcome(by("fields"));
  delete by("fields").dataset.now;
  check();
};
export const readTexts = async (key) => {
  const wish = `${key} ${state.version} ${variant()}`;
  if (slide !== key) { outcome(by("texts-outcome")); leaveTexts(); }
  slide = key;
  if (seen === wish) return;
  seen = wish;
  const next = variant();
  next.set("slide", key);
  try {
    const reply = await ask(`/api/texts?${next}`, { cache: "no-store" });
    const got = reply.ok ? (await reply.json()).texts : [];
    if (seen !== wish) return;
    const { id, language } = document.activeElement.dataset, { selectionStart: at } = document.activeElement;
    texts = got;
    paint();
    const mine = id && areas().find((one) => one.dataset.id === id && one.dataset.language === language);
    if (mine && mine !== document.activeElement) { mine.focus(); mine.setSelectionRange(at, at); }
  } catch { seen = ""; }
};

by("fields").addEventListener("input", ({ target }) => { keep([target]); check(); });
by("discard").onclick = () => { keep(areas(), saidOf); delete by("fields").dataset.now; paint(); };
by("texts").addEventListener("submit", async (event) => {
  event.preventDefault();
  const edits = changed().map((one) =>
    ({ id: one.dataset.id, language: one.dataset.language, before: beforeOf(one), text: one.value }));
  if (!edits.length || !await write("PUT", "/api/texts", { edits })) return;
  for (const one of areas()) {
    const said = texts.find((each) => each.id === one.dataset.id);
    if (said) said.values[one.dataset.language] = one.value;
  }
  keep(areas());
  seen = "";
  check();
});

// a click on a text of the drawing leads to the field where it is written
const plain = (text) => text.replace(/[*_]|\]\([^)]*\)|\[/g, "").replace(/\s+/g, " ").trim();
by("stage").addEventListener("click", ({ target }) => {
  const clicked = plain(target.closest("text")?.textContent || "");
  if (!clicked) return;
  const own = [state.language, state.language.split("-")[0], "", "all"];
  const found = texts.filter((one) => plain(one.says).includes(clicked) || clicked.includes(plain(one.says)))
    .sort((one, two) => Math.abs(one.says.length - clicked.length) - Math.abs(two.says.length - clicked.length))[0];
  const field = found && areas().find((one) => one.dataset.id === found.id && own.includes(one.dataset.language));
  if (field) { field.scrollIntoView({ block: "center" }); field.focus(); }
});
