/* What every page does by itself. Pages work without it: it only makes them kinder.
 * Loaded in <head> before the first paint, for the reader's choice of appearance; the rest waits for the document.
 */
(() => {
  "use strict";

  const THEMES = ["auto", "light", "dark"];
  const words = () => document.getElementById("words").dataset;

  /* ── appearance: the system's, or the reader's own choice. Storage may be missing or refuse. ── */

  function storedTheme() {
    try {
      return localStorage.getItem("casework-theme") || "auto";
    } catch {
      return "auto";
    }
  }

  function showTheme(theme) {
    if (theme === "auto") delete document.documentElement.dataset.bsTheme;
    else document.documentElement.dataset.bsTheme = theme;
  }

  let theme = THEMES.includes(storedTheme()) ? storedTheme() : "auto";
  showTheme(theme);

  function labelThemes() {
    const label = words()[`theme${theme[0].toUpperCase()}${theme.slice(1)}`];
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.hidden = false;
      button.querySelector("span").textContent = label;
    }
  }

  function nextTheme() {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    showTheme(theme);
    labelThemes();
    try {
      localStorage.setItem("casework-theme", theme);
    } catch {
      // Private windows may refuse: the choice then lasts for this page.
    }
  }

  /* ── busy buttons: one press, one answer ── */

  const busy = new Map();

  function makeBusy(form, button) {
    if (!button || busy.has(form)) return;
    busy.set(form, { button, inside: [...button.childNodes] });
    const spinner = document.createElement("span");
    spinner.className = "spin";
    spinner.setAttribute("aria-hidden", "true");
    button.replaceChildren(spinner, words().busy);
    button.setAttribute("aria-busy", "true");
    button.disabled = true;
  }

  function makeReady(form) {
    const was = busy.get(form);
    if (!was) return;
    busy.delete(form);
    was.button.replaceChildren(...was.inside);
    was.button.removeAttribute("aria-busy");
    was.button.disabled = false;
  }

  function onSubmit(event) {
    const form = event.target;
    if (form.method === "get" || form.hasAttribute("data-no-busy")) return;
    if (busy.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    const button = event.submitter || form.querySelector("button:not([type=button])");
    // After this turn, so that the button's own name and value still go with the form.
    setTimeout(() => {
      const htmx = form.matches("[hx-post], [hx-get], [data-hx-post]");
      if (htmx || !event.defaultPrevented) makeBusy(form, button);
    });
  }

  /* ── a closed act stays focusable, and does nothing ── */

  function onShut(event) {
    if (event.target.closest?.("[aria-disabled='true']")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }

  /* ── menus and forms that fold ── */

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open], details.menu-up[open]")) {
      if (!menu.contains(except)) menu.open = false;
    }
  }

  /** A button with data-fold="#id" opens and folds a form already on the page; what was typed stays in it. */
  function setFold(button, open) {
    const form = document.querySelector(button.dataset.fold);
    if (!form) return;
    form.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (open) form.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
    else button.focus();
  }

  const opener = (form) => form && document.querySelector(`[data-fold="#${CSS.escape(form.id)}"]`);

  function onEscape(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    const menu = event.target.closest?.("details.menu[open], details.menu-up[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
      return;
    }
    const button = opener(event.target.closest?.(".actform"));
    if (button) setFold(button, false);
  }

  async function copy(button) {
    const text = document.querySelector(button.dataset.copy)?.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
      say(words().copied);
    } catch {
      getSelection().selectAllChildren(document.querySelector(button.dataset.copy));
    }
  }

  function onClick(event) {
    closeMenus(event.target);
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.fold) setFold(button, button.getAttribute("aria-expanded") !== "true");
    else if (button.hasAttribute("data-fold-close")) setFold(opener(button.closest(".actform")), false);
    else if (button.hasAttribute("data-theme-choice")) nextTheme();
    else if (button.dataset.copy) copy(button);
    else if (button.hasAttribute("data-print")) window.print();
  }

  /* ── a short word at the edge of the page ── */

  function say(text) {
    const card = document.createElement("div");
    card.className = "toast-card";
    card.textContent = text;
    document.getElementById("toasts").append(card);
    setTimeout(() => card.remove(), 4_000);
  }

  const RETRY = 10_000;

  /* ── what scripts can do is shown, errors are gone to, wherever a page or a part of it arrives ── */

  /** That the reader has it before them; what depends on their knowing it (a last day) then stands on the page. */
  function tellSeen() {
    if (document.visibilityState !== "visible") return;
    for (const form of document.querySelectorAll("form[data-seen]")) {
      form.removeAttribute("data-seen");
      fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true })
        .then((answer) => {
          if (answer.ok) document.dispatchEvent(new CustomEvent("casework:changed", { detail: [form.dataset.case] }));
        })
        .catch(() => form.setAttribute("data-seen", ""));
    }
  }

  function settle(part) {
    for (const button of part.querySelectorAll("[data-print][hidden], [data-copy][hidden]")) button.hidden = false;
    const goal = part.matches?.("[data-focus]") ? part : part.querySelector("[data-focus]");
    goal?.focus();
    labelThemes();
    tellSeen();
  }

  /** A phone shows the list or the case: one that has arrived in its pane is what it shows now. */
  function onSwap({ detail }) {
    if (detail.target.id !== "case") return;
    document.getElementById("main").classList.replace("view-list", "view-case");
    document.getElementById("case").scrollTop = 0;
    if (matchMedia("(max-width: 991.98px)").matches) window.scrollTo(0, 0);
  }

  /* ── a press lasts until the finger is off: what is put in place meanwhile would swallow the click ── */

  const PRESS_MS = 1_000;
  let pressEnds = 0;

  const isPressed = () => document.documentElement.hasAttribute("data-pressed");

  function onPress() {
    clearTimeout(pressEnds);
    document.documentElement.setAttribute("data-pressed", "");
    pressEnds = setTimeout(onRelease, PRESS_MS); // Who drags or selects is not waited for.
  }

  function onRelease() {
    clearTimeout(pressEnds);
    document.documentElement.removeAttribute("data-pressed");
    document.dispatchEvent(new Event("casework:released"));
  }

  /** A part that was fetched while somebody presses is asked for again afterwards. */
  function onBeforeOnLoad(event) {
    const { elt } = event.detail;
    if (!isPart(elt) || !isPressed()) return;
    event.preventDefault();
    behind.add(elt.id);
    document.addEventListener("casework:released", catchUp, { once: true });
  }

  // Parts whose news came while they were being fetched. What comes then may be older, and htmx would ask again for a part
  // that is no longer in the page, which it does not.
  const behind = new Set();

  function refresh(part) {
    if (part.matches(".htmx-request")) behind.add(part.id);
    else window.htmx.trigger(part, "refresh");
  }

  function catchUp() {
    for (const id of [...behind]) {
      const part = document.getElementById(id);
      if (part?.matches(".htmx-request")) continue;
      behind.delete(id);
      if (part) refresh(part);
    }
  }

  function onChanged({ detail }) {
    if (!window.htmx) return;
    for (const part of document.querySelectorAll("[data-refresh-on]")) {
      const wants = part.dataset.refreshOn;
      if (wants !== "*" && !detail.includes(wants)) continue;
      // A part that someone types in is not taken away from under their hands.
      if (part.contains(document.activeElement?.closest("form"))) continue;
      refresh(part);
    }
  }

  /* ── a press without an answer: said where it was pressed, and it stays until the next one ── */

  function halt(elt, text, link) {
    document.querySelector("[data-halt]")?.remove();
    const banner = document.createElement("div");
    banner.className = "banner urgent";
    banner.dataset.halt = "";
    banner.tabIndex = -1;
    banner.setAttribute("role", "alert");
    const said = document.createElement("div");
    said.append(text, ...(link ? [" ", link] : []));
    banner.append(said);
    const form = elt.closest("form");
    if (form) form.prepend(banner);
    else document.getElementById("main").before(banner);
    // Who is typing keeps the cursor; who pressed is led to the answer.
    if (elt.matches("form, a, button")) banner.focus();
  }

  /** Heard from parts that look again by themselves: said once, and the cursor stays where it is. */
  function onSignedOut() {
    if (!document.querySelector("[data-halt]")) halt(document.getElementById("main"), words().signedOut, signInLink());
  }

  function signInLink() {
    const link = document.createElement("a");
    link.href = `${words().signInUrl}?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.target = "_blank";
    link.textContent = words().signIn;
    return link;
  }

  /** The whole form by itself, as without scripts: the server keeps it while its writer signs in. */
  function sendPlainly(form, submitter) {
    if (submitter?.name) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value });
      form.append(field);
    }
    HTMLFormElement.prototype.submit.call(form);
  }

  const isPart = (elt) => elt.matches("[data-refresh-on]");
  const tryAgain = (elt) => setTimeout(() => window.htmx.trigger(elt, "refresh"), RETRY);

  /** A part of the page that could not be fetched is asked for again; a press that got lost is told. */
  function onSendError({ detail }) {
    if (isPart(detail.elt)) tryAgain(detail.elt);
    else halt(detail.elt, words().offline);
  }

  function onResponseError({ detail }) {
    const { elt, xhr, requestConfig } = detail;
    if (xhr.status === 401 && elt.matches("form[method=post]")) {
      sendPlainly(elt, requestConfig.triggeringEvent?.submitter);
    } else if (xhr.status === 401 && isPart(elt)) onSignedOut();
    else if (xhr.status === 401) halt(elt, words().signedOut, signInLink());
    else if (isPart(elt)) tryAgain(elt);
    else halt(elt, words().failed);
  }

  /** Pages for what stands in the way go where the answer would have gone, but never into a part that asked by itself. */
  function onBeforeSwap({ detail }) {
    if (detail.xhr.status >= 400 && isPart(detail.elt)) detail.shouldSwap = false;
  }

  function onLink({ detail }) {
    for (const sign of document.querySelectorAll("[data-live]")) sign.classList.toggle("is-down", detail === "down");
  }

  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("click", onShut, true);
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onEscape);
  document.addEventListener("casework:changed", onChanged);
  document.addEventListener("casework:link", onLink);
  document.addEventListener("htmx:afterRequest", ({ target }) => makeReady(target.closest?.("form")));
  document.addEventListener("htmx:afterSwap", onSwap);
  document.addEventListener("htmx:afterSettle", ({ detail }) => settle(detail.elt));
  document.addEventListener("htmx:afterSettle", catchUp);
  document.addEventListener("casework:drawn", tellSeen);
  document.addEventListener("casework:signed-out", onSignedOut);
  document.addEventListener("htmx:beforeSwap", onBeforeSwap);
  document.addEventListener("htmx:beforeOnLoad", onBeforeOnLoad);
  document.addEventListener("pointerdown", onPress, true);
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => setTimeout(onRelease), true);
  document.addEventListener("htmx:beforeRequest", ({ detail }) => isPart(detail.elt) || document.querySelector("[data-halt]")?.remove());
  document.addEventListener("htmx:responseError", onResponseError);
  document.addEventListener("htmx:sendError", onSendError);
  // Back from the browser's memory of the page: the buttons of then are ready again.
  window.addEventListener("pageshow", (event) => event.persisted && [...busy.keys()].forEach(makeReady));
  // What is shown once is gone from the page that a browser keeps for its way back; there it is asked for again.
  window.addEventListener("pagehide", () => document.querySelector("[data-once]")?.replaceChildren());
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.querySelector("[data-once]")) location.reload();
  });
  document.addEventListener("visibilitychange", tellSeen);
  document.addEventListener("DOMContentLoaded", () => settle(document));
})();
