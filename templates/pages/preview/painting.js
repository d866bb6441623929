// Painting what the server said: the heading, what was found, the sheet, the form, the open view.
import { chosen, view } from "./address.js";
import { recompare } from "./comparing.js";
import { clearStale } from "./files.js";
import { counts, finding } from "./findings.js";
import { recall } from "./kept.js";
import { form, isTyping } from "./meeting.js";
import { by, el, fill, put, renew, say, ui, words } from "./page.js";
import { sheet } from "./sheet.js";
import { learn, painted, state } from "./state.js";
import { replan } from "./updating.js";
import { route } from "./views.js";

// whoever types sees the last good slides, and nothing new that is wrong with them, until the field is left;
// what is wrong with a file that was saved meanwhile is shown at once
const isKnown = (one) =>
  state.findings.some((each) => ["code", "slide", "message"].every((name) => each[name] === one[name]));
const waits = (got) => got.findings.some((one) => one.severity === "error" && !isKnown(one));

// a variant that was never right has no slides of its own: those of the one before it stay
const kept = ({ version, variant, findings }) =>
  ({ ...state, version, variant, findings, broken: true, stale: true });

export const paint = (got, of) => {
  const before = state, isHeld = before && isTyping() && got.version === before.version;
  if (isHeld && waits(got)) return;
  const isLost = got.broken && !got.slides.length && before?.slides.length, asked = isLost ? painted : of;
  const calm = isHeld ? { ...got, findings: got.findings.filter(isKnown) } : got;
  learn(isLost ? kept(calm) : calm, asked);
  put(by("deck-title"), state.title);
  put(by("deck-file"), state.outline);
  put(by("count"), state.slides.length === 1 ? words.count_one : fill(words.count, state.slides.length));
  tally();
  alarm(before);
  if (before && (before.version !== state.version || of !== lately)) clearStale(by("get-outcome"));
  lately = of;
  const fresh = sheet(asked);
  form();
  recall();
  route();
  recompare(before?.version !== state.version, asked);
  replan();
  announce(fresh);
};

let lately = "";  // the variant that was painted last

const button = (one) => {
  one.type = "button";
  one.title = fill(words.next_found, words[one.dataset.severity].toLowerCase());
  return one;
};
const tally = () => renew(by("tally"), state.findings.map((one) => one.severity), () =>
  counts(state.findings, "button").map(button));

// a press goes from one slide that has such findings to the next
let visited = null;
by("tally").onclick = ({ target }) => {
  const severity = target.closest("button")?.dataset.severity;
  if (!severity) return;
  if (view()) { location.hash = ""; route(); }
  const has = (one) => one.querySelector(`.finding.${severity}`);
  const all = [...by("sheet").querySelectorAll("details")].filter(has);
  visited = all[(all.indexOf(visited) + 1) % all.length];
  if (!visited) { by("broken").scrollIntoView(); return; }
  visited.open = true;
  visited.querySelector("summary").focus({ preventScroll: true });
  (visited.closest("li") || visited).scrollIntoView({ block: "nearest" });
};

const alarm = (before) => {
  by("broken").hidden = !state.broken;
  by("main").classList.toggle("stale", state.broken && state.stale !== false);
  renew(by("broken"), state.broken && [state.stale, state.findings], () => state.broken ? whatIsBroken() : []);
  if (before?.broken && !state.broken) say(words.mended);
};
const whatIsBroken = () => {
  const lost = !state.slides.length;
  const lead = lost ? words.broken_never : state.stale === false ? words.drawn_broken : words.broken_lead;
  return [
    el("h2", {}, words.broken), el("p", {}, lead),
    lost && chosen() && el("p", {}, el("a", { href: `?ui=${ui}` }, words.broken_reset)),
    ...state.findings.filter((one) => one.severity === "error").map(finding)];
};

// who types sees the slides change and hears nothing of it
const announce = (fresh) => {
  if (!fresh.length || isTyping()) return;
  const numbers = fresh.map((slide) => slide.number), last = numbers.at(-1);
  if (numbers.length === 1) say(fill(words.repainted_one, last));
  else if (numbers.length > 3) say(fill(words.repainted_many, numbers.length));
  else say(fill(words.repainted, numbers.slice(0, -1).join(", ") + words.and + last));
};
