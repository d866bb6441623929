// The meeting in each language: as it was the last time, and as it is typed now.
import { query, setting, settings } from "./address.js";
import { date, isPast } from "./dates.js";
import { desk, keepMeeting } from "./desk.js";
import { by } from "./page.js";
import { state } from "./state.js";

export const FIELDS = ["title", "place", "date", "speaker"];
export const tongue = () => {
  const now = query().get("language") || state.variant.language || state.language;
  return state.languages.find((one) => one === now) || state.languages.find((one) => one === now.split("-")[0]) || now;
};

// what was typed for the last meeting in this language, wherever the address says nothing of it
const place = () => `${state.outline} ${state.variant.audience || "-"} ${tongue()}`;
const typedIn = new Map();
let recalled = "";
export const recall = () => {
  if (recalled === place()) return;
  recalled = place();
  const kept = { ...desk.meetings[recalled], ...typedIn.get(recalled) }, mine = settings();
  for (const name of FIELDS) {
    const isOver = name === "date" && (!date(kept.date) || isPast(date(kept.date)));
    if (kept[name] && !isOver && !mine.has(`meeting.${name}`)) setting(`meeting.${name}`, kept[name]);
  }
};
const meeting = () => Object.fromEntries(FIELDS.map((name) => [name, by("meeting").elements[name].value.trim()]));
export const remember = () => keepMeeting(tongue(), meeting());

// a title is in one language; a place and a speaker stay unless they have a name in the other
export const carryOver = (language) => {
  typedIn.set(place(), meeting());
  const there = place().replace(/\S+$/, language), own = typedIn.get(there) || desk.meetings[there];
  setting("meeting.title", own?.title || "");
  for (const name of ["place", "speaker"]) if (own?.[name]) setting(`meeting.${name}`, own[name]);
};
