/** The intake page: sent by Ctrl+Enter, the day by one press, what a matter asks unfolded. Works without any of it. */
(() => {
  "use strict";

  const form = document.querySelector("[data-intake]");
  if (!form) return;

  /** Ctrl+Enter sends from any field. */
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[name=go][value=send]"));
  });

  /** Alt and a letter go to its field, whatever key a browser itself wants for `accesskey`. */
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !event.code.startsWith("Key")) return;
    const field = form.querySelector(`[accesskey="${event.code.slice(3).toLowerCase()}"]`);
    if (!field) return;
    event.preventDefault();
    field.focus();
  });

  /** Enter in the search goes on to what was found; it does not send the page. */
  form.querySelector("[data-cinema-search]").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    form.querySelector("#cinemas [type=radio]")?.focus();
  });

  const days = form.querySelector("[data-days]");
  days.hidden = false;
  days.addEventListener("click", (event) => {
    const back = event.target.closest("[data-day]");
    if (!back) return;
    const day = new Date(Date.now() - Number(back.dataset.day) * 24 * 3600 * 1000);
    form.elements.happened_on.value = day.toLocaleDateString("en-CA", { timeZone: "Asia/Shanghai" });
  });

  // The list follows what is typed; the button is for whoever has no scripts.
  form.querySelector("[name=go][value=search]").tabIndex = -1;

  /** Film and price, or papers, unfold with the matter that asks for them. */
  form.elements.category.addEventListener("change", () => {
    for (const part of form.querySelectorAll("[data-for-categories]")) {
      if (part.dataset.forCategories.split(" ").includes(form.elements.category.value)) part.open = true;
    }
  });

  if (!document.querySelector("[data-focus]")) form.querySelector("[name=source]:checked, [name=source]").focus();
})();
