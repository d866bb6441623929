// How the page of a static site reaches the engine: a worker of this browser. Nothing leaves the machine.

const waiting = new Map(), worker = new Worker("worker.js", { type: "module" });
let number = 0, whenChanged = () => {}, whenGone = () => {};
worker.onmessage = ({ data }) => {
  if (data.changed) { whenChanged(); return; }
  if (data.gone) { whenGone(); return; }
  if (data.waits) { document.querySelector("#status span").textContent = document.body.dataset.site; return; }
  const { resolve } = waiting.get(data.id);
  waiting.delete(data.id);
  resolve(new Response(data.status === 204 ? null : data.body, { status: data.status, headers: data.headers }));
};
worker.onerror = () => whenGone();

export const ask = async (path, { method = "GET", body, headers } = {}) => {
  const sent = body === undefined ? null : await new Response(body).arrayBuffer(), id = ++number;
  const said = { "accept-language": document.documentElement.lang, ...headers };
  return new Promise((resolve) => {
    waiting.set(id, { resolve });
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
export const listen = (changed, offline) => { [whenChanged, whenGone] = [changed, offline]; changed(); };
export const rest = () => {};

document.getElementById("present").addEventListener("click", async (event) => {
  event.preventDefault();
  const opened = open("", "_blank"), reply = await ask(event.currentTarget.getAttribute("href"));
  if (reply.ok) opened.location = URL.createObjectURL(await reply.blob());
  else opened.close();
});

// files from the own disk: into the workspace, or a folder in its place; and back as one zip
const said = document.getElementById("site-outcome");
const TOOLS = /(^|\/)(\.git|\.venv|node_modules)\//;
const put = async (chosen, fresh) => {
  const files = chosen.filter((file) => !TOOLS.test(file.webkitRelativePath));
  for (const [place, file] of files.entries()) {
    const path = file.webkitRelativePath.split("/").slice(1).join("/") || file.name;
    const more = place < files.length - 1 ? "1" : "";
    const about = new URLSearchParams({ path, more, fresh: fresh ? place ? "more" : "first" : "" });
    const reply = await ask(`/api/file?${about}`, { method: "PUT", body: file });
    const got = reply.ok ? null : (await reply.json()).findings[0];
    said.textContent = got ? [got.code === "upload-too-large" && `${path}:`, got.message, got.hint].filter(Boolean).join(" ") : file.name;
    if (got) return;
  }
  if (!fresh) return;
  history.replaceState(null, "", location.pathname);
  location.reload();
};
for (const [id, fresh] of [["site-files", false], ["site-folder", true]])
  document.getElementById(id).onchange = ({ target }) => put([...target.files], fresh).then(() => { target.value = ""; });
document.getElementById("site-save").onclick = async () => {
  const reply = await ask("/api/workspace.zip");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await reply.blob());
  link.download = "presentasjoner.zip";
  link.click();
};
