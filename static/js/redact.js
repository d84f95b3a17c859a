/* Black boxes over the pages of a file, by mouse, finger or keyboard. The boxes are burnt in on the server.
 *
 * Each <div data-redact-page="1"><img></div> becomes an SVG of the picture's own size; the form carries the boxes as
 * JSON in fractions of the page. Without this file a page can still be shown or blacked out whole.
 */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const form = document.querySelector("[data-redact]");
  if (!form) return;
  const field = form.querySelector("[data-redact-boxes]");
  const status = form.querySelector("[data-redact-status]");
  const boxes = [];
  let given = [];
  try { given = JSON.parse(field.value || "[]"); } catch (error) { given = []; }

  const words = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (whole, name) => values[name]);
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  function element(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const key of Object.keys(attributes)) made.setAttribute(key, attributes[key]);
    return made;
  }

  /** Boxes of a page whose picture has not loaded yet are carried along: none may get lost. */
  function save() {
    const drawn = boxes.map((box) => ({ page: box.page, x: box.x, y: box.y, width: box.width, height: box.height }));
    field.value = JSON.stringify(drawn.concat(given));
  }

  function Page(holder) {
    const number = Number(holder.dataset.redactPage);
    const image = holder.querySelector("img");
    const undo = form.querySelector(`[data-redact-undo="${number}"]`);
    const wide = image.naturalWidth;
    const high = image.naturalHeight;
    const stage = element("svg", { viewBox: `0 0 ${wide} ${high}`, width: "100%", tabindex: "0", role: "group", "aria-label": image.alt });
    stage.appendChild(element("image", { href: image.src, width: wide, height: high }));
    image.replaceWith(stage);
    undo.hidden = false;
    let drawing = null;

    const mine = () => boxes.filter((box) => box.page === number);

    function say(pattern) {
      status.textContent = words(pattern, { count: mine().length });
    }

    function add(x, y, width, height) {
      const box = { page: number, x, y, width, height };
      box.shape = element("rect", { fill: "#000", stroke: "#fff", "stroke-width": Math.max(wide / 400, 1), tabindex: "0", role: "img" });
      box.shape.addEventListener("keydown", (event) => onKey(event, box));
      boxes.push(box);
      stage.appendChild(box.shape);
      place(box);
      box.shape.setAttribute("aria-label", words(form.dataset.box, { number: mine().length, page: number }));
      return box;
    }

    function place(box) {
      box.width = clamp(box.width, 0.005, 1);
      box.height = clamp(box.height, 0.005, 1);
      box.x = clamp(box.x, 0, 1 - box.width);
      box.y = clamp(box.y, 0, 1 - box.height);
      box.shape.setAttribute("x", box.x * wide);
      box.shape.setAttribute("y", box.y * high);
      box.shape.setAttribute("width", box.width * wide);
      box.shape.setAttribute("height", box.height * high);
      save();
    }

    function remove(box) {
      if (!box) return;
      boxes.splice(boxes.indexOf(box), 1);
      box.shape.remove();
      save();
      say(form.dataset.removed);
      stage.focus();
    }

    /* ── mouse and finger ── */

    /** Where on the page, 0 to 1: through the SVG's own matrix, which also knows letterboxing and zoom. */
    function at(event) {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(stage.getScreenCTM().inverse());
      return { x: clamp(point.x / wide, 0, 1), y: clamp(point.y / high, 0, 1) };
    }

    stage.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      const start = at(event);
      stage.setPointerCapture(event.pointerId);
      drawing = { start, box: null };
    });

    stage.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      const now = at(event);
      const { start } = drawing;
      const width = Math.abs(now.x - start.x);
      const height = Math.abs(now.y - start.y);
      if (!drawing.box && Math.max(width, height) < 0.008) return;
      if (!drawing.box) drawing.box = add(start.x, start.y, width, height);
      Object.assign(drawing.box, { x: Math.min(start.x, now.x), y: Math.min(start.y, now.y), width, height });
      place(drawing.box);
    });

    stage.addEventListener("pointerup", () => {
      if (drawing && drawing.box) say(form.dataset.added);
      drawing = null;
    });

    stage.addEventListener("pointercancel", () => { drawing = null; });

    /* ── keyboard ── */

    stage.addEventListener("keydown", (event) => {
      if (event.target !== stage || event.key !== "Enter") return;
      event.preventDefault();
      add(0.4, 0.45, 0.2, 0.1).shape.focus();
      say(form.dataset.added);
    });

    function onKey(event, box) {
      const step = { ArrowLeft: [-0.01, 0], ArrowRight: [0.01, 0], ArrowUp: [0, -0.01], ArrowDown: [0, 0.01] }[event.key];
      if (step && event.shiftKey) { box.width += step[0]; box.height += step[1]; }
      else if (step) { box.x += step[0]; box.y += step[1]; }
      else if (event.key === "Delete" || event.key === "Backspace") remove(box);
      else return;
      event.preventDefault();
      event.stopPropagation();
      if (step) place(box);
    }

    undo.addEventListener("click", () => remove(mine().pop()));
    const before = given.filter((box) => box.page === number);
    given = given.filter((box) => box.page !== number);
    for (const box of before) add(box.x, box.y, box.width, box.height);
  }

  form.querySelector("[data-redact-hint]").textContent = form.dataset.hint;
  for (const holder of form.querySelectorAll("[data-redact-page]")) {
    const image = holder.querySelector("img");
    if (image.complete && image.naturalWidth) Page(holder);
    else image.addEventListener("load", () => Page(holder));
  }
})();
