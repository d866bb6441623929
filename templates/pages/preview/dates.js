// Dates while they are typed: part of a date is not a date yet, and is reported only when its field is left.
import { by, el, put, say, ui, words } from "./page.js";
import { state } from "./state.js";

const DAY = 86400000;
export const long = (day, language) => {
  const name = language === "en" ? "en-GB" : language;
  return new Intl.DateTimeFormat(name, { dateStyle: "long", timeZone: "UTC" }).format(day);
};
export const iso = (day) => day.toISOString().slice(0, 10);

// a date in words of any of the deck's languages is known again, so that it follows the language
export const date = (text) => {
  const [, day, month, year] = /^(\d{1,2})\.? (\p{L}+) (\d{4})$/u.exec(text || "") || [];
  if (!day) return null;
  for (const language of state.languages) for (let at = 0; at < 12; at++) {
    const one = new Date(Date.UTC(+year, at, +day));
    if (long(one, language).toLowerCase().includes(` ${month.toLowerCase()} `) && one.getUTCMonth() === at) return one;
  }
  return null;
};
export const isPast = (day) => Boolean(day) && day < Date.now() - DAY;

// days in files are 2008-01-01; a Norwegian page shows and takes 1.1.2008
export const shownDay = (text) => ui === "nb"
  ? text.replace(/^(\d{4})-(\d\d)-(\d\d)$/, (_, year, month, day) => `${+day}.${+month}.${year}`) : text;
export const isoDay = (text) => text.trim().replace(/^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$/, (_, day, month, year) =>
  `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);

export const isWhole = (input) => input.validity.valid;

const told = (input) => by(`${input.id}-wrong`);
const clear = (input) => {
  told(input)?.remove();
  input.removeAttribute("aria-invalid");
  input.removeAttribute("aria-describedby");
};
const tell = (input) => {
  const message = told(input) || el("p", { class: "wrong", id: `${input.id}-wrong` });
  put(message, words.date_wrong);
  (input.closest(".pair") || input.closest(".field")).append(message);
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", message.id);
  say(words.date_wrong);
};

// `does` gets each whole date, and "" when the field is left empty: whoever types over a date empties it first
export const watchDate = (input, does) => {
  let last = null;
  const pass = () => {
    clear(input);
    if (input.value !== last) does(last = input.value);
  };
  input.addEventListener("focus", () => { last = input.value; });
  input.addEventListener("change", () => { if (isWhole(input) && (input.value || !input.matches(":focus"))) pass(); });
  input.addEventListener("blur", () => isWhole(input) ? pass() : tell(input));
};

// returns whether the date can be used; says what is missing where it cannot
export const isUsable = (input) => {
  if (isWhole(input)) return true;
  tell(input);
  input.focus();
  return false;
};
