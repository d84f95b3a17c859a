/* Nothing typed is lost: a form marked data-keep="whose" keeps in this browser what was typed, for three days, until it
 * is sent, thrown away, or its person signs out. It comes back with a line that says so. And no form is sent into a dead
 * network: it waits on the page and goes off when the network is back.
 *
 * Storage may be missing or refuse (private windows, P4): then the page itself is all there is, and nothing is said.
 * Neither secrets nor files nor hidden fields are kept. filing.js keeps the draft of a complaint with the same means.
 */
(() => {
  "use strict";

  const PLACE = "casework-kept:";
  const LIFE_MS = 3 * 24 * 3600 * 1000;
  const SILENT = new Set(["hidden", "password", "file", "submit", "button", "search"]);
  const words = () => document.getElementById("words").dataset;

  /* ── storage, which may refuse ── */

  function read(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  }

  function write(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  function forget(name) {
    try {
      localStorage.removeItem(name);
    } catch {
      // Nothing was kept.
    }
  }

  function keptNames() {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(PLACE));
    } catch {
      return [];
    }
  }

  /* ── what stands in a form ── */

  const ticks = (field) => field.type === "checkbox" || field.type === "radio";
  const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !SILENT.has(field.type));

  function entriesOf(form) {
    const names = new Set(fieldsOf(form).map((field) => field.name));
    return [...new FormData(form)].filter(([name, value]) => names.has(name) && typeof value === "string");
  }

  function isChanged(field) {
    if (ticks(field)) return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue;
  }

  /** Puts the answers back where they stood; a group of choices that has none of them stays as it is. */
  function fill(form, entries) {
    for (const field of fieldsOf(form)) {
      const values = entries.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox") field.checked = values.includes(field.value);
      else if (!values.length) continue;
      else if (field.type === "radio") field.checked = values.includes(field.value);
      else if (field.options) for (const option of field.options) option.selected = values.includes(option.value);
      else field.value = values[0];
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const when = (at) =>
    new Date(at).toLocaleString(document.documentElement.lang, {
      month: "numeric",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hour12: false,
      timeZone: "Asia/Shanghai",
    });

  /* ── keeping ── */

  const placeOf = (form) => `${PLACE}${form.dataset.keep}:${new URL(form.action).pathname}`;
  const keyOf = (form) => form.elements.key?.value ?? "";
  const waiting = new Map();

  function keep(form) {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    const place = placeOf(form);
    // A form that came back refused begins with what was sent: that is still nowhere else.
    const again = read(place)?.key === keyOf(form);
    if (again || fieldsOf(form).some(isChanged)) write(place, { at: Date.now(), key: keyOf(form), entries: entriesOf(form) });
    else forget(place);
  }

  function keepSoon({ target }) {
    const form = target.closest?.("form[data-keep]");
    if (!form) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => keep(form), 400));
  }

  const keepNow = () => [...waiting.keys()].forEach(keep);

  /* ── giving back ── */

  const met = new WeakSet();

  function meet(form) {
    if (met.has(form)) return;
    met.add(form);
    const saved = read(placeOf(form));
    if (!saved || saved.key === keyOf(form)) return;
    fill(form, saved.entries);
    if (fieldsOf(form).some(isChanged)) tellRestored(form, saved.at);
  }

  function tellRestored(form, at) {
    const line = document.createElement("p");
    const drop = document.createElement("button");
    line.className = "small-print kept-line";
    line.setAttribute("role", "status");
    drop.type = "button";
    drop.className = "btn btn-bare";
    drop.textContent = words().discard;
    drop.addEventListener("click", () => {
      form.reset();
      line.remove();
      form.dispatchEvent(new Event("input", { bubbles: true }));
      clearTimeout(waiting.get(form));
      waiting.delete(form);
      forget(placeOf(form));
    });
    line.append(`${words().restored.replace("{time}", when(at))} `, drop);
    form.prepend(line);
    const fold = form.closest("details");
    if (fold) fold.open = true;
  }

  const meetAll = () => document.querySelectorAll("form[data-keep]").forEach(meet);

  /** What was sent last is done with if this page says that it arrived; what is too old is, too. */
  function tidy() {
    const arrived = Boolean(document.querySelector("[data-sent]"));
    for (const place of keptNames()) {
      const saved = read(place);
      if (!saved || Date.now() - saved.at > LIFE_MS || (saved.sent && arrived)) forget(place);
      else if (saved.sent) write(place, { ...saved, sent: false });
    }
  }

  /** At the desk an act is done without a new page. */
  function onActed({ detail }) {
    const form = document.getElementById(`act-${detail.act}`);
    if (!form?.hasAttribute("data-keep")) return;
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    forget(placeOf(form));
  }

  /* ── sending, once there is a network to send by ── */

  const RETRY_MS = 10_000;
  const SILENCE_MS = 8_000;
  const asking = new Set();
  const going = new WeakSet();
  const stopped = new Map();

  /** False only where it is sure: a slow network is one. */
  async function reachable() {
    const silence = new Promise((done) => setTimeout(done, SILENCE_MS, true));
    const icon = document.querySelector("link[rel=icon]").href;
    const answer = fetch(icon, { method: "HEAD", cache: "no-store" }).then(() => true, () => false);
    return Promise.race([answer, silence]);
  }

  async function send(form, button) {
    if (asking.has(form)) return;
    asking.add(form);
    const there = await reachable();
    asking.delete(form);
    if (!there) return stop(form, button);
    resume(form);
    going.add(form);
    form.requestSubmit(button);
  }

  function stop(form, button) {
    const before = stopped.get(form);
    const line = before?.line ?? document.createElement("p");
    clearTimeout(before?.timer);
    line.className = "banner warn mb-2";
    line.setAttribute("role", "alert");
    line.textContent = words().noNetwork;
    if (!before) (button?.form === form && form.contains(button) ? button : form.lastElementChild).before(line);
    stopped.set(form, { line, button, timer: setTimeout(() => send(form, button), RETRY_MS) });
  }

  function resume(form) {
    const before = stopped.get(form);
    clearTimeout(before?.timer);
    before?.line.remove();
    stopped.delete(form);
  }

  function onSubmit(event) {
    const form = event.target;
    keepNow();
    if (form.matches("form[action$='/logout/']")) keptNames().forEach(forget);
    if (event.defaultPrevented || !form.matches("form[data-keep], form[data-filing]")) return;
    if (form.requestSubmit && !going.has(form)) {
      event.preventDefault();
      send(form, event.submitter);
      return;
    }
    going.delete(form);
    const saved = form.hasAttribute("data-keep") && read(placeOf(form));
    if (saved) write(placeOf(form), { ...saved, sent: true });
  }

  window.casework = { read, write, forget, fill, when };
  document.addEventListener("input", keepSoon);
  document.addEventListener("change", keepSoon);
  // Whoever types on sends by themselves.
  document.addEventListener("input", ({ target }) => target.form && resume(target.form));
  document.addEventListener("submit", onSubmit);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keepNow());
  window.addEventListener("pagehide", keepNow);
  window.addEventListener("online", () => stopped.forEach(({ button }, form) => send(form, button)));
  document.addEventListener("desk:acted", onActed);
  document.addEventListener("htmx:afterSettle", meetAll);
  document.addEventListener("DOMContentLoaded", () => {
    tidy();
    meetAll();
  });
})();
