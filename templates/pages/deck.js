"use strict";
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const links = [...document.querySelectorAll("nav a")];
  const by = (name) => document.querySelector(`[data-ui="${name}"]`);
  const body = document.body;
  let now = 0;  // the place of the slide that is shown

  const mark = (place, said = true) => {
    now = place;
    slides.forEach((slide, at) => slide.classList.toggle("now", at === place));
    links.forEach((link, at) => at === place ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
    by("count").textContent = `${place + 1} / ${slides.length}`;
    if (said) history.replaceState(null, "", "#" + encodeURIComponent(slides[place].id));
    brief();
  };

  const go = (place, step = 1) => {
    dark(false);
    place = Math.max(0, Math.min(slides.length - 1, place));
    while (body.classList.contains("show") && slides[place].classList.contains("hidden") && slides[place + step]) place += step;
    mark(place);
    if (!body.classList.contains("show")) slides[place].scrollIntoView({ block: "start" });
    by("said").textContent = `${slides[place].getAttribute("aria-label")}: ${links[place].textContent}`;
  };

  const show = (wanted) => {
    body.classList.toggle("show", wanted);
    if (wanted) {
      noted(false);
      document.documentElement.requestFullscreen?.().catch(() => {});
      go(now);
    } else {
      if (document.fullscreenElement) document.exitFullscreen();
      noted(true);
      slides[now].scrollIntoView({ block: "start" });
    }
  };

  const noted = (wanted) => {
    body.classList.toggle("quiet", !wanted);
    by("notes")?.setAttribute("aria-pressed", String(wanted));
  };

  const dark = (wanted) => { by("black").hidden = !wanted; };

  // The presenter's window: this slide, the next one, notes, the clock, and the time that was planned and is used.
  const words = JSON.parse(by("words").textContent);
  let speaker = null, began = 0, entered = 0;
  const plannedUntil = (place) => slides.slice(0, place + 1).reduce((sum, one) => sum + Number(one.dataset.minutes || 0), 0);
  const clock = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
  const made = (name, about, ...inside) => {
    const one = speaker.document.createElement(name);
    Object.assign(one, about);
    one.append(...inside);
    return one;
  };
  const drawn = (slide) => speaker.document.importNode(slide.querySelector("svg"), true);
  const tick = () => {
    const place = speaker?.document?.querySelector("[data-clock]");
    if (!place) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    const total = plannedUntil(slides.length - 1), here = plannedUntil(now), used = Date.now() - began;
    place.textContent = [time, clock(used) + (total ? ` / ${clock(total * 60000)}` : "")].join("   ");
    place.classList.toggle("late", here > 0 && used > here * 60000);
    const own = Number(slides[now].dataset.minutes || 0) * 60000;
    speaker.document.querySelector("[data-own]").textContent =
      own ? `${clock(Date.now() - entered)} / ${clock(own)} ${words.planned}` : "";
  };
  const brief = () => {
    if (!speaker || speaker.closed) return;
    entered = Date.now();
    const page = speaker.document, slide = slides[now];
    const next = slides.slice(now + 1).find((one) => !one.classList.contains("hidden"));
    const notes = [...slide.querySelectorAll(".notes p")].map((one) => made("p", { textContent: one.textContent }));
    const button = (name, text, act) => made("button", { type: "button", title: words[name], ariaLabel: words[name], textContent: text, onclick: act });
    page.body.className = "speaker";
    page.body.replaceChildren(
      made("header", {}, made("h1", { textContent: `${words.slide} ${now + 1} ${words.of} ${slides.length}` }),
        made("span", {}, button("back", "←", keys.ArrowLeft), " ", button("on", "→", keys.ArrowRight), " ", button("black", "●", keys.b)),
        made("strong", {}), made("strong", {})),
      made("main", {}, drawn(slide), made("h2", { textContent: words.notes }),
        made("div", { className: "say", lang: slide.querySelector(".notes")?.lang || document.body.lang }, ...(notes.length ? notes : [words.no_notes]))),
      made("aside", {}, made("h2", { textContent: next ? words.next : words.end }), ...(next ? [drawn(next)] : [])));
    const [own, all] = page.querySelectorAll("strong");
    own.dataset.own = all.dataset.clock = "";
    tick();
  };
  const present = () => {
    speaker = open("", "speaker", "popup,width=1100,height=720");
    if (!speaker) { by("said").textContent = words.blocked; return; }
    speaker.document.title = `${words.speaker}: ${document.title}`;
    speaker.document.documentElement.lang = document.body.lang;
    speaker.document.head.replaceChildren(document.querySelector("style").cloneNode(true), made("title", { textContent: `${words.speaker}: ${document.title}` }));
    speaker.onkeydown = press;
    began = Date.now();
    brief();
    speaker.focus();
  };
  setInterval(tick, 1000);
  addEventListener("pagehide", () => speaker?.close());

  const keys = {
    b: () => dark(by("black").hidden), ".": () => dark(by("black").hidden), s: () => present(),
    ArrowRight: () => go(now + 1), ArrowDown: () => go(now + 1), PageDown: () => go(now + 1), " ": () => go(now + 1),
    ArrowLeft: () => go(now - 1, -1), ArrowUp: () => go(now - 1, -1), PageUp: () => go(now - 1, -1),
    Home: () => go(0), End: () => go(slides.length - 1, -1),
    f: () => show(!body.classList.contains("show")), n: () => noted(body.classList.contains("quiet")),
    Escape: () => { dark(false); by("contents").open = false; if (body.classList.contains("show")) show(false); },
  };

  // a number and Enter lead to that slide
  let digits = "";
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[0-9]$/.test(event.key)) { digits += event.key; return; }
    const wanted = event.key === "Enter" && Number(digits);
    digits = "";
    if (wanted) { event.preventDefault(); go(wanted - 1); return; }
    if (event.key === " " && event.target.closest("button, summary, a")) return;
    const act = keys[event.key] || keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  };
  addEventListener("keydown", press);
  let touch = null;
  addEventListener("touchstart", ({ touches }) => { touch = touches.length === 1 ? touches[0] : null; }, { passive: true });
  addEventListener("touchend", ({ changedTouches: [end] }) => {
    if (!touch || !body.classList.contains("show")) return;
    const across = end.clientX - touch.clientX;
    if (Math.abs(across) > 50 && Math.abs(end.clientY - touch.clientY) < Math.abs(across)) across < 0 ? go(now + 1) : go(now - 1, -1);
    touch = null;
  }, { passive: true });
  by("speaker").onclick = present;
  by("black").onclick = () => dark(false);
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement && body.classList.contains("show")) show(false);
  });
  by("back").onclick = () => go(now - 1, -1);
  by("on").onclick = () => go(now + 1);
  if (by("notes")) by("notes").onclick = () => noted(body.classList.contains("quiet"));
  by("full").onclick = () => show(true);
  by("leave").onclick = () => show(false);
  document.querySelector("main").addEventListener("click", (event) => {
    if (!body.classList.contains("show") || event.target.closest("a") || String(getSelection())) return;
    event.clientX < innerWidth / 3 ? go(now - 1, -1) : go(now + 1);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const place = link ? slides.findIndex((slide) => "#" + slide.id === decodeURIComponent(link.getAttribute("href"))) : -1;
    if (place < 0) return;
    event.preventDefault();
    by("contents").open = false;
    go(place);
    slides[place].focus({ preventScroll: true });
  });

  let ticking = false;
  addEventListener("scroll", () => {
    if (ticking || body.classList.contains("show")) return;
    ticking = true;
    requestAnimationFrame(() => {
      ticking = false;
      const middle = innerHeight / 2;
      const place = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > middle);
      if (place >= 0 && place !== now) mark(place);
    });
  }, { passive: true });

  const wanted = slides.findIndex((slide) => "#" + slide.id === decodeURIComponent(location.hash));
  if (slides.length) mark(Math.max(0, wanted), false);
})();
