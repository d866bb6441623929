// The update of the dropped deck: what it would do, what is chosen where both sides changed, and the updated deck.
import { setting, settings, variant } from "./address.js";
import { take } from "./files.js";
import { counts, failed, finding } from "./findings.js";
import { line } from "./lines.js";
import { isReady } from "./meeting.js";
import { by, el, fill, outcome, put, ui, words } from "./page.js";
import { dropped, state } from "./state.js";
import { ask } from "./transport.js";

const PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
const GROUPS = [
  ["conflict", "plan_conflicts"],
  ["change", "plan_changes"],
  ["edit", "plan_edits"],
  ["unsure", "plan_unsure"],
];

let shown = "";  // what the plan on the page was asked for
let running = Promise.resolve();

const wish = () => `${state?.version} ${variant()}`;

const sending = (path, more) => {
  const next = variant();
  [["name", dropped.name], ...more].forEach(([key, value]) => next.append(key, value));
  return ask(`${path}?${next}`, { method: "POST", body: dropped, headers: { "Content-Type": PPTX } });
};
// a file that another program saved meanwhile cannot be read any more
const whyNot = async () => {
  try { await dropped.slice(0, 1).arrayBuffer(); } catch { return fill(words.drop_changed, dropped.name); }
  return words.offline_long;
};

const picked = () => [...by("planned").querySelectorAll(".line :checked")].map((one) => `${one.name}:${one.value}`);
// a plan that is read again keeps what was picked in it, and the place of whoever is picking
const pickAgain = (picks, here) => {
  for (const one of by("planned").querySelectorAll(".line input"))
    if (picks.includes(`${one.name}:${one.value}`)) one.checked = true;
  if (here) by("planned").querySelector(here)?.focus();
};
const whereOn = ({ id, name, value }) => id ? `#${id}` : name && `[name="${name}"][value="${value}"]`;

const read = async (mine, lead) => {
  const reply = await sending("/api/plan", [["on_conflict", "keep"], ["ui", ui]]);
  const got = await reply.json(), picks = picked();
  if (shown !== mine) return;
  const here = by("planned").contains(document.activeElement) && whereOn(document.activeElement);
  if (reply.ok) planned(got);
  else failed(by("planned"), got.findings || []);
  about(reply.ok ? sums(got).join(", ") || words.plan_nothing : fill(words.plan_failed, dropped.name), !reply.ok);
  pickAgain(picks, here);
  if (lead) by("plan-title").focus();
};
export const reading = (name) => {
  put(by("plan-title"), fill(words.plan, name));
  outcome(by("planned"), el("p", { class: "soft", role: "status" }, fill(words.plan_reading, name)));
};
export const plan = (lead = false) => {
  const mine = shown = wish();
  if (!by("planned").childElementCount) reading(dropped.name);
  running = read(mine, lead).catch(async () => {
    if (shown === mine) outcome(by("planned"), el("p", {}, await whyNot()));
  });
};
// a plan follows the outline and the form, as the slides do
export const replan = () => { if (dropped && shown && shown !== wish()) plan(); };
export const forget = () => {
  shown = "";
  outcome(by("planned"));
  outcome(by("get-about"));
};

export const update = (button, place) => isReady() && take(button, place, async () => {
  await running;
  return sending("/api/update", picked().map((one) => ["choice", one]));
}, whyNot);

const about = (text, wrong) => outcome(by("get-about"), `${text.replace(/\.?$/, ".")} `,
  el("a", { href: "#~plan" }, wrong ? words.plan_why : words.plan_see));
const sums = (got) => [["plan_kept", got.kept], ["plan_in", got.changes], ["plan_choose", got.conflicts]]
  .filter(([, number]) => number)
  .map(([name, number]) => fill(words[name], number));
const groups = (got) => GROUPS
  .map(([name, title]) => [title, got.lines.filter((one) => one.group === name)])
  .filter(([, lines]) => lines.length)
  .map(([title, lines]) =>
    el("section", { class: "group" }, el("h3", {}, words[title]), el("ul", {}, ...lines.map(line))));
const found = (all) => el("section", { class: "group" }, el("details", {},
  el("summary", {}, el("b", {}, `${words.found}: `), ...counts(all)), ...all.map(finding)));
// what became another fact since the deck was made, and a slide that says so
const news = (got) => {
  if (!got.news.length) return "";
  const tick = el("input", { type: "checkbox", id: "with-news", checked: settings().has("since") });
  tick.onchange = () => setting("since", tick.checked ? got.since : "");
  const wish = el("p", { class: "check" }, tick, el("label", { for: "with-news" }, words.news_slide));
  return el("section", { class: "group" }, el("h3", {}, words.news),
    el("ul", { class: "news", lang: state.language }, ...got.news.map((one) => el("li", {}, one))), got.since && wish);
};
const finish = (nothing) => {
  const button = el("button", { type: "button", class: "big", id: "update" }, words.update_get);
  const back = el("a", { class: "quiet", href: "#" }, words.to_slides);
  const result = el("div", { class: "outcome", role: "status" });
  button.onclick = () => update(button, result);
  return [el("div", { class: "finish" }, !nothing && button, back), result];
};
const planned = (got) => {
  const nothing = !got.changes && !got.conflicts, all = sums(got);
  outcome(by("planned"), el("p", { class: "lead" }, nothing ? words.plan_nothing : words.plan_lead),
    all.length && el("ul", { class: "sums" }, ...all.map((one) => el("li", {}, one))), news(got),
    ...groups(got), got.findings?.length && found(got.findings), ...finish(nothing));
};
