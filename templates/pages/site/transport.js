// How the page of a static site reaches the engine: a worker of this browser. Nothing leaves the machine.

import { by, el, fill, outcome, words } from "./page.js";

Object.assign(words, { offline: words.site_gone, offline_long: words.site_gone_long });
const waiting = new Map(), worker = new Worker("worker.js", { type: "module" });
let number = 0, whenChanged = () => {}, whenGone = () => {};
worker.onmessage = ({ data }) => {
  if (data.changed) { whenChanged(); return; }
  if (data.gone) { lose([data.id]); return; }
  if (data.unkept) { warn(); return; }
  if (data.waits) { document.querySelector("#status span").textContent = document.body.dataset.site; return; }
  const { resolve } = waiting.get(data.id);
  waiting.delete(data.id);
  resolve(new Response(data.status === 204 ? null : data.body, { status: data.status, headers: data.headers }));
};
worker.onerror = () => lose([...waiting.keys()]);
const lose = (ids) => {
  whenGone();
  for (const id of ids) waiting.get(id)?.reject(new Error(words.site_gone));
};
// what the browser does not keep is gone with the page: it is said once, where everybody sees it
const warn = () => by("unkept") || by("main").prepend(
  el("section", { class: "alarm", id: "unkept", role: "alert" }, el("p", {}, words.site_unkept)));

export const ask = async (path, { method = "GET", body, headers } = {}) => {
  const sent = body === undefined ? null : await new Response(body).arrayBuffer(), id = ++number;
  const said = { "accept-language": document.documentElement.lang, ...headers };
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, method, path, headers: said, body: sent }, sent ? [sent] : []);
  });
};

const addresses = new Map();
export const drawInto = async (img, address) => {
  if (!addresses.has(address)) {
    const reply = await ask(address);
    addresses.set(address, reply.ok ? URL.createObjectURL(await reply.blob()) : "");
  }
  if (addresses.get(address)) img.src = addresses.get(address);
};

// the files change only through this page: what was written is said at once
export const listen = (changed, offline) => { [whenChanged, whenGone] = [changed, offline]; changed(); show(); };
export const rest = () => {};

by("present").addEventListener("click", async (event) => {
  event.preventDefault();
  const opened = open("", "_blank"), reply = await ask(event.currentTarget.getAttribute("href"));
  if (reply.ok) opened.location = URL.createObjectURL(await reply.blob());
  else opened.close();
});

// files from the own disk: into the workspace, or a folder in its place; and back into that folder, or as one zip
const said = by("site-outcome"), back = by("site-back");
const tell = (text, ...values) => outcome(said, fill(text, ...values));
const TOOLS = /(^|\/)(\.git|\.venv|node_modules)\//;
const put = async (chosen, fresh) => {
  if (fresh && !await sure()) return false;
  const files = chosen.filter(({ path }) => !TOOLS.test(path));
  for (const [place, { path, file }] of files.entries()) {
    const more = place < files.length - 1 ? "1" : "";
    const about = new URLSearchParams({ path, more, fresh: fresh ? place ? "more" : "first" : "" });
    const reply = await ask(`/api/file?${about}`, { method: "PUT", body: file });
    const got = reply.ok ? null : (await reply.json()).findings[0];
    tell(got ? [got.code === "upload-too-large" && `${path}:`, got.message, got.hint].filter(Boolean).join(" ") : file.name);
    if (got) return false;
  }
  return true;
};
const again = () => {
  history.replaceState(null, "", location.pathname);
  location.reload();
};

// a folder that was opened is remembered, with what its files were: what changed since goes back into it
const store = (mode, does) => new Promise((resolve, reject) => {
  const opening = indexedDB.open("osloregion-slides-folder", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const request = does(opening.result.transaction("kept", mode).objectStore("kept"));
    request.onsuccess = () => { opening.result.close(); resolve(request.result); };
    request.onerror = () => reject(request.error);
  };
});
const keep = (folder) => store("readwrite", (kept) => kept.put(folder, "folder")).catch(() => {});
const known = () => store("readonly", (kept) => kept.get("folder")).catch(() => null);
const walk = async (folder, path = "") => {
  const found = [];
  for await (const [name, handle] of folder.entries()) {
    const inner = `${path}${name}`;
    if (handle.kind === "file") found.push({ path: inner, file: await handle.getFile() });
    else if (!TOOLS.test(`${inner}/`)) found.push(...await walk(handle, `${inner}/`));
  }
  return found;
};
const sums = async () => (await ask("/api/files")).json();
const show = async () => {
  const folder = await known();
  if (!folder) await keep({ sums: await sums() });
  back.hidden = !folder?.handle;
  if (folder?.handle) back.textContent = words.site_back.replace("{}", () => folder.handle.name);
};
// whether another folder may take the place of what is here: whoever would lose what is typed or on no disk is asked
const sure = async () => {
  const typed = [];
  dispatchEvent(new CustomEvent("leaving", { detail: typed }));
  if (typed.length && !await asked(words.site_typed)) return false;
  const now = await sums(), { sums: were, whole = {} } = await known() || { sums: {} };
  const lost = Object.keys(now).filter((one) => ![were[one], whole[one]].includes(now[one]) && !/(^|\/)\./.test(one));
  if (lost.length && !await asked(fill(words.site_lost, lost.join(", ")))) return false;
  dispatchEvent(new Event("left"));
  return true;
};
const asked = (text) => new Promise((resolve) => {
  const choice = (name, yes) => {
    const made = el("button", { type: "button" }, name);
    made.onclick = () => { outcome(said); resolve(yes); };
    return made;
  };
  outcome(said, el("p", { class: "failed" }, text),
    el("p", { class: "site" }, choice(words.site_anyway, true), choice(words.site_stay, false)));
});
const openFolder = async () => {
  const handle = await showDirectoryPicker({ mode: "readwrite" }), files = await walk(handle);
  if (!await put(files, true)) return;
  const saved = Object.fromEntries(files.map(({ path, file }) => [path, file.lastModified]));
  await keep({ handle, saved, sums: await sums() });
  again();
};
const place = async (folder, path) => {
  const names = path.split("/"), last = names.pop();
  for (const name of names) folder = await folder.getDirectoryHandle(name, { create: true });
  return [folder, last];
};
back.onclick = async () => {
  const folder = await known(), now = await sums(), done = [], others = [];
  try {
    if (await folder.handle.requestPermission?.({ mode: "readwrite" }) === "denied") throw new Error("denied");
    for (const path of Object.keys(now).filter((one) => now[one] !== folder.sums[one])) {
      const [inside, name] = await place(folder.handle, path);
      const there = await inside.getFileHandle(name).then((one) => one.getFile(), () => null);
      if (there && there.lastModified !== folder.saved[path]) { others.push(path); continue; }
      const file = await inside.getFileHandle(name, { create: true }), writing = await file.createWritable();
      await writing.write(await (await ask(`/api/file?${new URLSearchParams({ path })}`)).blob());
      await writing.close();
      [folder.sums[path], folder.saved[path]] = [now[path], (await file.getFile()).lastModified];
      done.push(path);
    }
    await keep(folder);
    if (others.length) tell(words.site_others, others.join(", "));
    else tell(done.length ? words.site_saved : words.site_same, folder.handle.name, done.join(", "));
  } catch { tell(words.site_refused, folder.handle.name); }
};

const paths = (files) => [...files].map((file) =>
  ({ path: file.webkitRelativePath.split("/").slice(1).join("/") || file.name, file }));
by("site-files").onchange = ({ target }) => put(paths(target.files), false).then(() => { target.value = ""; });
const whole = by("site-folder");
whole.onchange = () => put(paths(whole.files), true).then(async (good) => {
  whole.value = "";
  if (good) { await keep({ sums: await sums() }); again(); }
});
if (window.showDirectoryPicker) whole.onclick = (event) => {
  event.preventDefault();
  openFolder().catch((problem) => { if (problem.name !== "AbortError") tell(words.site_unread); });
};
by("site-save").onclick = async () => {
  const reply = await ask("/api/workspace.zip"), whole = await sums();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await reply.blob());
  link.download = "presentasjoner.zip";
  link.click();
  await keep({ ...await known(), whole });
};
