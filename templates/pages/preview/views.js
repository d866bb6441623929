// The four views: which is open says the address; what keys do in each, and the buttons around them.
import { address, links, query, view } from "./address.js";
import { compare } from "./comparing.js";
import { by, fill, say, words } from "./page.js";
import { comeBack, step, visit } from "./sheet.js";
import { leave, single } from "./single.js";
import { deeds } from "./slides.js";
import { readTables } from "./tables.js";
import { leaveTexts, readTexts } from "./texts.js";
import { steps } from "./writing.js";
import { dropped, state } from "./state.js";

const VIEWS = ["start", "sheet", "single", "tables", "compare", "plan"];
const isHome = () => state.home && !query().has("outline") && !dropped;

const titled = (now, slide) => {
  const parts = [now === "single" && slide.title, now === "compare" && words.compare, now === "start" && words.start,
    now === "tables" && words.tables_view,
    now === "plan" && by("plan-title").textContent, state.title];
  document.title = parts.filter(Boolean).join(" – ");
};

export const route = () => {
  if (!state) return;
  const name = view(), slide = state.slides.find((one) => one.key === name);
  const named = { "~compare": "compare", "~start": "start", "~tables": "tables",
    "~plan": dropped && "plan", "": isHome() && "start" }[name];
  const now = slide ? "single" : named || "sheet";
  for (const one of VIEWS) by(one).hidden = one !== now;
  document.body.dataset.view = now;
  by("view-plan").hidden = !dropped;
  const tab = now === "single" ? "sheet" : now;
  for (const [id, on] of ["start", "sheet", "tables", "compare", "plan"].map((one) => [`view-${one}`, one === tab]))
    on ? by(id).setAttribute("aria-current", "page") : by(id).removeAttribute("aria-current");
  titled(now, slide);
  if (now === "single") { visit(name); single(slide); deeds(); readTexts(name); } else { leave(); leaveTexts(); }
  if (now === "tables") readTables();
  steps();
  links();
  return now;
};

addEventListener("hashchange", () => {
  const before = VIEWS.find((one) => !by(one).hidden), now = route();
  if (now === "compare") compare();
  if (now === "single") {
    if (before !== now) scrollTo(0, 0);
    by("single-title").focus({ preventScroll: true });
  }
  if (now === "sheet" && before === "single") comeBack();
});

const turn = (far) => {
  const at = state.slides.findIndex((slide) => slide.key === view());
  const to = Math.max(0, Math.min(state.slides.length - 1, at + far));
  if (to === at || at < 0) return;
  const slide = state.slides[to];
  history.replaceState(null, "", `#${encodeURIComponent(slide.key)}`);
  route();
  say(`${words.slide} ${fill(words.of, slide.number, state.slides.length)}: ${slide.title}`);
};
by("back").onclick = () => turn(-1);
by("on").onclick = () => turn(1);

const TURNS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity };
const STEPS = /^(Arrow(Left|Right|Up|Down)|Home|End)$/;
const isOnSheet = (target) => target === document.body || target === by("main") || target.closest(".tile");

addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") || !state) return;
  if (target.closest("input, select, textarea, [contenteditable]")) return;
  if (key === "?") by("help").showModal();
  else if (key === "Escape" && view()) location.hash = "";
  else if (!by("single").hidden && !target.closest("pre")) {
    if (!(key in TURNS)) return;
    turn(TURNS[key]);
  } else if (!by("sheet").hidden && STEPS.test(key) && isOnSheet(target)) step(key);
  else return;
  event.preventDefault();
});

by("help-open").onclick = () => by("help").showModal();
by("skip").onclick = (event) => {
  event.preventDefault();
  by("main").focus();
  by("main").scrollIntoView();
};

const panel = (open) => {
  by("panel").hidden = !open;
  document.querySelector(".page").classList.toggle("wide", !open);
  by("panel-toggle").setAttribute("aria-expanded", String(open));
};
by("panel-toggle").onclick = () => {
  const open = by("panel").hidden;
  panel(open);
  address((next) => open ? next.delete("panel") : next.set("panel", "off"));
};
if (query().get("panel") === "off") panel(false);
