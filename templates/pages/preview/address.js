// The address: the variant in the query, the view in the hash.
import { by, ui } from "./page.js";

const OPTIONS = ["outline", "audience", "language", "as_of", "set"];
let later = () => {};
export const whenChanged = (does) => { later = does; };
export const again = () => later(0);

export const query = () => new URLSearchParams(location.search);
export const variant = () => new URLSearchParams([...query()].filter(([key]) => OPTIONS.includes(key)));
export const chosen = () => [...variant().values()].some(Boolean);
export const settings = () => new Map(query().getAll("set").map((one) => {
  const end = one.indexOf("=");
  return [one.slice(0, end), one.slice(end + 1)];
}));

export const address = (change, quickly = true) => {
  const next = query();
  change(next);
  next.sort();
  history.replaceState(null, "", `${location.pathname}${String(next) && "?"}${next}${location.hash}`);
  links();
  later(quickly ? 0 : 180);
};
// the whole variant at once, as a deck says it
export const choose = (rows) => address((next) => {
  for (const name of OPTIONS) next.delete(name);
  for (const [name, value] of rows) if (value) next.append(name, value);
});
export const option = (name, value) => address((next) => next.set(name, value));
export const setting = (name, value) => address((next) => {
  const rest = next.getAll("set").filter((one) => !one.startsWith(`${name}=`));
  next.delete("set");
  [...rest, ...(value ? [`${name}=${value}`] : [])].forEach((one) => next.append("set", one));
}, false);

export const view = () => decodeURIComponent(location.hash.slice(1));
export const links = () => {
  const next = query();
  next.set("ui", ui === "nb" ? "en" : "nb");
  by("other-ui").href = `${by("other-ui").dataset.page}?${next}${location.hash}`;
  by("present").href = `/show?${variant()}${location.hash.startsWith("#~") ? "" : location.hash}`;
};
