// What the server says: the state of this page's variant, asked for anew when the stream of events says so.
import { variant } from "./address.js";
import { failed } from "./findings.js";
import { isTyping } from "./meeting.js";
import { by, put, say, words } from "./page.js";
import { paint } from "./painting.js";
import { ask, listen, rest } from "./transport.js";

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

export const follow = () => listen(refresh, () => status("offline"));
document.addEventListener("visibilitychange", () => document.hidden ? rest() : follow());
