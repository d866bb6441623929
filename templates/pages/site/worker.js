// The engine in a worker: Python, the package, and the files of the workspace, which this browser keeps.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const HOME = "/work";
let engine = null, python = null;

const sync = (fromDisk) => new Promise((resolve, reject) =>
  python.FS.syncfs(fromDisk, (problem) => problem ? reject(problem) : resolve()));

// a browser without room, or whose person lets no page keep anything, has the files until the page is closed
const unkept = (problem) => { console.error(String(problem)); postMessage({ unkept: true }); };
const keep = () => sync(false).catch(unkept);

// one page at a time has the files: a second one says so, and waits until the first is closed
const mine = () => new Promise((resolve) => {
  const hold = () => { resolve(); return new Promise(() => {}); };
  navigator.locks.request("osloregion-slides", { ifAvailable: true }, (lock) => {
    if (lock) return hold();
    postMessage({ waits: true });
    navigator.locks.request("osloregion-slides", hold);
    return null;
  });
});

const begin = async () => {
  const [made, archive] = await Promise.all([
    loadPyodide({ indexURL: new URL("./pyodide/", import.meta.url).href }),
    fetch("engine.zip").then((reply) => reply.arrayBuffer()), mine()]);
  python = made;
  python.unpackArchive(archive, "zip", { extractDir: "/engine" });
  python.FS.mkdirTree(HOME);
  python.FS.mount(python.FS.filesystems.IDBFS, {}, HOME);
  await sync(true).catch(unkept);
  engine = python.runPython(`
import sys
sys.path.insert(0, "/engine")
from osloregion_slides.preview.worker import Engine
Engine("${HOME}")`);
  await keep();
};
const ready = begin();
ready.catch((problem) => { console.error(String(problem)); postMessage({ gone: true }); });

const answer = async ({ id, method, path, headers, body }) => {
  await ready;
  const reply = await engine.answer(method, path, python.toPy(headers), new Uint8Array(body || 0));
  const [status, about, data, changed] = reply.toJs({ dict_converter: Object.fromEntries });
  reply.destroy();
  if (changed) await keep();
  postMessage({ id, status, headers: about, body: data });
  if (changed) postMessage({ changed: true });
};
// one request after the other: what is written is written in the order that it was asked for
let last = Promise.resolve();
onmessage = ({ data }) => {
  last = last.then(() => answer(data)).catch((problem) => {
    console.error(problem);
    postMessage({ gone: true, id: data.id });
  });
};
