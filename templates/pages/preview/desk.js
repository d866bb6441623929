// What a page begins with: the outlines to choose from, the last decks, and the meetings that were kept.
import { variant } from "./address.js";
import { by, el, fill, put, renew, ui, words } from "./page.js";
import { state } from "./state.js";
import { ask } from "./transport.js";

export let desk = { outlines: [], decks: [], meetings: {} };

const days = new Intl.DateTimeFormat(ui === "en" ? "en-GB" : ui, { dateStyle: "long" });
const day = (saved) => days.format(new Date(saved));
const name = (file) => file.slice(file.lastIndexOf("/") + 1);

let update = () => {};
export const whenDeckChosen = (does) => { update = does; };

const deck = (one) => {
  const button = el("button", { type: "button" }, el("strong", {}, name(one.file)),
    el("span", {}, fill(words.saved, day(one.saved))));
  button.onclick = () => update(one.file, button);
  return el("li", {}, button);
};
const outline = (one) => el("li", {}, el("a", { href: `?${new URLSearchParams({ outline: one.file, ui })}` },
  el("strong", {}, one.title), el("span", {}, one.file)));

export const readDesk = async () => {
  try {
    const reply = await ask(`/api/desk?ui=${ui}`, { cache: "no-store" });
    if (!reply.ok) return;
    desk = await reply.json();
  } catch { return; }
  by("last-decks").hidden = !desk.decks.length && "site" in document.body.dataset;
  put(by("decks-lead"), desk.decks.length ? words.last_decks_lead : words.no_decks);
  renew(by("decks"), desk.decks, () => desk.decks.map(deck));
  renew(by("outlines"), desk.outlines, () => desk.outlines.map(outline));
  const files = [...desk.decks.map((one) => one.file), ...desk.outlines.map((one) => one.file)];
  renew(by("files"), files, () => files.map((value) => el("option", { value })));
};

// the meeting that a deck was just made for, for the next time
export const keepMeeting = (language, meeting) => {
  if (!meeting.title) return;
  const next = variant();
  next.set("outline", state.outline);
  next.set("language", language);
  next.delete("set");
  ask(`/api/meeting?${next}`, { method: "PUT", body: JSON.stringify(meeting) }).then(readDesk, () => {});
};
