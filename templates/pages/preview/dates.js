// Dates while they are typed: part of a date is not a date yet, and is reported only when its field is left.
import { by, el, put, say, words } from "./page.js";

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
