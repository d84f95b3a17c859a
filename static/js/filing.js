/* Filing, made kinder: a draft kept in this browser by the means of keep.js, days by one tap. Everything works without
 * this file: the answers travel from page to page in the form itself (P4).
 */
(() => {
  "use strict";

  const NAME = "casework-filing";
  const LIFE_MS = 48 * 3600 * 1000; // as long as photos wait on the server
  const MACHINERY = new Set(["csrfmiddlewaretoken", "go", "q", "q_was", "county", "after"]);

  const { write, forget, fill, when } = window.casework;

  function read() {
    const draft = window.casework.read(NAME);
    if (draft && Date.now() - draft.at < LIFE_MS) return draft;
    forget(NAME);
    return null;
  }

  /* ── keeping ── */

  const entriesOf = (form) =>
    [...new FormData(form)].filter(([name, value]) => typeof value === "string" && value && !MACHINERY.has(name));

  const begun = (entries) => entries.some(([name]) => !["key", "at_the_cinema", "happened_on"].includes(name));

  /** The page's answers, and those of other pages that this one does not carry: whoever went back has given them. */
  function keep(form) {
    const key = form.elements.key.value;
    const before = ofThis(read(), key);
    if (before?.off) return;
    const asked = (name) => form.elements[name] || form.querySelector(`[data-field="${CSS.escape(name)}"]`);
    const others = (before?.entries ?? []).filter(([name]) => !asked(name));
    const entries = [...others, ...entriesOf(form)];
    if (!begun(entries)) return;
    const at = Date.now();
    tellKept(form, write(NAME, { at, page: form.dataset.page, key, entries }) && at);
  }

  const ofThis = (draft, key) => (draft?.key === key ? draft : null);

  function tellKept(form, at) {
    const sign = form.querySelector("[data-saved]");
    if (!sign) return;
    sign.hidden = !at;
    const text = sign.querySelector("[data-kept]");
    text.textContent = text.dataset.kept.replace("{time}", when(at + LIFE_MS));
  }

  /** Nothing of this complaint is kept any more, not on the next pages either. */
  function drop(form) {
    write(NAME, { at: Date.now(), key: form.elements.key.value, off: true, entries: [] });
    const sign = form.querySelector("[data-saved]");
    sign.textContent = sign.dataset.dropped;
  }

  /** Loaded anew, by hand, on the way back or by a phone that took a photo (P6): what stood in its fields comes back. */
  function restore(form, draft) {
    const own = ofThis(draft, form.elements.key.value);
    const known = own?.entries.some(([name]) => form.elements[name] && form.elements[name].type !== "hidden");
    if (known && !form.querySelector(".errsum")) fill(form, own.entries);
  }

  /* ── going on later ── */

  function offer(form, draft) {
    const banner = form.querySelector("[data-resume]");
    if (!banner || !draft || !begun(draft.entries) || draft.key === form.elements.key.value) return false;
    banner.hidden = false;
    banner.querySelector("[data-resume-when]").textContent = when(draft.at);
    banner.querySelector("[data-resume-go]").addEventListener("click", () => resume(form, draft));
    banner.querySelector("[data-resume-drop]").addEventListener("click", () => {
      forget(NAME);
      banner.hidden = true;
      watch(form);
    });
    return true;
  }

  function resume(form, draft) {
    const again = document.createElement("form");
    again.method = "post";
    again.action = form.action.replace(/[^/]+\/$/, `${draft.page}/`);
    again.hidden = true;
    const token = form.elements.csrfmiddlewaretoken.value;
    for (const [name, value] of [...draft.entries, ["csrfmiddlewaretoken", token], ["go", "stay"]]) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      again.append(input);
    }
    document.body.append(again);
    again.submit();
  }

  function watch(form) {
    let timer = 0;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => keep(form), 400);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    window.addEventListener("pagehide", () => keep(form));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep(form));
  }

  /* ── small helps on the pages ── */

  function offerDays(form) {
    const days = form.querySelector("[data-days]");
    if (!days) return;
    days.hidden = false;
    days.addEventListener("click", (event) => {
      const back = event.target.closest("[data-day]");
      if (!back) return;
      const day = new Date(Date.now() - Number(back.dataset.day) * 24 * 3600 * 1000);
      form.elements.happened_on.value = day.toLocaleDateString("en-CA", { timeZone: "Asia/Shanghai" });
      form.dispatchEvent(new Event("change"));
    });
  }

  /** Enter in a search box searches; it does not send the page. */
  function searchOnEnter(form) {
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-search]")) return;
      event.preventDefault();
      if (window.htmx) window.htmx.trigger(event.target, "search");
    });
  }

  /** Whoever types before the page is ready is not made to type again. */
  function searchForWhatStands(form) {
    const box = form.querySelector("[data-search]");
    if (box && window.htmx && box.value !== box.defaultValue) window.htmx.trigger(box, "search");
  }

  function start() {
    if (document.querySelector("[data-filed]")) forget(NAME);
    const form = document.querySelector("form[data-filing]");
    if (!form) return;
    const draft = read();
    form.querySelector("[data-draft-drop]")?.addEventListener("click", () => drop(form));
    offerDays(form);
    searchOnEnter(form);
    searchForWhatStands(form);
    if (offer(form, draft)) {
      // The old draft stays until the person chooses between it and a new one by going on.
      form.addEventListener("submit", () => keep(form));
      return;
    }
    restore(form, draft);
    watch(form);
    keep(form);
  }

  document.addEventListener("DOMContentLoaded", start);
})();
