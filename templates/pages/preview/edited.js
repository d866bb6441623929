// An edited deck that is dropped on the page: until it is removed, the page's big button updates it.
import { choose, variant } from "./address.js";
import { readDesk, whenDeckChosen } from "./desk.js";
import { deck } from "./files.js";
import { by, el, fill, outcome, put, words } from "./page.js";
import { dropped, receive } from "./state.js";
import { ask } from "./transport.js";
import { forget, plan, reading, update } from "./updating.js";
import { route } from "./views.js";

// what the form gives: the dropped deck updated, and a new one only by a link that says what it lacks
const offer = () => {
  const name = dropped?.name;
  document.body.toggleAttribute("data-dropped", Boolean(dropped));
  by("get").dataset.get = dropped ? "update" : "pptx";
  put(by("get-what"), dropped ? words.update_big : words.download);
  put(by("get-kind"), name || words.get_kind);
  put(by("meeting-title"), dropped ? words.meeting_dropped : words.meeting);
  put(by("fresh"), fill(words.fresh, name));
  outcome(by("get-outcome"));
  outcome(by("dropped"), dropped && el("strong", {}, name), dropped && removal());
};
// the form is the deck's: its outline, audience, language, date and meeting, until the deck is removed
let mine = "";
const belong = async (file) => {
  const reply = await ask(`/api/about?${new URLSearchParams({ name: file.name })}`, { method: "POST", body: file });
  if (!reply.ok || dropped !== file) return;
  const of = await reply.json(), rest = ["outline", "audience", "language", "as_of"].map((name) => [name, of[name]]);
  choose([...rest, ...of.set.map((one) => ["set", one.join("=")])]);
};
const giveBack = () => {
  choose([...new URLSearchParams(mine)]);
  mine = "";
};
const removal = () => {
  const about = { type: "button", class: "link", "aria-label": `${words.remove} ${dropped.name}` };
  const button = el("button", about, words.remove);
  button.onclick = () => {
    receive(null);
    forget();
    giveBack();
    offer();
    if (location.hash === "#~plan") location.hash = "";
    route();
    by("drop-file").focus();
  };
  return button;
};

const drop = (files) => {
  const [file] = files;
  if (!file) return;
  if (!/\.pptx$/i.test(file.name)) {
    outcome(by("drop-outcome"), el("p", {}, fill(words.drop_not_pptx, file.name)));
    return;
  }
  outcome(by("drop-outcome"), files.length > 1 && el("p", {}, fill(words.drop_one, file.name)));
  if (!dropped) mine = String(variant());
  receive(file);
  forget();
  offer();
  location.hash = "~plan";
  route();
  reading(file.name);
  belong(file).catch(() => {}).then(() => dropped === file && plan(true));
};
whenDeckChosen(async (file) => {
  const reply = await ask(`/api/last?${new URLSearchParams({ name: file })}`);
  if (reply.ok) drop([new File([await reply.blob()], file.slice(file.lastIndexOf("/") + 1))]);
  else readDesk();
});
by("drop-file").onchange = ({ target }) => { drop([...target.files]); target.value = ""; };

by("meeting").addEventListener("submit", (event) => {
  event.preventDefault();
  if (dropped) update(by("get"), by("get-outcome"));
  else deck("pptx", by("get"));
});
by("fresh").onclick = () => deck("pptx", by("fresh"));

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
  drop([...event.dataTransfer.files]);
});
