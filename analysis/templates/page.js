"use strict";
// The page is complete without this script. It adds: choosing an event or an expression, the panel, the marks in
// the text, the keys, the exchange of the interface's language, and the dark theme.
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);
  const text = $("article").querySelector(".text");
  const panel = $("panel"), facts = $("facts"), live = $("live");
  const links = [...document.querySelectorAll("a.ev")];
  const order = links.map((a) => a.hash.slice(1));
  const byId = new Map(links.map((a) => [a.hash.slice(1), a]));
  const start = [...facts.children];
  const KINDS = [..."tqpvnkc"].map((kind) => "on-" + kind);
  let chosen = null, origin = null;

  // Marks of the text by name; a mark that others cross lies in several elements.
  const marks = new Map();
  for (const element of text.querySelectorAll("[class]")) {
    for (const name of element.classList) {
      if (!marks.has(name)) marks.set(name, []);
      marks.get(name).push(element);
    }
  }
  const strips = new Map();
  for (const mark of document.querySelectorAll("[data-e]")) {
    if (!strips.has(mark.dataset.e)) strips.set(mark.dataset.e, []);
    strips.get(mark.dataset.e).push(mark);
  }

  const say = (key, values = {}) =>
    words[key][root.lang].replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  const shown = (element) => {
    const copy = element.cloneNode(true);
    const other = root.lang === "ar" ? "bdi[lang=en]" : "bdi[lang=en] + bdi[lang=ar]";
    copy.querySelectorAll(other).forEach((hidden) => hidden.remove());
    return copy.textContent.trim();
  };
  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  };
  const worded = (tag, key) => {
    const element = make(tag, "", say(key));
    element.dataset.w = key;
    return element;
  };
  const copies = (nodes) => [...nodes].map((node) => node.cloneNode(true));

  // ── marking ───
  function clearMarks() {
    for (const element of document.querySelectorAll(".on, .main")) element.classList.remove("on", "main", ...KINDS);
    for (const a of document.querySelectorAll("[aria-current]")) a.removeAttribute("aria-current");
  }
  function light(name) {
    const sentence = /^S\d/.test(name) && $(name);
    if (sentence) sentence.classList.add("on");
    for (const element of marks.get(name) || []) element.classList.add("on", "on-" + name[0]);
  }
  // Quotations and numbers of the event's own sentence, and who speaks, wherever that stands.
  function lightSentence(sentence) {
    sentence.classList.add("main");
    for (const element of sentence.querySelectorAll(".q, .n")) {
      for (const name of [...element.classList]) {
        if (!/^[qn]\d/.test(name)) continue;
        element.classList.add("on", "on-" + name[0]);
        if (name[0] === "q") ["p", "v"].forEach((letter) => light(letter + name.slice(1)));
      }
    }
  }
  function scrollTo(element) {
    if (!element) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const far = Math.abs(element.getBoundingClientRect().top) > 3 * innerHeight;
    const sheet = getComputedStyle(panel).position === "fixed" && !panel.hidden;
    element.scrollIntoView({ block: sheet ? "start" : "center", behavior: calm || far ? "auto" : "smooth" });
  }
  function showInList(a) {
    const list = $("timeline");
    if (list.scrollHeight > list.clientHeight + 4 && getComputedStyle(list).overflowY !== "visible") {
      const box = list.getBoundingClientRect(), item = a.getBoundingClientRect();
      const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
      if (item.top < top + 20 || item.bottom > bottom - 20) {
        list.scrollTop += item.top - top - (bottom - top) / 3;
      }
    }
  }

  // Beside the text, list and panel end where the window does, wherever the page is scrolled to.
  function fit() {
    for (const side of [$("timeline"), panel]) {
      const sticky = getComputedStyle(side).position === "sticky";
      const room = innerHeight - Math.max(0, side.getBoundingClientRect().top) - 8;
      side.style.maxHeight = sticky ? Math.max(220, room) + "px" : "";
    }
  }

  // ── the panel ───
  function conflictCopy(id) {
    const source = $(id);
    if (!source) return [];
    const head = make("h4", "", ...copies(source.querySelector("h3").childNodes));
    return [make("div", "conflict", head, ...copies([...source.children].slice(1)))];
  }
  function eventFacts(id) {
    const row = document.querySelector(`tr[data-row="${CSS.escape(id)}"]`);
    const [head, ...cells] = row.children;
    const title = make("h3", "name", ...copies(head.childNodes));
    title.tabIndex = -1;
    title.id = "chosen";
    const list = make("dl", "");
    const clashes = [];
    for (const cell of cells) {
      for (const item of copies(cell.querySelector("dl").children)) {
        const link = item.tagName === "DD" && item.querySelector("a[href^='#C']");
        if (link) clashes.push(...conflictCopy(link.hash.slice(1)));
        else if (item.dataset.w !== "conflicts") list.append(item);
      }
    }
    if (clashes.length) clashes.unshift(worded("h3", "conflicts"));
    return [title, list, ...clashes];
  }
  function timexFacts(id) {
    const row = document.querySelector(`tr[data-row="${CSS.escape(id)}"]`);
    const heads = row.closest("table").querySelectorAll("thead th");
    const title = make("h3", "name", ...copies(row.cells[0].childNodes));
    title.tabIndex = -1;
    title.id = "chosen";
    const list = make("dl", "");
    [...row.cells].slice(1).forEach((cell, i) => {
      const empty = !cell.textContent.trim();
      if (empty && i < row.cells.length - 2) return;
      const term = worded("dt", heads[i + 1].firstElementChild.dataset.w);
      list.append(term, make("dd", "", ...(empty ? [worded("span", "no_event")] : copies(cell.childNodes))));
    });
    return [title, list];
  }
  function fill(nodes) {
    facts.replaceChildren(...nodes);
    facts.scrollTop = 0;
    panel.classList.add("filled");
    panel.querySelector(".steps").hidden = false;
  }

  // ── choosing ───
  function choose(id, { scroll = true, from = null, push = true } = {}) {
    const a = byId.get(id);
    if (!a) return false;
    clearMarks();
    chosen = id;
    origin = from || a;
    a.setAttribute("aria-current", "true");
    const sentence = $(a.dataset.s);
    for (const name of [a.dataset.s, "k" + id, ...a.dataset.on.split(" ")]) if (name) light(name);
    if (sentence) lightSentence(sentence);
    for (const mark of strips.get(id) || []) {
      mark.classList.add("on");
      mark.parentNode.append(mark); // drawn last, on top
    }
    fill(eventFacts(id));
    if (scroll) scrollTo(sentence);
    fit();
    showInList(a);
    if (push && location.hash !== "#" + id) history.pushState(null, "", "#" + id);
    live.textContent = say("chosen", {
      id, label: shown(a.querySelector(".label")), date: shown(a.querySelector(".date")), sentence: a.dataset.s,
    });
    return true;
  }
  function chooseTimex(id, { scroll = true, from = null, push = true } = {}) {
    const mark = (marks.get(id) || [])[0];
    if (!mark) return false;
    clearMarks();
    chosen = id;
    origin = from || mark;
    light(id);
    const sentence = mark.closest(".s");
    if (sentence) sentence.classList.add("on");
    mark.setAttribute("aria-current", "true");
    fill(timexFacts(id));
    if (scroll) scrollTo(mark);
    if (push && location.hash !== "#" + id) history.pushState(null, "", "#" + id);
    live.textContent = [...facts.querySelectorAll("h3, dd")].map(shown).join(say("comma"));
    return true;
  }
  function clear(focus = true) {
    clearMarks();
    chosen = null;
    facts.replaceChildren(...start);
    panel.classList.remove("filled");
    panel.querySelector(".steps").hidden = true;
    live.textContent = say("cleared");
    history.replaceState(null, "", location.pathname + location.search);
    if (focus && origin) origin.focus({ preventScroll: false });
  }
  function flash(name) {
    const places = marks.get(name) || ($(name) ? [$(name)] : []);
    light(name);
    places.forEach((element) => {
      element.classList.add("flash");
      setTimeout(() => element.classList.remove("flash"), 1600);
    });
    const sentence = places[0] && (places[0].closest(".s") || places[0]);
    if (sentence) {
      sentence.tabIndex = -1;
      sentence.focus({ preventScroll: true });
    }
    scrollTo(places[0]);
  }
  function step(by) {
    if (!order.length) return;
    const at = order.indexOf(chosen);
    const next = at < 0 ? 0 : Math.min(order.length - 1, Math.max(0, at + by));
    choose(order[next]);
  }
  const goTo = (hash, options) => {
    const id = decodeURIComponent(hash.slice(1));
    return choose(id, options) || ($(id) ? false : chooseTimex(id, options));
  };

  // ── events of the reader ───
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-e]");
    if (mark) return void choose(mark.dataset.e);
    const a = event.target.closest("a[href^='#']");
    if (!a || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const id = decodeURIComponent(a.hash.slice(1));
    if (a.closest(".unused")) {
      event.preventDefault();
      return void chooseTimex(id, { from: a });
    }
    const go = a.dataset.go || (!a.closest(".text") && /^[St]\d/.test(id) ? id : null);
    if (go) {
      event.preventDefault();
      flash(go);
    } else if (byId.has(id)) {
      event.preventDefault();
      const again = chosen === id && a.matches(".ev, .t, .tag") && event.detail === 0;
      const inText = a.closest(".text");
      if (again) $("chosen").focus();
      else choose(id, { scroll: !inText || a.matches(".tag"), from: a.closest("#timeline, .text") ? a : null });
    } else if (a.matches(".t")) {
      event.preventDefault();
      chooseTimex(id, { scroll: false });
    }
  });
  document.addEventListener("mouseover", (event) => {
    const mark = event.target.closest("[data-e]");
    const a = mark && byId.get(mark.dataset.e);
    if (!a) return;
    const title = mark.querySelector("title") ||
      mark.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "title"));
    title.textContent = shown(a.querySelector(".label")) + " · " + shown(a.querySelector(".date"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && chosen) return clear();
    const a = event.target.closest("a.ev, a.t, a.tag");
    if (!a) return;
    if (event.key === " ") {
      event.preventDefault();
      a.click();
    } else if (a.matches(".ev")) {
      const at = links.indexOf(a);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      const next = links[Math.min(links.length - 1, Math.max(0, to))];
      next.focus({ preventScroll: true });
      choose(next.hash.slice(1));
    }
  });
  $("prev").addEventListener("click", () => step(-1));
  $("next").addEventListener("click", () => step(1));
  $("close").addEventListener("click", () => clear());
  $("print").addEventListener("click", () => print());
  addEventListener("popstate", () => {
    if (!location.hash) clear(false);
    else goTo(location.hash, { push: false });
  });

  // ── language and theme ───
  $("lang").addEventListener("click", () => {
    root.lang = root.lang === "ar" ? "en" : "ar";
    root.dir = root.lang === "ar" ? "rtl" : "ltr";
    for (const element of document.querySelectorAll("[data-w]")) element.textContent = say(element.dataset.w);
    for (const element of document.querySelectorAll("[data-a]")) {
      element.setAttribute("aria-label", say(element.dataset.a));
    }
    live.textContent = "";
  });
  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const dark = $("dark");
  dark.setAttribute("aria-pressed", String(isDark()));
  dark.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    dark.setAttribute("aria-pressed", String(isDark()));
  });

  // ── start ───
  // The rows give up their addresses, so that the browser does not leave the text for the table below it.
  for (const row of document.querySelectorAll("tr[id]")) {
    row.dataset.row = row.id;
    row.removeAttribute("id");
  }
  root.classList.add("js");
  addEventListener("scroll", () => requestAnimationFrame(fit), { passive: true });
  addEventListener("resize", fit);
  for (const element of document.querySelectorAll("#panel, .tools")) element.hidden = false;
  fit();
  if (location.hash) {
    const arrive = () => goTo(location.hash, { push: false });
    arrive();
    addEventListener("load", () => requestAnimationFrame(arrive));
  }
})();
