// What is written into the outline: a request that says what was seen, undo and redo, and what was refused.
import { variant } from "./address.js";
import { failed } from "./findings.js";
import { by, el, outcome, words } from "./page.js";
import { state } from "./state.js";
import { ask } from "./transport.js";

const place = () => {
  if (!by("tables").hidden) return by("tables-outcome");
  return by(by("single").hidden ? "sheet-outcome" : "texts-outcome");
};

// returns whether it was written; the server says by its events that the files changed
export const write = async (method, path, body) => {
  try {
    const reply = await ask(`${path}?${variant()}`, { method, body: body && JSON.stringify(body) });
    if (reply.ok) outcome(place(), el("p", { class: "good" }, words.written));
    else failed(place(), (await reply.json()).findings || []);
    return reply.ok;
  } catch { outcome(place(), el("p", { class: "failed" }, words.offline_long)); }
  return false;
};

// a translator's workbook comes back: what it changes is written, and undone as one step
by("translation-in").onchange = async ({ target }) => {
  const [file] = target.files, shown = by("get-outcome");
  target.value = "";
  if (!file) return;
  try {
    const reply = await ask(`/api/translation?${variant()}`, { method: "PUT", body: file });
    if (reply.ok) outcome(shown, el("p", { class: "good" }, words.written));
    else failed(shown, (await reply.json()).findings || []);
  } catch { outcome(shown, el("p", { class: "failed" }, words.offline_long)); }
};

export const steps = () => {
  const [back, again] = state.steps;
  by("steps").hidden = !back && !again;
  by("undo").disabled = !back;
  by("redo").disabled = !again;
};
by("undo").onclick = () => write("POST", "/api/undo");
by("redo").onclick = () => write("POST", "/api/redo");
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.target.closest("input, textarea, select")) return;
  const key = event.key.toLowerCase();
  const id = key === "z" && !event.shiftKey ? "undo" : key === "y" || key === "z" ? "redo" : "";
  if (!id || by("steps").hidden) return;
  event.preventDefault();
  by(id).click();
});
