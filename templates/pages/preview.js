"use strict";
// The page's whole state is its address: the variant in the query, the view in the hash.
(() => {
  const by = (id) => document.getElementById(id);
  const words = JSON.parse(by("words").textContent);
  const ui = document.documentElement.lang;
  const fill = (text, ...values) => values.reduce((out, value) => out.replace("{}", () => value), text);
  const FIELDS = ["title", "place", "date", "speaker"];
  const HEADERS = { "X-Osloregion": "preview" };
  let state = null, painted = "", shown = "", was = "", dropped = null, compared = 0, opened = 0;

  const el = (name, about = {}, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(about)) if (value || value === 0 || value === "") made.setAttribute(key, value === true ? "" : value);
    made.append(...inside.filter(Boolean));
    return made;
  };
  const put = (place, text) => { if (place.textContent !== text) place.textContent = text; };
  // what is as it was is not made again: what is open, selected or focused in it stays so
  const renew = (place, now, make) => {
    const key = JSON.stringify(now);
    if (place.dataset.now === key) return false;
    place.dataset.now = key;
    place.replaceChildren(...make().filter(Boolean));
    return true;
  };
  let saying = 0;
  const say = (text) => { clearTimeout(saying); by("said").textContent = ""; saying = setTimeout(() => { by("said").textContent = text; }, 60); };

  // ---- the address ----
  const query = () => new URLSearchParams(location.search);
  const variant = (from = query()) => new URLSearchParams([...from].filter(([key]) => ["audience", "language", "as_of", "set"].includes(key)));
  const chosen = () => [...variant().values()].some(Boolean);
  const settings = () => new Map(query().getAll("set").map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]));
  const address = (change, quickly = true) => {
    const next = query();
    change(next);
    next.sort();
    history.replaceState(null, "", `${location.pathname}${String(next) && "?"}${next}${location.hash}`);
    links();
    later(quickly ? 0 : 180);
  };
  const option = (name, value) => address((next) => next.set(name, value));
  const setting = (name, value) => address((next) => {
    const rest = next.getAll("set").filter((one) => !one.startsWith(`${name}=`));
    next.delete("set");
    [...rest, ...(value ? [`${name}=${value}`] : [])].forEach((one) => next.append("set", one));
  }, false);
  const view = () => decodeURIComponent(location.hash.slice(1));
  const links = () => {
    const next = query();
    next.set("ui", ui === "nb" ? "en" : "nb");
    by("other-ui").href = `?${next}${location.hash}`;
  };

  // ---- what the server says ----
  let running = false, again = false, timer = 0;
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(refresh, wait); };
  const status = (name) => {
    if (by("status").dataset.state === name) return;
    by("status").dataset.state = name;
    by("status").title = name === "offline" ? words.offline_long : "";
    put(by("status").firstElementChild, words[name]);
    if (name === "offline") say(words.offline_long);
  };
  const refresh = async () => {
    again = running;
    if (running) return;
    running = true;
    do {
      again = false;
      const asked = String(variant());
      try {
        const reply = await fetch(`/api/state?${asked}`, { headers: HEADERS, cache: "no-store" });
        const got = await reply.json();
        if (reply.ok) { paint(got, asked); status("live"); } else outcome(by("get-outcome"), ...(got.findings || []).map(finding));
      } catch { status("offline"); }
    } while (again);
    running = false;
  };
  let stream = null, patience = 500;
  const follow = () => {
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

  // ---- findings ----
  const excerpt = (one) => el("pre", { class: "excerpt", tabindex: 0, role: "group", "aria-label": `${one.file}, ${words.line} ${one.line}` },
    ...one.excerpt.map(([number, text]) => el("span", { class: number === one.line && "here" }, el("i", { "aria-hidden": "true" }, String(number)), text || " ")));
  const spot = (one, text) => one.href ? el("a", { href: one.href, title: words.open_editor }, text) : text;
  const finding = (one) => el("div", { class: `finding ${one.severity}`, "data-code": one.code },
    el("p", { class: "says" }, `${words[one.severity] || one.severity}: `, el("span", { lang: "en" }, one.message)),
    one.hint && el("p", { class: "hint" }, `${words.hint}: `, el("span", { lang: "en" }, one.hint)),
    el("p", { class: "where" }, one.file && spot(one, [one.file, one.line, one.column].filter(Boolean).join(":")), " ", el("code", {}, one.code)),
    one.excerpt?.length && excerpt(one));
  const counts = (found, kind = "span") => [["error", "error_one", "errors"], ["warning", "warning_one", "warnings"], ["note", "note_one", "notes_count"]]
    .map(([severity, one, many]) => [severity, found.filter((each) => each.severity === severity).length, one, many])
    .filter(([, number]) => number)
    .map(([severity, number, one, many]) => el(kind, { class: `flag ${severity}`, "data-severity": severity }, number === 1 ? words[one] : fill(words[many], number)));
  const folded = (place, found, title, seen) => renew(place, found, () => {
    const open = place.querySelector("details")?.open;
    return [found.length && el("details", { open }, el("summary", {}, el(seen ? "b" : "span", { class: !seen && "unseen" }, `${title}: `), ...counts(found)), ...found.map(finding))];
  });
  const outcome = (place, ...inside) => place.replaceChildren(...inside.filter(Boolean));
  const failed = (place, found) => outcome(place, el("p", {}, el("strong", {}, words.failed)), ...found.map(finding));

  // ---- painting what changed ----
  const tiles = new Map();
  const picture = (slide, asked) => `/api/slide/${encodeURIComponent(slide.key)}.svg?${asked}${asked && "&"}hash=${encodeURIComponent(slide.hash)}`;
  const flash = (place) => { place.classList.remove("fresh"); void place.offsetWidth; place.classList.add("fresh"); };
  const tile = (key) => {
    const img = el("img", { alt: "", loading: "lazy", decoding: "async" });
    const made = { img, number: el("span", { class: "number" }), title: el("span", { class: "title" }), has: el("span", { class: "has" }), found: el("div") };
    made.link = el("a", { class: "tile", href: `#${encodeURIComponent(key)}`, tabindex: -1 }, img, made.number, made.title, made.has);
    made.item = el("li", { "data-key": key }, made.link, made.found);
    img.onload = () => { made.item.dataset.painted = made.hash; };
    return made;
  };
  const touch = (slide, asked, found) => {
    const one = tiles.get(slide.key) || tile(slide.key);
    tiles.set(slide.key, one);
    put(one.number, String(slide.number));
    put(one.title, slide.title);
    one.title.lang = slide.language;
    put(one.has, [slide.hidden && words.hidden, slide.notes.length && words.has_notes].filter(Boolean).join(" · "));
    one.item.classList.toggle("hidden", slide.hidden);
    folded(one.found, found, fill("{} {}", words.slide, slide.number));
    if (one.hash === slide.hash) return false;
    const fresh = Boolean(one.hash);
    one.hash = slide.hash;
    one.img.src = picture(slide, asked);
    if (fresh) flash(one.img);
    return fresh;
  };
  const sheet = (asked) => {
    const of = (key) => state.findings.filter((one) => one.slide === key);
    const keys = new Set(state.slides.map((slide) => slide.key));
    const again = state.slides.filter((slide) => touch(slide, asked, of(slide.key)));
    for (const [key, one] of tiles) if (!keys.has(key)) { one.item.remove(); tiles.delete(key); }
    state.slides.forEach((slide, place) => {
      const { item } = tiles.get(slide.key), there = by("tiles").children[place];
      if (there !== item) by("tiles").insertBefore(item, there || null);
    });
    folded(by("deck-found"), state.broken ? [] : state.findings.filter((one) => !keys.has(one.slide)), words.found_deck, true);
    by("empty").hidden = state.slides.length > 0;
    put(by("empty"), state.broken ? words.broken_never : words.loading);
    rove(tiles.get(was)?.link || by("tiles").querySelector(".tile"));
    return again;
  };
  const paint = (got, asked) => {
    const before = state;
    state = got;
    opened ||= state.version;
    put(by("deck-title"), state.title);
    put(by("deck-file"), state.outline);
    put(by("count"), state.slides.length === 1 ? words.count_one : fill(words.count, state.slides.length));
    tally();
    alarm(before);
    const fresh = sheet(asked);
    form();
    painted = asked;
    route();
    if (view() === "~compare" && (before?.version !== state.version || compared !== asked)) compare();
    announce(fresh);
  };
  const tally = () => renew(by("tally"), state.findings.map((one) => one.severity), () => counts(state.findings, "button").map((one) => {
    one.type = "button";
    one.title = fill(words.next_found, words[one.dataset.severity].toLowerCase());
    return one;
  }));
  let visited = null;
  by("tally").onclick = ({ target }) => {
    const severity = target.closest("button")?.dataset.severity;
    if (!severity) return;
    if (view()) { location.hash = ""; route(); }
    const all = [...by("sheet").querySelectorAll("details")].filter((one) => one.querySelector(`.finding.${severity}`));
    visited = all[(all.indexOf(visited) + 1) % all.length];
    if (!visited) { by("broken").scrollIntoView(); return; }
    visited.open = true;
    visited.querySelector("summary").focus({ preventScroll: true });
    (visited.closest("li") || visited).scrollIntoView({ block: "nearest" });
  };
  const announce = (fresh) => {
    if (!fresh.length || by("meeting").contains(document.activeElement) && document.activeElement.matches("input:not([type=radio])")) return;
    const numbers = fresh.map((slide) => slide.number), last = numbers.at(-1);
    say(numbers.length === 1 ? fill(words.repainted_one, last) : numbers.length > 3 ? fill(words.repainted_many, numbers.length)
      : fill(words.repainted, numbers.slice(0, -1).join(", ") + words.and + last));
  };
  const alarm = (before) => {
    const lost = !state.slides.length;
    by("broken").hidden = !state.broken;
    by("main").classList.toggle("stale", state.broken && state.stale !== false);
    renew(by("broken"), state.broken && [state.stale, state.findings], () => state.broken ? [
      el("h2", {}, words.broken), el("p", {}, lost ? words.broken_never : state.stale === false ? words.drawn_broken : words.broken_lead),
      lost && chosen() && el("p", {}, el("a", { href: `?ui=${ui}` }, words.broken_reset)),
      ...state.findings.filter((one) => one.severity === "error").map(finding)] : []);
    if (before?.broken && !state.broken) say(words.mended);
  };

  // ---- one slide ----
  const drawn = (markup) => {
    // the page's policy refuses style attributes that come as markup; set by script they are allowed
    const made = document.importNode(new DOMParser().parseFromString(markup.replace(/(<[^>]*?) style="/g, '$1 data-style="'), "image/svg+xml").documentElement, true);
    for (const one of made.querySelectorAll("[data-style]")) one.style.cssText = one.dataset.style;
    return made;
  };
  const single = async (slide) => {
    const about = state.findings.filter((one) => one.slide === slide.key);
    put(by("single-title"), slide.title);
    by("single-title").lang = slide.language;
    put(by("place"), fill(words.of, slide.number, state.slides.length));
    by("stage").classList.toggle("hidden", slide.hidden);
    renew(by("notes"), [slide.key, slide.hidden, slide.notes], () => [slide.hidden && el("p", { class: "soft" }, words.hidden_long),
      ...[].concat(slide.notes).map((text) => el("p", { lang: slide.language }, text)), !slide.notes.length && el("p", { class: "soft" }, words.no_notes)]);
    renew(by("found"), [slide.key, about], () => about.length ? about.map(finding) : [el("p", { class: "soft" }, words.found_none)]);
    renew(by("written"), [slide.file, slide.line, slide.href], () => slide.file ? [`${words.source} `, spot(slide, `${slide.file}:${slide.line}`)] : []);
    if (shown === `${slide.key} ${slide.hash}`) return;
    const fresh = shown.startsWith(`${slide.key} `), mine = shown = `${slide.key} ${slide.hash}`;
    try {
      const reply = await fetch(picture(slide, painted), { headers: HEADERS });
      if (!reply.ok) throw reply.status;
      const svg = drawn(await reply.text());
      if (shown !== mine) return;
      by("stage").replaceChildren(svg);
      by("stage").style.setProperty("--ratio", svg.viewBox.baseVal.width / svg.viewBox.baseVal.height);
      by("stage").dataset.painted = slide.hash;
      if (fresh) flash(svg);
    } catch { if (shown === mine) shown = ""; }
  };

  // ---- views ----
  const route = () => {
    if (!state) return;
    const name = view(), at = state.slides.findIndex((slide) => slide.key === name);
    const now = at >= 0 ? "single" : name === "~compare" ? "compare" : name === "~plan" && dropped ? "plan" : "sheet";
    for (const one of ["sheet", "single", "compare", "plan"]) by(one).hidden = one !== now;
    document.body.dataset.view = now;
    for (const [id, on] of [["view-sheet", now === "sheet" || now === "single"], ["view-compare", now === "compare"]])
      on ? by(id).setAttribute("aria-current", "page") : by(id).removeAttribute("aria-current");
    document.title = [now === "single" && state.slides[at].title, now === "compare" && words.compare, state.title].filter(Boolean).join(" – ");
    if (now === "single") { was = name; single(state.slides[at]); } else { shown = ""; by("stage").replaceChildren(); }
    links();
    return now;
  };
  addEventListener("hashchange", () => {
    const before = ["sheet", "single", "compare", "plan"].find((one) => !by(one).hidden), now = route();
    if (now === "compare") compare();
    if (now === "single") { if (before !== now) scrollTo(0, 0); by("single-title").focus({ preventScroll: true }); }
    if (now === "sheet" && before === "single" && tiles.has(was)) { rove(tiles.get(was).link); tiles.get(was).link.focus(); }
  });
  const turn = (step) => {
    const at = state.slides.findIndex((slide) => slide.key === view()), to = Math.max(0, Math.min(state.slides.length - 1, step === Infinity || step === -Infinity ? step : at + step));
    if (to === at || at < 0) return;
    const slide = state.slides[to];
    history.replaceState(null, "", `#${encodeURIComponent(slide.key)}`);
    route();
    say(`${words.slide} ${fill(words.of, slide.number, state.slides.length)}: ${slide.title}`);
  };
  by("back").onclick = () => turn(-1);
  by("on").onclick = () => turn(1);

  // ---- keys ----
  const rove = (link) => {
    for (const one of tiles.values()) one.link.tabIndex = one.link === link ? 0 : -1;
  };
  const step = (by_) => {
    const all = [...by("tiles").querySelectorAll(".tile")], at = all.indexOf(document.activeElement);
    const columns = getComputedStyle(by("tiles")).gridTemplateColumns.split(" ").length;
    const from = at < 0 ? all.findIndex((one) => one.tabIndex === 0) : at;
    const to = { ArrowRight: from + 1, ArrowLeft: from - 1, ArrowDown: from + columns, ArrowUp: from - columns, Home: 0, End: all.length - 1 }[by_];
    const next = at < 0 && by_.startsWith("Arrow") ? all[from] : all[to];
    if (next) { rove(next); next.focus(); }
  };
  addEventListener("keydown", (event) => {
    const { key, target } = event, moves = /^(Arrow(Left|Right|Up|Down)|Home|End)$/.test(key);
    if (event.ctrlKey || event.metaKey || event.altKey || by("help").open || !state) return;
    if (target.closest("input, select, textarea, [contenteditable]")) return;
    if (key === "?") by("help").showModal();
    else if (key === "Escape" && view()) location.hash = "";
    else if (!by("single").hidden && !target.closest("pre")) {
      const ways = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity };
      if (!(key in ways)) return;
      turn(ways[key]);
    } else if (!by("sheet").hidden && moves && (target === document.body || target === by("main") || target.closest(".tile"))) step(key);
    else return;
    event.preventDefault();
  });
  by("help-open").onclick = () => by("help").showModal();
  by("skip").onclick = (event) => { event.preventDefault(); by("main").focus(); by("main").scrollIntoView(); };
  by("tiles").addEventListener("focusin", (event) => { const link = event.target.closest(".tile"); if (link) rove(link); });
  const panel = (open) => {
    by("panel").hidden = !open;
    document.querySelector(".page").classList.toggle("wide", !open);
    by("panel-toggle").setAttribute("aria-expanded", String(open));
  };
  by("panel-toggle").onclick = () => { const open = by("panel").hidden; panel(open); address((next) => open ? next.delete("panel") : next.set("panel", "off")); };

  // ---- the meeting ----
  const blank = (text) => /^\s*\[.*\]\s*$/.test(text || "");
  const tongue = () => query().get("language") || state.variant.language || state.language;
  const long = (day, language) => new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long", timeZone: "UTC" }).format(day);
  const iso = (day) => day.toISOString().slice(0, 10);
  // a date in words of any of the deck's languages is known again, so that it follows the language
  const date = (text) => {
    const [, day, month, year] = /^(\d{1,2})\.? (\p{L}+) (\d{4})$/u.exec(text || "") || [];
    if (!day) return null;
    for (const language of state.languages) for (let at = 0; at < 12; at++) {
      const one = new Date(Date.UTC(+year, at, +day));
      if (long(one, language).toLowerCase().includes(` ${month.toLowerCase()} `) && one.getUTCMonth() === at) return one;
    }
    return null;
  };
  const options = (select, rows, value) => {
    if (renew(select, rows, () => rows.map(([id, text]) => el("option", { value: id }, text))) || document.activeElement !== select) select.value = value;
  };
  const called = (language) => { const name = new Intl.DisplayNames(ui, { type: "language" }).of(language) || language; return name[0].toUpperCase() + name.slice(1); };
  const tongues = () => state.languages.map((one) => [one, called(one).replace(/ ?bokmål/i, "") || called(one)]);
  const form = () => {
    const mine = settings(), empty = [];
    for (const name of FIELDS) {
      const field = by("meeting").elements[name], theirs = state.meeting?.[name];
      field.closest(".field").hidden = theirs === undefined || theirs === null;
      const value = mine.get(`meeting.${name}`) ?? (blank(theirs) ? "" : theirs || "");
      if (document.activeElement !== field) field.value = value;
      field.placeholder = blank(theirs) ? theirs.trim().slice(1, -1) : theirs ? "" : words.optional;
      if (!field.closest(".field").hidden && !field.value && blank(theirs)) empty.push(words[name].toLowerCase());
    }
    const day = date(by("m-date").value);
    by("m-day").value = day ? iso(day) : "";
    put(by("open-fields"), empty.length ? fill(words.open_fields, empty.join(", ").replace(/, ([^,]*)$/, `${words.and}$1`)) : words.all_filled);
    const audiences = [["", words.everybody], ...state.audiences.map((one) => [one.id, one.title || one.id])];
    options(by("v-audience"), audiences, state.variant.audience || "");
    by("audience-field").hidden = !state.audiences.length;
    by("language-field").hidden = state.languages.length < 2;
    radios();
    if (document.activeElement !== by("v-as-of")) by("v-as-of").value = query().get("as_of") || state.variant.as_of || state.as_of || "";
    options(by("a-audience"), audiences, by("a-audience").value || "");
    options(by("a-language"), tongues(), by("a-language").value || tongue());
    kinds();
  };
  const radios = () => {
    const place = by("languages"), now = tongue();
    renew(place, state.languages, () => tongues().map(([id, text]) => el("label", {}, el("input", { type: "radio", name: "language", value: id }), text)));
    for (const one of place.querySelectorAll("input")) one.checked = [now, now.split("-")[0]].includes(one.value);
  };
  const when = (day) => {
    by("m-date").value = long(day, tongue());
    setting("meeting.date", by("m-date").value);
  };
  by("meeting").addEventListener("input", ({ target }) => { if (FIELDS.includes(target.name)) setting(`meeting.${target.name}`, target.value.trim()); });
  by("meeting").addEventListener("focusout", () => state && setTimeout(form));
  by("languages").addEventListener("change", ({ target }) => {
    const day = date(settings().get("meeting.date"));
    option("language", target.value);
    if (day) setting("meeting.date", long(day, target.value));
  });
  by("v-audience").onchange = ({ target }) => option("audience", target.value);
  by("v-as-of").onchange = ({ target }) => option("as_of", target.value);
  by("m-day").onchange = ({ target }) => target.value && when(new Date(target.value));
  by("m-calendar").onclick = () => { try { by("m-day").showPicker(); } catch { by("m-date").focus(); } };
  for (const chip of document.querySelectorAll("[data-days]")) chip.onclick = () => {
    const day = new Date();
    when(new Date(Date.UTC(day.getFullYear(), day.getMonth(), day.getDate() + +chip.dataset.days)));
  };

  // ---- files to take away ----
  const keep = async (reply) => {
    const said = reply.headers.get("Content-Disposition") || "";
    const name = decodeURIComponent(/filename\*=UTF-8''([^;]+)/i.exec(said)?.[1] || "") || /filename="?([^";]+)/i.exec(said)?.[1] || "deck.pptx";
    const link = el("a", { href: URL.createObjectURL(await reply.blob()), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    return name;
  };
  const take = async (button, place, asking) => {
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
  const deck = (kind, button) => take(button, by("get-outcome"), () => fetch(`/deck.${kind}?${variant()}`, { headers: HEADERS }));
  by("meeting").addEventListener("submit", (event) => { event.preventDefault(); deck("pptx", by("meeting").querySelector(".big")); });
  for (const button of document.querySelectorAll(".also [data-get]")) button.onclick = () => deck(button.dataset.get, button);

  // ---- comparing ----
  const kinds = () => { for (const one of document.querySelectorAll("[data-for]")) one.hidden = !one.dataset.for.split(" ").includes(by("a-kind").value); };
  const against = () => ({ start: "start", variant: `variant:${["a-audience", "a-language", "a-as-of"].map((id) => by(id).value).join(",")}`, file: `file:${by("a-path").value.trim()}` })[by("a-kind").value];
  const side = (name, svg, none) => el("figure", {}, el("figcaption", {}, words[name]), svg ? drawn(svg) : el("div", { class: "none" }, none));
  let comparing = 0;
  const compare = async () => {
    if (by("a-kind").value === "file" && !by("a-path").value.trim()) { outcome(by("compared")); return; }
    const mine = ++comparing, asked = compared = String(variant());
    if (!by("compared").childElementCount) outcome(by("compared"), el("p", { class: "soft" }, words.comparing));
    try {
      const next = new URLSearchParams(asked);
      next.set("against", against());
      next.set("since", opened);
      next.set("ui", ui);
      const reply = await fetch(`/api/compare?${next}`, { headers: HEADERS, cache: "no-store" }), got = await reply.json();
      if (mine !== comparing) return;
      if (!reply.ok) { failed(by("compared"), got.findings || []); return; }
      const none = /^file:.*\.pptx$/i.test(next.get("against")) ? words.no_drawing : words.absent;
      say(got.slides.length ? got.summary : words.same);
      outcome(by("compared"), el("p", { class: "lead" }, got.slides.length ? got.summary : words.same),
        ...got.slides.map((one) => el("section", { class: "change", "data-key": one.key }, el("h3", {}, one.title), el("p", { class: "says" }, one.says),
          el("div", { class: "sides" }, side("before", one.before, none), side("after", one.after, none)))),
        got.unchanged.length && got.slides.length && el("section", { class: "change" }, el("h3", {}, words.unchanged), el("ul", { class: "same" }, ...got.unchanged.map((one) => el("li", {}, one)))));
    } catch { if (mine === comparing) outcome(by("compared"), el("p", {}, words.offline_long)); }
  };
  by("against").addEventListener("submit", (event) => { event.preventDefault(); compare(); });
  for (const id of ["a-audience", "a-language", "a-as-of"]) by(id).onchange = () => compare();
  by("a-kind").onchange = () => { kinds(); outcome(by("compared")); if (by("a-kind").value !== "file") compare(); else by("a-path").focus(); };

  // ---- an edited deck ----
  const GROUPS = [["conflict", "plan_conflicts"], ["change", "plan_changes"], ["edit", "plan_edits"], ["unsure", "plan_unsure"]];
  const MARKS = { "+": "mark_add", "~": "mark_change", "-": "mark_remove", ".": "mark_leave", "?": "plan_unsure" };
  const ABOUT = { conflict: "mark_conflict", edit: "mark_edit", unsure: "plan_unsure" };
  // what stands in quotes is the deck's, the rest is said in the page's language
  const told = (text) => text.split(/("[^"]*")/).map((part, at) => at % 2 ? part
    : words.phrases.reduce((out, [theirs, ours]) => out.replace(new RegExp(`(^|[\\s:(])${theirs}(?=$|[\\s,:;)])`, "g"), (_, before) => before + ours), part).replace(/(\d)\.(\d)/g, `$1${words.decimal}$2`)).join("");
  const named = (one) => {
    const slide = state.slides.find((each) => each.key === one.slide), part = (one.object || "").slice(one.slide.length + 1);
    return slide ? [slide.title, part && (words.parts[part] || part)].filter(Boolean).join(" · ") : told(one.label || one.object || one.slide);
  };
  const choice = (one) => el("div", { class: "choice", role: "radiogroup", "aria-label": `${named(one)}: ${told(one.message)}` },
    ...[["keep", one.yours], ["take", one.outline]].map(([way, text]) => el("label", {}, el("input", { type: "radio", name: one.conflict_id, value: way, checked: way === "keep" }),
      el("span", {}, el("strong", {}, words[way]), text === undefined ? "" : el("q", {}, text || words.nothing_text)))));
  const restore = (one) => el("label", { class: "restore" }, el("input", { type: "checkbox", name: one.conflict_id, value: "take" }), words.restore);
  const line = (one) => el("li", { class: `line ${one.group}` }, el("b", {}, words[ABOUT[one.group] || MARKS[one.mark]] || one.mark),
    el("div", {}, el("p", {}, el("strong", {}, named(one)), `: ${told(one.message)}`),
      one.file && el("p", { class: "where soft" }, spot(one, [one.file, one.line].filter(Boolean).join(":"))),
      one.conflict_id && (one.group === "conflict" ? choice(one) : restore(one))));
  const sending = (path, more) => {
    const next = by("use-form")?.checked ? variant() : new URLSearchParams();
    [["name", dropped.name], ...more].forEach(([key, value]) => next.append(key, value));
    return fetch(`${path}?${next}`, { method: "POST", body: dropped, headers: { ...HEADERS, "Content-Type": "application/vnd.openxmlformats-officedocument.presentationml.presentation" } });
  };
  const plan = async () => {
    put(by("plan-title"), fill(words.plan, dropped.name));
    location.hash = "~plan";
    route();
    const use = by("use-form")?.checked;
    if (!by("planned").childElementCount) outcome(by("planned"), el("p", { class: "soft", role: "status" }, fill(words.plan_reading, dropped.name)));
    try {
      const reply = await sending("/api/plan", [["on_conflict", "keep"]]), got = await reply.json();
      reply.ok ? planned(got, use) : failed(by("planned"), got.findings || []);
      by("plan-title").focus();
    } catch { outcome(by("planned"), el("p", {}, words.offline_long)); }
  };
  const planned = (got, use) => {
    const sums = [["plan_kept", got.kept], ["plan_in", got.changes], ["plan_choose", got.conflicts]].filter(([, number]) => number);
    const nothing = !got.changes && !got.conflicts;
    const button = el("button", { type: "button", class: "big", id: "update" }, words.update_get), cancel = el("a", { class: "quiet", href: "#" }, words.cancel), result = el("div", { class: "outcome", role: "status" });
    button.onclick = () => {
      const picks = [...by("planned").querySelectorAll(".line :checked")].map((one) => ["choice", `${one.name}:${one.value}`]);
      take(button, result, () => sending("/api/update", picks));
    };
    const tick = el("input", { type: "checkbox", id: "use-form", checked: use });
    tick.onchange = plan;
    outcome(by("planned"), el("p", { class: "lead" }, nothing ? words.plan_nothing : words.plan_lead),
      sums.length && el("ul", { class: "sums" }, ...sums.map(([name, number]) => el("li", {}, fill(words[name], number)))),
      ...GROUPS.map(([name, title]) => [title, got.lines.filter((one) => one.group === name)]).filter(([, lines]) => lines.length)
        .map(([title, lines]) => el("section", { class: "group" }, el("h3", {}, words[title]), el("ul", {}, ...lines.map(line)))),
      got.findings?.length && el("section", { class: "group" }, el("details", {}, el("summary", {}, el("b", {}, `${words.found}: `), ...counts(got.findings)), ...got.findings.map(finding))),
      (chosen() || use) && el("p", { class: "check" }, tick, el("label", { for: "use-form" }, words.plan_use_form)),
      el("div", { class: "finish" }, !nothing && button, cancel), result);
  };
  const drop = (file) => {
    if (!file) return;
    if (!/\.pptx$/i.test(file.name)) { outcome(by("drop-outcome"), el("p", {}, fill(words.drop_not_pptx, file.name))); return; }
    outcome(by("drop-outcome"));
    outcome(by("planned"));
    dropped = file;
    plan();
  };
  by("drop-file").onchange = ({ target }) => { drop(target.files[0]); target.value = ""; };
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  let depth = 0;
  addEventListener("dragenter", (event) => { if (carries(event)) { depth++; by("veil").hidden = false; } });
  addEventListener("dragleave", (event) => { if (carries(event) && --depth <= 0) { depth = 0; by("veil").hidden = true; } });
  addEventListener("dragover", (event) => { if (carries(event)) event.preventDefault(); });
  addEventListener("drop", (event) => { if (!carries(event)) return; event.preventDefault(); depth = 0; by("veil").hidden = true; drop(event.dataTransfer.files[0]); });

  if (query().get("panel") === "off") panel(false);
  links();
  refresh();
  follow();
})();
