// Drawings of slides: where one is, how its SVG comes into the page, and the flash of one that is new.

export const picture = (slide, asked) =>
  `/api/slide/${encodeURIComponent(slide.key)}.svg?${asked}${asked && "&"}hash=${encodeURIComponent(slide.hash)}`;

export const drawn = (markup) => {
  // the page's policy refuses style attributes that come as markup; set by script they are allowed
  const setAside = markup.replace(/(<[^>]*?) style="/g, '$1 data-style="');
  const made = document.importNode(new DOMParser().parseFromString(setAside, "image/svg+xml").documentElement, true);
  for (const one of made.querySelectorAll("[data-style]")) one.style.cssText = one.dataset.style;
  return made;
};

export const flash = (place) => {
  place.classList.remove("fresh");
  void place.offsetWidth;
  place.classList.add("fresh");
};
