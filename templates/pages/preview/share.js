// The address that others can open, as text and as a QR code; where they cannot, what makes it so.
import { drawn } from "./drawing.js";
import { by, el, outcome, words } from "./page.js";
import { ask } from "./transport.js";

const address = (got) => {
  const code = got.qr && drawn(got.qr);
  if (code) { code.setAttribute("role", "img"); code.setAttribute("aria-label", words.qr); }
  const place = got.address + location.search.replace("?", got.address.includes("?") ? "&" : "?") + location.hash;
  return [el("p", { class: "lead" }, words.share_lead), el("p", {}, el("a", { href: place }, got.address)), code];
};
const local = (got) => [el("p", { class: "lead" }, words.share_local), el("pre", { tabindex: 0 }, got.command)];

by("share-open").onclick = async () => {
  outcome(by("shared"));
  by("share").showModal();
  try {
    const got = await (await ask("/api/share")).json();
    outcome(by("shared"), ...(got.address ? address(got) : local(got)));
  } catch { outcome(by("shared"), el("p", {}, words.offline_long)); }
};
