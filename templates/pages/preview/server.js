// What the server says: the state of this page's variant, asked for anew when the stream of events says so.
import { variant } from "./address.js";
import { failed } from "./findings.js";
import { isTyping } from "./meeting.js";
import { by, put, say, words } from "./page.js";
import { paint } from "./painting.js";
import { ask } from "./state.js";

let running = false, again = false, timer = 0;
export const later = (wait) => { clearTimeout(timer); timer = setTimeout(refresh, wait); };

const status = (name) => {
  if (by("status").dataset.state === name) return;
  by("status").dataset.state = name;
  by("status").title = name === "offline" ? words.offline_long : "";
  put(by("status").firstElementChild, words[name]);
  if (name === "offline") say(words.offline_long);
};

export const refresh = async () => {
  again = running;
  if (running) return;
  running = true;
  do {
    again = false;
    const asked = String(variant());
    try {
      const reply = await ask(`/api/state?${asked}`, { cache: "no-store" });
      const got = await reply.json();
      if (reply.ok) { paint(got, asked); status("live"); }
      else if (!isTyping()) failed(by("get-outcome"), got.findings || []);
    } catch { status("offline"); }
  } while (again);
  running = false;
};

let stream = null, patience = 500;
export const follow = () => {
  stream?.close();
  stream = new EventSource("/api/events");
  stream.onopen = () => { patience = 500; refresh(); };
  stream.addEventListener("changed", refresh);
  stream.onerror = () => {
    status("offline");
    if (stream.readyState === EventSource.CLOSED) setTimeout(follow, patience = Math.min(5000, patience * 2));
  };
};
// a browser has six connections to a server, and a hidden tab needs none
document.addEventListener("visibilitychange", () => document.hidden ? stream.close() : follow());
