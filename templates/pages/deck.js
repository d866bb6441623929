"use strict";
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const links = [...document.querySelectorAll("nav a")];
  const by = (name) => document.querySelector(`[data-ui="${name}"]`);
  const body = document.body;
  let now = 0;

  const mark = (place, said = true) => {
    now = place;
    slides.forEach((slide, at) => slide.classList.toggle("now", at === place));
    links.forEach((link, at) => at === place ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
    by("count").textContent = `${place + 1} / ${slides.length}`;
    if (said) history.replaceState(null, "", "#" + encodeURIComponent(slides[place].id));
  };

  const go = (place, step = 1) => {
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

  const keys = {
    ArrowRight: () => go(now + 1), ArrowDown: () => go(now + 1), PageDown: () => go(now + 1), " ": () => go(now + 1),
    ArrowLeft: () => go(now - 1, -1), ArrowUp: () => go(now - 1, -1), PageUp: () => go(now - 1, -1),
    Home: () => go(0), End: () => go(slides.length - 1, -1),
    f: () => show(!body.classList.contains("show")), n: () => noted(body.classList.contains("quiet")),
    Escape: () => { by("contents").open = false; if (body.classList.contains("show")) show(false); },
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && event.target.closest("button, summary, a")) return;
    const act = keys[event.key] || keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
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
