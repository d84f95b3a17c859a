/* The proof of work (altcha), only on pages where it is asked for: solved in a worker of its own while the person reads;
 * a press that comes before it is done waits for it. Without this file the page says what to do instead.
 */
(() => {
  "use strict";

  const $ = (selector, root) => root.querySelector(selector);

  function begin(box) {
    const form = box.closest("form");
    const challenge = JSON.parse(box.dataset.challenge);
    let pressed = null;
    let done = false;

    function show(working) {
      $("[data-proof-busy]", box).hidden = !working;
      $("[data-proof-without]", box).hidden = working;
    }

    function solved(solution) {
      worker.terminate();
      if (!solution || !solution.derivedKey) return given(); // The page's words say what to do without it.
      $("[name=proof]", box).value = btoa(JSON.stringify({ challenge, solution }));
      $("[data-proof-busy] span", box).textContent = box.dataset.done;
      done = true;
      if (pressed) form.requestSubmit(pressed.button);
    }

    function given() {
      done = true;
      show(false);
    }

    /** In the capture phase, before app.js makes the button busy. */
    function onSubmit(event) {
      const goes = ["", "send"].includes(event.submitter?.value ?? "");
      if (event.target !== form || done || !goes) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      pressed = { button: event.submitter };
      event.submitter?.setAttribute("aria-busy", "true");
    }

    const worker = new Worker(box.dataset.worker);
    worker.onmessage = ({ data }) => solved(data);
    worker.onerror = given;
    show(true);
    window.addEventListener("submit", onSubmit, true);
    worker.postMessage({ type: "work", challenge, timeout: 180_000 });
  }

  for (const box of document.querySelectorAll("[data-proof]")) {
    if (window.Worker && window.crypto?.subtle) begin(box);
  }
})();
