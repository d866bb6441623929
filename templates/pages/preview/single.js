// One slide, large: its drawing, its notes, what was found in it, and where it is written.
import { drawn, flash, picture } from "./drawing.js";
import { finding, spot } from "./findings.js";
import { by, el, fill, put, renew, words } from "./page.js";
import { painted, state } from "./state.js";
import { ask } from "./transport.js";

let shown = "";

const told = (slide) => {
  const soft = (text) => el("p", { class: "soft" }, text);
  const about = state.findings.filter((one) => one.slide === slide.key);
  put(by("single-title"), slide.title);
  by("single-title").lang = slide.language;
  put(by("place"), fill(words.of, slide.number, state.slides.length));
  by("stage").classList.toggle("hidden", slide.hidden);
  renew(by("notes"), [slide.key, slide.hidden, slide.notes], () => [
    slide.hidden && soft(words.hidden_long),
    ...[].concat(slide.notes).map((text) => el("p", { lang: slide.language }, text)),
    !slide.notes.length && soft(words.no_notes)]);
  renew(by("found"), [slide.key, about], () => about.length ? about.map(finding) : [soft(words.found_none)]);
  renew(by("written"), [slide.file, slide.line, slide.href], () =>
    slide.file ? [`${words.source} `, spot(slide, `${slide.file}:${slide.line}`)] : []);
};

export const single = async (slide) => {
  told(slide);
  if (shown === `${slide.key} ${slide.hash}`) return;
  const fresh = shown.startsWith(`${slide.key} `), mine = shown = `${slide.key} ${slide.hash}`;
  try {
    const reply = await ask(picture(slide, painted));
    if (!reply.ok) throw reply.status;
    const svg = drawn(await reply.text());
    if (shown !== mine) return;
    by("stage").replaceChildren(svg);
    by("stage").style.setProperty("--ratio", svg.viewBox.baseVal.width / svg.viewBox.baseVal.height);
    by("stage").dataset.painted = slide.hash;
    if (fresh) flash(svg);
  } catch { if (shown === mine) shown = ""; }
};

export const leave = () => {
  shown = "";
  by("stage").replaceChildren();
};
