// The form of the meeting: what it says comes from the address and the deck, what is typed goes into the address.
import { again, option, query, setting, settings } from "./address.js";
import { kinds } from "./comparing.js";
import { date, isPast, isUsable, isWhole, iso, long, watchDate } from "./dates.js";
import { carryOver, FIELDS, tongue } from "./kept.js";
import { by, el, fill, put, renew, ui, words } from "./page.js";
import { state } from "./state.js";

const isBlank = (text) => /^\s*\[.*\]\s*$/.test(text || "");
const called = (language) => {
  const name = new Intl.DisplayNames(ui, { type: "language" }).of(language) || language;
  return name[0].toUpperCase() + name.slice(1);
};
// "Norsk" where there is one, else "Bokmål" and "Nynorsk"
const tongues = () => state.languages.map((one) => [one, short(one)]);
const short = (one) => {
  const [, norwegian, written] = /^(Norsk|Norwegian) (\S+)$/.exec(called(one)) || [];
  const both = ["nb", "nn"].every((each) => state.languages.includes(each));
  return !written ? called(one) : both ? written[0].toUpperCase() + written.slice(1) : norwegian;
};

const options = (select, rows, value) => {
  const fresh = renew(select, rows, () => rows.map(([id, text]) => el("option", { value: id }, text)));
  if (fresh || document.activeElement !== select) select.value = value;
};

// returns what is still to be filled in, if anything
const field = (name, mine) => {
  const input = by("meeting").elements[name], place = input.closest(".field"), theirs = state.meeting?.[name];
  place.hidden = theirs === undefined || theirs === null;
  const value = mine.get(`meeting.${name}`) ?? (isBlank(theirs) ? "" : theirs || "");
  if (document.activeElement !== input) input.value = value;
  input.placeholder = isBlank(theirs) ? theirs.trim().slice(1, -1) : theirs ? "" : words.optional;
  return !place.hidden && !input.value && isBlank(theirs) && words[name].toLowerCase();
};

export const form = () => {
  const mine = settings(), empty = FIELDS.map((name) => field(name, mine)).filter(Boolean);
  const day = date(by("m-date").value);
  by("m-day").value = day ? iso(day) : "";
  put(by("m-date-past"), isPast(day) ? words.date_past : "");
  const open = empty.join(", ").replace(/, ([^,]*)$/, `${words.and}$1`);
  put(by("open-fields"), empty.length ? fill(words.open_fields, open) : words.all_filled);
  const audiences = [["", words.everybody], ...state.audiences.map((one) => [one.id, one.title || one.id])];
  options(by("v-audience"), audiences, state.variant.audience || "");
  by("audience-field").hidden = !state.audiences.length;
  by("language-field").hidden = by("translation").hidden = state.languages.length < 2;
  by("notes-too").hidden = !state.slides.some((slide) => slide.notes.length);
  radios();
  if (document.activeElement !== by("v-as-of") && isWhole(by("v-as-of")))
    by("v-as-of").value = query().get("as_of") || state.variant.as_of || state.as_of || "";
  options(by("a-audience"), audiences, by("a-audience").value || "");
  options(by("a-language"), tongues(), by("a-language").value || tongue());
  kinds();
};

const radios = () => {
  const place = by("languages"), now = tongue();
  renew(place, state.languages, () => tongues().map(([id, text]) =>
    el("label", {}, el("input", { type: "radio", name: "language", value: id }), text)));
  for (const one of place.querySelectorAll("input")) one.checked = one.value === now;
};

const when = (day) => {
  by("m-date").value = long(day, tongue());
  setting("meeting.date", by("m-date").value);
};
// a text is being typed until its field is left, a date until it has been whole for a moment
const MOMENT = 1000;
let typed = null, timer = 0;
const finished = () => {
  clearTimeout(timer);
  if (typed) again();
  typed = null;
};
export const isTyping = () => Boolean(typed) && document.activeElement === typed;
export const isReady = () => isUsable(by("v-as-of"));
by("meeting").addEventListener("input", ({ target }) => {
  const isDate = target === by("v-as-of");
  if (FIELDS.includes(target.name) || isDate) typed = target;
  clearTimeout(timer);
  if (isDate && target.value && isWhole(target)) timer = setTimeout(finished, MOMENT);
  if (FIELDS.includes(target.name)) setting(`meeting.${target.name}`, target.value.trim());
});
by("meeting").addEventListener("focusout", () => {
  finished();
  if (state) setTimeout(form);
});
by("languages").addEventListener("change", ({ target }) => {
  const day = date(settings().get("meeting.date"));
  carryOver(target.value);
  option("language", target.value);
  if (day) setting("meeting.date", long(day, target.value));
});
by("v-audience").onchange = ({ target }) => option("audience", target.value);
watchDate(by("v-as-of"), (value) => option("as_of", value));
by("m-day").onchange = ({ target }) => target.value && when(new Date(target.value));
by("m-calendar").onclick = () => { try { by("m-day").showPicker(); } catch { by("m-date").focus(); } };
for (const chip of document.querySelectorAll("[data-days]")) chip.onclick = () => {
  const day = new Date();
  when(new Date(Date.UTC(day.getFullYear(), day.getMonth(), day.getDate() + +chip.dataset.days)));
};
