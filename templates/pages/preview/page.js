// The page itself: its elements, found, made, and left alone where nothing is new; its texts; what it says aloud.

export const by = (id) => document.getElementById(id);

export const el = (name, about = {}, ...inside) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(about))
    if (value || value === 0 || value === "") made.setAttribute(key, value === true ? "" : value);
  made.append(...inside.filter(Boolean));
  return made;
};

export const put = (place, text) => { if (place.textContent !== text) place.textContent = text; };

// what is as it was is not made again: what is open, selected or focused in it stays so
export const renew = (place, now, make) => {
  const key = JSON.stringify(now);
  if (place.dataset.now === key) return false;
  place.dataset.now = key;
  place.replaceChildren(...make().filter(Boolean));
  return true;
};

export const outcome = (place, ...inside) => place.replaceChildren(...inside.filter(Boolean));

export const words = JSON.parse(by("words").textContent);
export const ui = document.documentElement.lang;
export const fill = (text, ...values) => values.reduce((out, value) => out.replace("{}", () => value), text);

let saying = 0;
export const say = (text) => {
  clearTimeout(saying);
  by("said").textContent = "";
  saying = setTimeout(() => { by("said").textContent = text; }, 60);
};
