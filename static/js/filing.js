/* Filing, made kinder: a draft kept in this browser, days by one tap. Everything works without this file, and storage
 * may be missing or refuse (private windows, P4): then nothing is kept and nothing is said about it.
 */
(() => {
  "use strict";

  const NAME = "casework-filing";
  const LIFE_MS = 48 * 3600 * 1000; // as long as photos wait on the server
  const MACHINERY = new Set(["csrfmiddlewaretoken", "go", "q", "q_was", "county", "after"]);

  function read() {
    try {
      const draft = JSON.parse(localStorage.getItem(NAME));
      return draft && Date.now() - draft.at < LIFE_MS ? draft : null;
    } catch {
      return null;
    }
  }

  function write(draft) {
    try {
      localStorage.setItem(NAME, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  function forget() {
    try {
      localStorage.removeItem(NAME);
    } catch {
      // Nothing was kept.
    }
  }

  /* ── keeping ── */

  const entriesOf = (form) =>
    [...new FormData(form)].filter(([name, value]) => typeof value === "string" && value && !MACHINERY.has(name));

  const begun = (entries) => entries.some(([name]) => !["key", "at_the_cinema", "happened_on"].includes(name));

  function keep(form) {
    const entries = entriesOf(form);
    if (!begun(entries)) return;
    const kept = write({ at: Date.now(), page: form.dataset.page, entries });
    const sign = form.querySelector("[data-saved]");
    if (sign) sign.hidden = !kept;
  }

  /** A phone may load the page anew after a photo was picked (P6): what stood in its fields comes back. */
  function restore(form, draft) {
    const key = form.elements.key.value;
    if (!draft || draft.page !== form.dataset.page || !draft.entries.some(([n, v]) => n === "key" && v === key)) return;
    for (const [name, value] of draft.entries) {
      const field = form.elements[name];
      const empty = field && field.type !== "hidden" && "value" in field && !field.value;
      if (empty && field.tagName && field.type !== "file") field.value = value;
    }
  }

  /* ── going on later ── */

  function offer(form, draft) {
    const banner = form.querySelector("[data-resume]");
    if (!banner || !draft || !begun(draft.entries)) return false;
    banner.hidden = false;
    banner.querySelector("[data-resume-go]").addEventListener("click", () => resume(form, draft));
    banner.querySelector("[data-resume-drop]").addEventListener("click", () => {
      forget();
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

  function start() {
    if (document.querySelector("[data-filed]")) forget();
    const form = document.querySelector("form[data-filing]");
    if (!form) return;
    const draft = read();
    offerDays(form);
    searchOnEnter(form);
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
