/* Parts of a page are put in anew while somebody is in them: the focus then goes to what took the place of what had it. */
(() => {
  "use strict";

  const FOCUSABLE = "a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex]";
  // What has the focus, where it stood, and what tells it from its neighbours.
  let held = null;

  const looks = (part) => [part.tagName, part.name ?? "", part.textContent.trim()].join("\n");
  const choices = (part) => [...part.querySelectorAll(FOCUSABLE)].filter((one) => one.getClientRects().length);

  function around(part) {
    const ids = [];
    for (let one = part.parentElement?.closest("[id]"); one; one = one.parentElement?.closest("[id]")) ids.push(one.id);
    return ids;
  }

  function onFocus({ target }) {
    const ids = around(target);
    if (!ids.length) return;
    const place = choices(document.getElementById(ids[0])).indexOf(target);
    held = { part: target, id: target.id, looks: looks(target), place, ids };
  }

  /** Who clicks beside everything has let go; who looks at another window has not. */
  function onBlur({ target }) {
    setTimeout(() => {
      if (held?.part === target && target.isConnected && document.hasFocus() && document.activeElement === document.body) held = null;
    });
  }

  /** The same thing in the new part, else what stands where it stood, else the innermost part that is still there. */
  function successor() {
    const same = held.id && document.getElementById(held.id);
    if (same) return same;
    const within = document.getElementById(held.ids.find((id) => document.getElementById(id)));
    if (!within) return null;
    const found = choices(within);
    const next = found.find((one) => looks(one) === held.looks) ?? (within.id === held.ids[0] ? found[held.place] : null);
    if (next) return next;
    if (!within.hasAttribute("tabindex")) within.tabIndex = -1;
    return within;
  }

  /** Later than whoever leads the eye elsewhere on purpose. */
  function onParts() {
    if (!held || held.part.isConnected) return;
    requestAnimationFrame(() => {
      if (held && !held.part.isConnected && document.activeElement === document.body) successor()?.focus({ preventScroll: true });
    });
  }

  document.addEventListener("focusin", onFocus);
  document.addEventListener("focusout", onBlur);
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(onParts).observe(document.body, { childList: true, subtree: true });
  });
})();
