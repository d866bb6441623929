// How the page reaches the engine: the server that the page came from. A static site has its own in this place.

// every request says that this page makes it, and in which language findings are read
const HEADERS = { "X-Osloregion": "preview", "Accept-Language": document.documentElement.lang };
export const ask = (path, { headers, ...more } = {}) => fetch(path, { headers: { ...HEADERS, ...headers }, ...more });

export const drawInto = (img, address) => { img.src = address; };

let stream = null, patience = 500;
export const listen = (changed, offline) => {
  stream?.close();
  stream = new EventSource("/api/events");
  stream.onopen = () => { patience = 500; changed(); };
  stream.addEventListener("changed", changed);
  stream.onerror = () => {
    offline();
    if (stream.readyState === EventSource.CLOSED)
      setTimeout(() => listen(changed, offline), patience = Math.min(5000, patience * 2));
  };
};
// a browser has six connections to a server, and a hidden tab needs none
export const rest = () => stream?.close();
