// Files to take away: asked for, kept under the name that the server gives them, or why there is none.
import { variant } from "./address.js";
import { failed } from "./findings.js";
import { by, el, fill, outcome, words } from "./page.js";
import { ask } from "./state.js";

const nameOf = (said) => decodeURIComponent(/filename\*=UTF-8''([^;]+)/i.exec(said)?.[1] || "")
  || /filename="?([^";]+)/i.exec(said)?.[1] || "deck.pptx";

const keep = async (reply) => {
  const name = nameOf(reply.headers.get("Content-Disposition") || "");
  const link = el("a", { href: URL.createObjectURL(await reply.blob()), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  return name;
};

export const take = async (button, place, asking) => {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  outcome(place, el("p", { class: "soft" }, words.making));
  try {
    const reply = await asking();
    if (reply.ok) outcome(place, el("p", { class: "good" }, fill(words.got, await keep(reply))));
    else failed(place, (await reply.json()).findings || []);
  } catch { outcome(place, el("p", {}, words.offline_long)); }
  button.removeAttribute("aria-busy");
};

const deck = (kind, button) => take(button, by("get-outcome"), () => ask(`/deck.${kind}?${variant()}`));
by("meeting").addEventListener("submit", (event) => {
  event.preventDefault();
  deck("pptx", by("meeting").querySelector(".big"));
});
for (const button of document.querySelectorAll(".also [data-get]"))
  button.onclick = () => deck(button.dataset.get, button);
