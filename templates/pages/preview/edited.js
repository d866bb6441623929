// An edited deck that is dropped on the page: what an update of it would do, what is chosen, and the updated deck.
import { chosen, variant } from "./address.js";
import { take } from "./files.js";
import { counts, failed, finding } from "./findings.js";
import { line } from "./lines.js";
import { by, el, fill, outcome, put, words } from "./page.js";
import { ask, dropped, receive } from "./state.js";
import { route } from "./views.js";

const PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation";
const GROUPS = [
  ["conflict", "plan_conflicts"],
  ["change", "plan_changes"],
  ["edit", "plan_edits"],
  ["unsure", "plan_unsure"],
];

const sending = (path, more) => {
  const next = by("use-form")?.checked ? variant() : new URLSearchParams();
  [["name", dropped.name], ...more].forEach(([key, value]) => next.append(key, value));
  return ask(`${path}?${next}`, { method: "POST", body: dropped, headers: { "Content-Type": PPTX } });
};

const plan = async () => {
  put(by("plan-title"), fill(words.plan, dropped.name));
  location.hash = "~plan";
  route();
  const use = by("use-form")?.checked;
  if (!by("planned").childElementCount)
    outcome(by("planned"), el("p", { class: "soft", role: "status" }, fill(words.plan_reading, dropped.name)));
  try {
    const reply = await sending("/api/plan", [["on_conflict", "keep"]]), got = await reply.json();
    reply.ok ? planned(got, use) : failed(by("planned"), got.findings || []);
    by("plan-title").focus();
  } catch { outcome(by("planned"), el("p", {}, words.offline_long)); }
};

const sums = (got) => {
  const all = [["plan_kept", got.kept], ["plan_in", got.changes], ["plan_choose", got.conflicts]];
  const lines = all.filter(([, number]) => number).map(([name, number]) => el("li", {}, fill(words[name], number)));
  return lines.length && el("ul", { class: "sums" }, ...lines);
};
const groups = (got) => GROUPS
  .map(([name, title]) => [title, got.lines.filter((one) => one.group === name)])
  .filter(([, lines]) => lines.length)
  .map(([title, lines]) =>
    el("section", { class: "group" }, el("h3", {}, words[title]), el("ul", {}, ...lines.map(line))));
const found = (all) => el("section", { class: "group" }, el("details", {},
  el("summary", {}, el("b", {}, `${words.found}: `), ...counts(all)), ...all.map(finding)));
const whetherForm = (use) => {
  const tick = el("input", { type: "checkbox", id: "use-form", checked: use });
  tick.onchange = plan;
  return el("p", { class: "check" }, tick, el("label", { for: "use-form" }, words.plan_use_form));
};
const finish = (nothing) => {
  const button = el("button", { type: "button", class: "big", id: "update" }, words.update_get);
  const cancel = el("a", { class: "quiet", href: "#" }, words.cancel);
  const result = el("div", { class: "outcome", role: "status" });
  button.onclick = () => {
    const picks = [...by("planned").querySelectorAll(".line :checked")];
    const choices = picks.map((one) => ["choice", `${one.name}:${one.value}`]);
    take(button, result, () => sending("/api/update", choices));
  };
  return [el("div", { class: "finish" }, !nothing && button, cancel), result];
};

const planned = (got, use) => {
  const nothing = !got.changes && !got.conflicts;
  outcome(by("planned"), el("p", { class: "lead" }, nothing ? words.plan_nothing : words.plan_lead),
    sums(got), ...groups(got),
    got.findings?.length && found(got.findings),
    (chosen() || use) && whetherForm(use),
    ...finish(nothing));
};

const drop = (file) => {
  if (!file) return;
  if (!/\.pptx$/i.test(file.name)) {
    outcome(by("drop-outcome"), el("p", {}, fill(words.drop_not_pptx, file.name)));
    return;
  }
  outcome(by("drop-outcome"));
  outcome(by("planned"));
  receive(file);
  plan();
};
by("drop-file").onchange = ({ target }) => { drop(target.files[0]); target.value = ""; };

const carries = (event) => event.dataTransfer?.types.includes("Files");
let depth = 0;
const lift = () => { depth = 0; by("veil").hidden = true; };
addEventListener("dragenter", (event) => { if (carries(event)) { depth++; by("veil").hidden = false; } });
addEventListener("dragleave", (event) => { if (carries(event) && --depth <= 0) lift(); });
addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
addEventListener("drop", (event) => {
  if (!carries(event)) return;
  event.preventDefault();
  lift();
  drop(event.dataTransfer.files[0]);
});
