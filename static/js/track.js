/* The tracking page: while the case moves, the parts that show it are fetched anew; what is being typed stays.
 * app.js starts the refresh (data-refresh-on); this file guards the forms and keeps open what was open. */
(() => {
  "use strict";

  const typed = (field) => {
    if (field.type === "hidden" || field.disabled) return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    return "defaultValue" in field && field.value !== field.defaultValue;
  };

  // Browsers that do not tell that a chooser was closed without a choice: so long it may be open.
  const CHOOSING_MS = 5 * 60 * 1000;
  const choosing = (form) => Date.now() - Number(form.dataset.choosing || 0) < CHOOSING_MS;

  /** A part with something typed, picked, being chosen or under the cursor in a form is not taken from under the hand. */
  function inUse(part) {
    const forms = [...part.querySelectorAll("form[data-keep]")];
    return forms.some(
      (form) =>
        form.contains(document.activeElement) ||
        choosing(form) ||
        [...form.elements].some(typed) ||
        form.querySelector("[data-upload-list] > *"),
    );
  }

  function keepOpen(part, fresh) {
    const were = part.querySelectorAll("details");
    const are = fresh.querySelectorAll("details");
    were.forEach((details, index) => {
      const same = details.id ? fresh.querySelector(`#${CSS.escape(details.id)}`) : are[index];
      if (same) same.open = details.open;
    });
  }

  function showWords(scope) {
    for (const words of scope.querySelectorAll("[data-live-words]")) words.hidden = false;
  }

  /** An address that names a folded act opens it. */
  function openNamed() {
    const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (named && named.tagName === "DETAILS") named.open = true;
  }

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    if (inUse(target)) event.detail.shouldSwap = false;
    else keepOpen(target, fragment);
  });
  document.addEventListener("htmx:oobAfterSwap", () => showWords(document));
  document.addEventListener("htmx:afterSettle", () => {
    const lead = document.getElementById("p-lead");
    if (lead) lead.classList.add("changed");
    showWords(document);
  });
  // A new access code was given out: the page is asked for again, and the server says so.
  document.addEventListener("casework:ended", () => location.replace(location.pathname), { once: true });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.('a[href^="#"]')) setTimeout(openNamed);
  });
  document.addEventListener("DOMContentLoaded", () => {
    showWords(document);
    openNamed();
  });
})();
