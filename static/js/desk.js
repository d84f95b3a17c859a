/* The desk: forms that open in place, rows and parts that change where they stand, everything by keyboard.
 * Every page works without it: each act, case and list has an address of its own.
 */
(() => {
  "use strict";

  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = () => $("#desk-words").dataset;
  const chinese = document.documentElement.lang.startsWith("zh");
  const wide = matchMedia("(min-width: 992px)");
  const SEEN_CASES = 300;

  function stored(name, fallback) {
    try {
      return JSON.parse(localStorage.getItem(name)) ?? fallback;
    } catch {
      return fallback; // Private windows may refuse.
    }
  }

  function store(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value));
    } catch {
      // Then it lasts for this page.
    }
  }

  function say(text) {
    $("#desk-said").textContent = text;
  }

  const RETRY = 10_000;
  let missed = 0;

  /** The part, or null: then the page knows of a change it does not show, and looks again by itself. */
  async function fetchPart(url, onGone = () => {}) {
    // What waits its turn behind a stalled request would wait as long as the browser does.
    const stalled = new AbortController();
    const patience = setTimeout(() => stalled.abort(), RETRY);
    try {
      const response = await fetch(url, { headers: { "HX-Request": "true" }, cache: "no-store", signal: stalled.signal });
      if (response.status === 404) onGone();
      if (response.status === 401) document.dispatchEvent(new Event("casework:signed-out"));
      if (!response.ok) return null;
      return new DOMParser().parseFromString(await response.text(), "text/html");
    } catch {
      missed ||= setTimeout(lookAgain, RETRY);
      return null;
    } finally {
      clearTimeout(patience);
    }
  }

  /** One after the other: of two answers under way the older might come last, and stay. */
  function inTurn(run) {
    let last = Promise.resolve();
    return (...args) => {
      const now = () => run(...args);
      last = last.then(now, now);
      return last;
    };
  }

  /** Nothing is put in place between a press and its release (app.js). */
  const released = () =>
    new Promise((go) => {
      if (!document.documentElement.hasAttribute("data-pressed")) go();
      else document.addEventListener("casework:released", () => go(), { once: true });
    });

  /* ── the list: rows are patched where they stand, and never move under the pointer ── */

  const waitingNew = new Set();
  const rowOf = (number) => document.getElementById(`w-${number}`);

  const patchRows = inTurn(async (numbers) => {
    const head = $(".list-head[data-rows-url]");
    if (!head || !numbers.length) return;
    const query = new URLSearchParams(head.dataset.listQuery);
    numbers.slice(0, 50).forEach((number) => query.append("n", number));
    const doc = await fetchPart(`${head.dataset.rowsUrl}?${query}`);
    if (!doc) return;
    await released();
    showCounts($("#desk-counts", doc).dataset);
    const found = new Map($$("a.work", doc).map((row) => [row.id, row]));
    for (const number of numbers) patchRow(rowOf(number), found.get(`w-${number}`), number);
    showNew();
  });

  function patchRow(now, next, number) {
    if (now && next) {
      if (now.textContent === next.textContent && now.className === next.className) return;
      const focused = now === document.activeElement;
      next.classList.add("changed");
      if (now.hasAttribute("aria-current")) next.setAttribute("aria-current", "true");
      now.replaceWith(document.adoptNode(next));
      window.htmx?.process(next);
      if (focused) next.focus();
    } else if (now && !now.classList.contains("gone")) {
      now.classList.add("gone");
      const reason = $(".reason", now);
      if (reason) reason.textContent = words().gone;
    } else if (next) {
      waitingNew.add(number);
    }
  }

  /** New rows come in at once where nobody's hand or eye is on the list; else a note on top says that they are there. */
  function listIsFree() {
    const list = $("#list");
    return !list.matches(":hover") && !list.contains(document.activeElement) && $(".list-scroll", list).scrollTop === 0;
  }

  function drawListAnew() {
    waitingNew.clear();
    const url = $("[data-news] a").href;
    return window.htmx.ajax("GET", url, { source: "#list", target: "#list", swap: "innerHTML" }).then(() => markCurrent());
  }

  function markCurrent() {
    const number = caseData()?.number;
    if (number) rowOf(number)?.setAttribute("aria-current", "true");
  }

  function showNew() {
    const note = $("[data-news]");
    if (!note) return;
    const count = waitingNew.size;
    if (count && window.htmx && listIsFree()) {
      say(count === 1 ? words().one : words().many.replace("{count}", count));
      drawListAnew();
      return;
    }
    note.hidden = count === 0;
    $("a", note).textContent = count === 1 ? words().one : words().many.replace("{count}", count);
    if (count) say($("a", note).textContent);
  }

  function showCounts(counts) {
    const queries = { mine: "/mine/", approve: "/approve/", queue: "/queue/", on_site: "urgent=1", overdue: "overdue=1" };
    for (const [name, ending] of Object.entries(queries)) {
      for (const link of $$(`.rail a[href$="${ending}"] em, .tabs a[href$="${ending}"] .dot-n`)) link.textContent = counts[name];
    }
  }

  /* "Due in 40 minutes" grows old by itself. */
  const LOOK_AGAIN = 300_000;

  function lookAgain() {
    clearTimeout(missed);
    missed = 0;
    if (document.visibilityState !== "visible") return;
    patchRows($$("#list a.work").map((row) => row.id.slice(2)));
    refreshCase();
  }

  /* ── the case: its parts are put in place; a form that someone fills in stays ── */

  const caseData = () => $("#case-data")?.dataset;

  const refreshCase = inTurn(async () => {
    const data = caseData();
    if (!data) return;
    const doc = await fetchPart(data.liveUrl, () => showGone(data.number));
    await released();
    if (!doc || caseData()?.number !== data.number) return; // The reader has gone on to another case (P49).
    for (const part of $$("body > [id]", doc)) {
      const now = document.getElementById(part.id);
      if (!now || now.outerHTML === part.outerHTML) continue;
      keepOpen(now, part);
      now.replaceWith(document.adoptNode(part));
      window.htmx?.process(part);
    }
    settleCase();
    document.dispatchEvent(new Event("casework:drawn"));
  });

  /** The reader may not see the case any more: they stepped out of it, or another unit has it now. */
  function showGone(number) {
    if (caseData()?.number !== number) return;
    $("#case").replaceChildren($("#case-gone").content.cloneNode(true));
    say($("#case").textContent);
  }

  /** What the reader has unfolded or asked for stays so in the new part. */
  function keepOpen(now, part) {
    const opened = $$("details", now).map((details) => details.open);
    $$("details", part).forEach((details, i) => (details.open = Boolean(opened[i])));
    const contact = $(".contact", now);
    if (contact) $("#case-contact", part)?.replaceChildren(contact);
  }

  async function onChanged({ detail }) {
    patchRows(detail);
    const number = caseData()?.number;
    if (!number || !detail.includes(number)) return;
    const before = newest();
    await refreshCase();
    if (newest() > before) {
      $$("[data-sheet-news]").forEach((note) => (note.hidden = false));
      $$("#case-record .feed > li[id]").filter((row) => seqOf(row) > before).forEach((row) => row.classList.add("changed"));
      say(words().changed);
    }
  }

  function settleCase() {
    const data = caseData();
    if (!data) return;
    if ($("#case-record")) {
      ruleNews(data);
      filterRecord();
    }
    for (const link of $$("a[data-act]")) syncAct(link);
    for (const saved of $$("#case-acts [data-draft]")) tellSaved(saved);
    for (const row of $$("a.work")) row.toggleAttribute("aria-current", false);
    const row = rowOf(data.number);
    row?.setAttribute("aria-current", "true");
    row?.classList.remove("fresh"); // Its news are before the reader now.
    $("b > .visually-hidden", row ?? document.createElement("a"))?.remove();
  }

  /** Beside an open form: somebody of the unit has saved it since. What is typed here stays. */
  function tellSaved(saved) {
    const form = document.getElementById(`act-${saved.dataset.draft}`);
    const note = form && $("[data-draft-news]", form);
    if (!note) return;
    note.hidden = Number(saved.dataset.version) <= Number(form.elements.draft_version.value);
    $("span", note).textContent = saved.textContent.trim();
  }

  /* ── the record: what is new since this reader last looked, and what the parties can see ── */

  const seqOf = (row) => Number(row.id.slice(1));
  const newest = () =>
    Math.max(Number($("#approval")?.dataset.seq ?? 0), ...$$("#case-record .feed > li[id]").map(seqOf));
  const lastSeen = new Map(); // for as long as the page lives, so that the rule does not jump
  const newSince = new Map();

  function ruleNews({ number, reader }) {
    const name = `casework-seen-${reader}`;
    const seen = stored(name, {});
    if (!lastSeen.has(number)) {
      lastSeen.set(number, seen[number] ?? Infinity);
      newSince.set(number, seen[number] ?? newest()); // At a first look, what comes after it.
    }
    const own = new Set($("#case-record").dataset.own.split(" "));
    const rows = $$("#case-record .feed > li[id]");
    const fresh = rows.filter((row) => seqOf(row) > lastSeen.get(number));
    if (fresh.some((row) => !own.has(row.id.slice(1)))) {
      fresh[0].before(rule(words().newRule, "rule"));
      fresh.at(-1).after(rule(words().oldRule, "rule past"));
    }
    delete seen[number];
    const kept = Object.entries(seen).slice(-SEEN_CASES);
    store(name, Object.fromEntries([...kept, [number, newest()]]));
  }

  function rule(text, name) {
    const item = document.createElement("li");
    item.className = "newline";
    const line = document.createElement("p");
    line.className = name;
    line.textContent = text;
    item.append(line);
    return item;
  }

  let shownRows = "all";

  function filterRecord() {
    const rows = $$("#case-record .feed > li[id]");
    const isNew = (row) => seqOf(row) > (newSince.get(caseData()?.number) ?? Infinity);
    const nothingNew = !rows.some(isNew);
    if (shownRows === "new" && nothingNew) shownRows = "all";
    for (const button of $$("[data-record]")) {
      button.hidden = button.dataset.record === "new" && nothingNew;
      button.setAttribute("aria-pressed", String(button.dataset.record === shownRows));
    }
    for (const row of rows) {
      const inner = shownRows === "parties" && row.classList.contains("inner");
      row.hidden = inner || (shownRows === "new" && !isNew(row));
    }
  }

  function showRows(which) {
    shownRows = which;
    filterRecord();
  }

  /* ── an act's form opens under the acts, folds, and keeps its text ── */

  const sheetOf = (name) => document.getElementById(`sheet-${name}`);
  const linkOf = (name) => $(`a[data-act="${name}"]`);

  function syncAct(link) {
    const sheet = sheetOf(link.dataset.act);
    link.setAttribute("aria-expanded", String(Boolean(sheet && !sheet.hidden && sheet.firstElementChild)));
  }

  async function openAct(link) {
    const name = link.dataset.act;
    let sheet = sheetOf(name);
    if (!sheet) {
      sheet = document.createElement("div");
      sheet.id = `sheet-${name}`;
      $("#sheets").append(sheet);
    }
    for (const other of $("#sheets").children) other.hidden = other !== sheet;
    if (!sheet.firstElementChild) {
      // Its own source: htmx lets one element ask for one thing at a time.
      await window.htmx.ajax("GET", link.href.split("#")[0], { source: sheet, target: sheet, swap: "innerHTML" });
      settleSheet(sheet);
    }
    $$("a[data-act]").forEach(syncAct);
    $("form input:not([type=hidden]), form select, form textarea, form .btn-main", sheet)?.focus();
  }

  function foldSheet(sheet) {
    sheet.hidden = true;
    const link = linkOf(sheet.id.slice("sheet-".length));
    if (link) {
      syncAct(link);
      link.focus();
    }
  }

  function settleSheet(root) {
    for (const part of $$("[data-sheet-close], [data-insert]", root)) part.hidden = false;
    for (const form of $$("form.actform", root)) {
      // With scripts the draft keeps itself.
      $$("[data-draft-save]", form).forEach((button) => (button.hidden = true));
      mirror(form);
    }
  }

  /** The preview says what is typed; fields that only one choice needs come with it. */
  function mirror(form) {
    for (const line of $$("[data-mirror]", form)) {
      const text = shownValue(form, line.dataset.mirror);
      line.hidden = !text;
      line.lastElementChild.textContent = text;
    }
    for (const part of $$("[data-show-when]", form)) {
      const chosen = new FormData(form).getAll(part.dataset.showWhen);
      part.hidden = !part.dataset.showValues.split(" ").some((value) => chosen.includes(value));
    }
  }

  /** A day as the server writes it: 10月26日（周一）, Mon 26 Oct. */
  function dayWords(value) {
    const day = new Date(`${value}T00:00`);
    if (Number.isNaN(day.getTime())) return value;
    if (chinese) return `${day.getMonth() + 1}月${day.getDate()}日（周${"日一二三四五六"[day.getDay()]}）`;
    return day.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short" }).replace(",", "");
  }

  function shownValue(form, name) {
    return $$(`[name="${CSS.escape(name)}"]`, form)
      .filter((input) => input.type !== "hidden" && (!["radio", "checkbox"].includes(input.type) || input.checked))
      .map((input) => {
        if (input.tagName === "SELECT") return input.value ? input.selectedOptions[0].textContent : "";
        if (input.type === "date") return input.value && dayWords(input.value);
        if (input.type === "datetime-local") return input.value && input.value.replace(/^([^T]*)T/, (_all, day) => `${dayWords(day)} `);
        return input.labels?.length && ["radio", "checkbox"].includes(input.type) ? input.labels[0].textContent.trim() : input.value;
      })
      .filter(Boolean)
      .join(chinese ? "、" : ", ");
  }

  function insert(button) {
    const area = document.getElementById(button.dataset.into);
    area.value = `${area.value.trimEnd()}\n${button.dataset.insert}`;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  }

  /** The act is done: the case shows it, the list follows, and the eye is led to the new row of the record. */
  async function onActed({ detail }) {
    const number = caseData()?.number;
    if (detail.next) return openNext(number, detail);
    await refreshCase();
    sheetOf(detail.act)?.remove();
    for (const sheet of $("#sheets").children) sheet.hidden = true;
    $$("a[data-act]").forEach(syncAct);
    const row = document.getElementById(`e${detail.seq}`);
    row?.classList.add("changed");
    // What came of it in several cases is read first.
    ($("#outcome > *") ?? row)?.focus();
    say(detail.said);
    if (number) patchRows([number, ...detail.also]);
  }

  /* ── to approve: the decision is made, and the next case is there with a word of what was done ── */

  const deciding = () => Boolean($("#approval"));
  const approving = () => $(".list-head")?.dataset.listQuery?.startsWith("list=approve") ?? false;
  let doneWord = "";
  // A case was asked for and is not there yet: a key meant for it waits, and never decides the one that still stands.
  let onTheWay = false;
  let meantForIt = "";

  async function openNext(number, { next, said, also }) {
    if (!next.includes("/cases/")) return location.assign(next);
    doneWord = said;
    await window.htmx.ajax("GET", next, { source: "#case", target: "#case", swap: "innerHTML", push: next });
    patchRows([number, ...also]);
  }

  function arrive() {
    const key = meantForIt;
    onTheWay = false;
    meantForIt = "";
    if (key) decide(key);
  }

  function showDoneWord() {
    const line = $("[data-done-word]");
    if (!line || !doneWord) return;
    $("span", line).textContent = doneWord;
    line.hidden = false;
    say(doneWord);
    doneWord = "";
  }

  /** Asks once more, with what everybody will read: the next Enter does it. */
  async function decide(key) {
    const link = $(`#case-acts a[data-key="${key}"]`);
    if (onTheWay) meantForIt = key;
    if (!link || onTheWay) return;
    await openAct(link);
    if (key === "A") $(`#sheet-${link.dataset.act} .btn-main`)?.focus();
  }

  /* ── keys ── */

  let chord = "";
  let chordTimer = 0;
  const keysOn = () => stored("casework-keys", true);

  function startChord(name) {
    chord = name;
    document.body.classList.toggle("choosing", name === "a");
    clearTimeout(chordTimer);
    if (name) chordTimer = setTimeout(() => startChord(""), 4000);
  }

  function move(step) {
    const rows = $$("a.work");
    const here = rows.findIndex((row) => row === document.activeElement);
    const from = here >= 0 ? here : rows.findIndex((row) => row.hasAttribute("aria-current"));
    const next = rows[from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + step))];
    next?.focus();
    // Who approves reads one after another: to move is to open.
    if (next && approving() && wide.matches && !next.hasAttribute("aria-current")) next.click();
  }

  function act(name) {
    const link = linkOf(name);
    if (link) openAct(link);
  }

  function why() {
    const first = $("#case-side details.why");
    if (!first) return;
    first.open = !first.open;
    $("summary", first).focus();
  }

  const GO = { i: "/mine/", q: "/queue/" };
  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    n: () => $("#take")?.requestSubmit(),
    c: () => act("claim"),
    m: () => act("reply"),
    i: () => act("note"),
    e: () => act("evidence"),
    w: why,
    u: () => showRows(shownRows === "new" ? "all" : "new"),
    a: () => (deciding() ? decide("A") : startChord("a")),
    r: () => decide("R"),
    g: () => startChord("g"),
    "/": () => ($("#desk-q") ? $("#desk-q").select() : goTo("/all/")),
    "?": () => $("#keys").showModal(),
  };

  function goTo(ending) {
    const link = $(`.rail a[href$="${ending}"]`);
    if (link) location.assign(link.href);
  }

  function finishChord(key) {
    const was = chord;
    startChord("");
    if (was === "a" && /^[1-9]$/.test(key)) {
      const link = $$("a[data-act]")[Number(key) - 1];
      if (link) openAct(link);
    } else if (was === "g" && key === "s") KEYS["/"]();
    else if (was === "g" && GO[key]) goTo(GO[key]);
    else return false;
    return true;
  }

  function onKey(event) {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest?.("form.actform");
      if (form) form.requestSubmit($(".btn-main", form));
      return;
    }
    if (event.key === "Escape") return onEscape(event);
    if (event.ctrlKey || event.metaKey || event.altKey || !keysOn()) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (chord) {
      if (finishChord(key)) event.preventDefault();
    } else if (KEYS[key]) {
      event.preventDefault();
      KEYS[key]();
    }
  }

  function onEscape(event) {
    startChord("");
    if (event.target.closest?.("dialog")) return;
    const sheet = event.target.closest?.("#sheets > *") ?? $("#sheets > :not([hidden])");
    if (sheet?.firstElementChild) foldSheet(sheet);
    else if ($(".case-pane")?.contains(event.target)) (rowOf(caseData()?.number) ?? $("a.work"))?.focus();
  }

  /* ── wiring ── */

  function onClick(event) {
    const link = event.target.closest("a[data-act]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (link && plain && window.htmx) {
      event.preventDefault();
      const sheet = sheetOf(link.dataset.act);
      if (link.getAttribute("aria-expanded") === "true" && sheet) foldSheet(sheet);
      else openAct(link);
      return;
    }
    const button = event.target.closest("button");
    if (button?.hasAttribute("data-sheet-close")) foldSheet(button.closest("#sheets > *"));
    else if (button?.dataset.insert) insert(button);
    else if (button?.dataset.record) showRows(button.dataset.record);
    else if (button?.hasAttribute("data-keys-open")) $("#keys").showModal();
  }

  // On a phone a case has a page of its own, so that "back" leads to the list.
  document.addEventListener("htmx:beforeRequest", ({ detail }) => (onTheWay ||= detail.target.id === "case"));
  document.addEventListener("htmx:sendError", () => (onTheWay = false));
  document.addEventListener("htmx:responseError", () => (onTheWay = false));
  document.addEventListener("htmx:confirm", (event) => {
    if (wide.matches || !event.target.matches?.("a.work")) return;
    event.preventDefault();
    location.assign(event.target.href);
  });
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    if (target.id === "case") {
      target.scrollTop = 0;
      showDoneWord();
      settleSheet(target);
      settleCase();
      arrive();
    } else if (target.id === "list") {
      waitingNew.clear();
      settleCase();
      settleKeys();
    } else if (target.id?.startsWith("sheet-")) settleSheet(target);
  });
  document.addEventListener("casework:changed", onChanged);
  document.addEventListener("casework:link", ({ detail }) => detail === "up" && missed && lookAgain());
  document.addEventListener("casework:notifications", ({ detail }) => detail.more && refreshCase());
  document.addEventListener("desk:acted", onActed);
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("input", ({ target }) => {
    const form = target.closest?.("form.actform");
    if (form) mirror(form);
    if (target.id === "keys-on") store("casework-keys", target.checked);
  });

  function settleKeys() {
    $$("[data-keys-open]").forEach((button) => (button.hidden = false));
  }

  document.addEventListener("DOMContentLoaded", () => {
    $("#keys-on").checked = keysOn();
    settleKeys();
    settleSheet(document);
    settleCase();
    setInterval(lookAgain, LOOK_AGAIN);
  });
})();
