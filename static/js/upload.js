/* Uploads while the form is being filled in. The plain form works without this file; here every file goes up as soon
 * as it is chosen, and the form then carries ids only.
 *
 * Reads <div data-upload="url" data-field data-limit …words…> (templates/engine/attachments/picker.html).
 * A tick means that the server has it (P5). A photo that did not arrive stays on the phone and can be tapped again.
 */
(function () {
  "use strict";

  const MB = 1024 * 1024;
  const SHRINK_OVER = 2 * MB;
  const LONG_EDGE = 2560;
  const SILENCE_MS = 90000;

  const fill = (pattern, values) => pattern.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  
  function sizeWords(bytes) {
    if (bytes >= 10 * MB) return `${Math.round(bytes / MB)} MB`;
    return bytes >= MB ? `${(bytes / MB).toFixed(1)} MB` : `${(bytes / 1024).toFixed(1)} KB`;
  }

  /* ── making photos smaller before they go up ── */

  function loadImage(file) {
    if (!window.createImageBitmap) return loadElement(file);
    return createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => loadElement(file));
  }

  function loadElement(file) {
    return new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => resolve(image);
      image.onerror = reject;
      image.src = URL.createObjectURL(file);
    });
  }

  /** A smaller JPEG, upright; the file itself when the browser cannot, or when that gains nothing. */
  async function shrink(file) {
    if (file.size <= SHRINK_OVER || !/^image\//.test(file.type)) return file;
    try {
      const image = await loadImage(file);
      const scale = Math.min(1, LONG_EDGE / Math.max(image.width, image.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      if (image.close) image.close();
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
      canvas.width = canvas.height = 0; // gives the memory back at once on iOS
      return blob && blob.size < file.size ? blob : file;
    } catch (error) {
      return file;
    }
  }

  /* ── one picker ── */

  function Picker(root) {
    const words = root.dataset;
    const form = root.closest("form");
    const token = form.elements.csrfmiddlewaretoken.value;
    const list = root.querySelector("[data-upload-list]");
    const status = root.querySelector("[data-upload-status]");
    const notice = root.querySelector("[data-upload-held]");
    const inputs = root.querySelectorAll("[data-upload-input]");
    const limit = Number(words.limit) * MB;
    const queue = [];
    const faults = new Set();
    let busy = 0;
    let running = false;
    let held = null;
    let warned = false;

    /** Why this file cannot be taken, before a byte is sent (P3); "" when it can. */
    function fault(file) {
      if (!file.size) return words.empty;
      if (/^video\//.test(file.type)) return words.video;
      if (file.size > limit && !/^image\//.test(file.type)) return tooLarge(file.size);
      const known = !file.type || /^image\//.test(file.type) || file.type === "application/pdf";
      return known && file.type !== "image/svg+xml" ? "" : words.wrong;
    }

    const tooLarge = (size) => fill(words.large, { size: sizeWords(size), limit: `${words.limit} MB` });

    /* ── rows ── */

    function addRow(file) {
      const row = root.querySelector("template[data-upload-row]").content.firstElementChild.cloneNode(true);
      const name = row.querySelector("[data-upload-name]");
      name.textContent = name.title = file.name;
      row.querySelector("[data-upload-progress]").setAttribute("aria-label", file.name);
      readyRow(row, file.name);
      const picture = row.querySelector("[data-upload-picture]");
      picture.onload = () => {
        picture.hidden = false;
        row.querySelector("[data-upload-blank]").hidden = true;
      };
      if (/^image\//.test(file.type)) picture.src = URL.createObjectURL(file);
      list.appendChild(row);
      return row;
    }

    function readyRow(row, name) {
      const remove = row.querySelector("[data-upload-remove]");
      remove.hidden = false;
      remove.setAttribute("aria-label", fill(words.remove, { name }));
      remove.addEventListener("click", () => removeRow(row, name));
      row.querySelector("[data-upload-keep]").hidden = true;
    }

    /** What stands under the name. `kind`: "", ok, bad. */
    function note(row, text, kind) {
      const line = row.querySelector("[data-upload-note]");
      line.className = kind;
      row.classList.toggle("bad", kind === "bad");
      row.querySelector("[data-upload-tick]").hidden = kind !== "ok";
      row.querySelector("[data-upload-fault]").hidden = kind !== "bad";
      row.querySelector("[data-upload-words]").textContent = text;
      const progress = row.querySelector("[data-upload-progress]");
      if (progress) progress.hidden = kind !== "";
      if (kind) status.textContent = `${row.querySelector("[data-upload-name]").textContent}: ${text}`;
    }

    function failed(row, text, again) {
      faults.add(row);
      note(row, text, "bad");
      const line = row.querySelector("[data-upload-again]");
      line.hidden = !again;
      if (again) line.querySelector("button").onclick = () => { line.hidden = true; enqueue(again, row); };
    }

    function removeRow(row, name) {
      if (row.request) row.request.abort();
      faults.delete(row);
      const waiting = queue.findIndex((job) => job.row === row);
      if (waiting >= 0) { queue.splice(waiting, 1); busy -= 1; }
      if (row.dataset.removeUrl) post(row.dataset.removeUrl, null);
      row.remove();
      status.textContent = fill(words.removed, { name });
      if (inputs[0]) inputs[0].focus();
      settle();
    }

    /* ── sending, one after the other: two at once only make a weak line weaker ── */

    function post(url, data) {
      const request = new XMLHttpRequest();
      request.open("POST", url);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", token);
      request.send(data);
      return request;
    }

    function enqueue(file, row) {
      faults.delete(row);
      note(row, words.queued, "");
      busy += 1;
      queue.push({ file, row });
      pump();
    }

    async function pump() {
      if (running) return;
      running = true;
      while (queue.length) {
        const job = queue.shift();
        try {
          await send(job.file, job.row);
        } finally {
          busy -= 1;
        }
      }
      running = false;
      settle();
    }

    async function send(file, row) {
      if (file.size > SHRINK_OVER) note(row, words.preparing, "");
      const small = await shrink(file);
      if (small.size > limit) return failed(row, tooLarge(small.size), null);
      if (!row.isConnected) return undefined;
      return transfer(small, file, row);
    }

    function transfer(small, file, row) {
      const data = new FormData();
      data.append("file", small, file.name);
      if (words.sensitive) data.append("sensitive", "1");
      return new Promise((resolve) => {
        const request = post(words.upload, data);
        const started = Date.now();
        let watch = 0;
        const alive = () => { clearTimeout(watch); watch = setTimeout(() => request.abort(), SILENCE_MS); };
        row.request = request;
        request.upload.onprogress = (event) => { alive(); showProgress(row, event, started); };
        request.upload.onload = () => { alive(); note(row, words.checking, ""); };
        request.onloadend = () => { clearTimeout(watch); row.request = null; arrived(request, row, file); resolve(); };
        alive();
      });
    }

    function showProgress(row, event, started) {
      const share = event.total ? event.loaded / event.total : 0;
      const passed = (Date.now() - started) / 1000;
      const seconds = Math.ceil((passed / Math.max(share, 0.01)) * (1 - share));
      const percent = Math.round(share * 100);
      row.querySelector("[data-upload-progress]").value = percent;
      note(row, fill(passed > 1 ? words.busyLeft : words.busy, { percent: `${percent}%`, seconds }), "");
    }

    function answerOf(request) {
      try { return JSON.parse(request.responseText); } catch (error) { return null; }
    }

    function arrived(request, row, file) {
      const answer = answerOf(request);
      if (!row.isConnected) return answer && answer.remove ? post(answer.remove, null) : undefined;
      if (request.status === 201 && answer) return keep(row, answer);
      if (request.status === 413) return failed(row, tooLarge(file.size), null);
      if (request.status === 422 && answer) return failed(row, answer.message, null);
      if (request.status === 403) return failed(row, words.expired, null);
      return failed(row, words.lost, file);
    }

    function keep(row, answer) {
      const box = row.querySelector("[data-upload-keep] input");
      box.name = words.field;
      box.value = answer.id;
      box.disabled = false;
      box.checked = true;
      row.dataset.removeUrl = answer.remove;
      row.querySelector("[data-upload-picture]").src = answer.thumb;
      note(row, fill(words.done, { size: sizeWords(answer.size) }), "ok");
    }

    /* ── the form waits for what is still going up ── */

    function settle() {
      if (busy) return;
      notice.textContent = "";
      if (!held) return;
      const submitter = held.submitter;
      held = null;
      if (!faults.size) form.requestSubmit ? form.requestSubmit(submitter) : form.submit();
      else warn();
    }

    function warn() {
      warned = true;
      notice.textContent = fill(words.failed, { count: faults.size });
      const first = list.querySelector(".bad");
      if (first) first.scrollIntoView({ block: "center" });
    }

    function onSubmit(event) {
      if (busy) {
        held = { submitter: event.submitter || null };
        notice.textContent = fill(words.held, { count: busy });
      } else if (faults.size && !warned) {
        warn();
      } else {
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation(); // no "sending" on the button while nothing is being sent
    }

    function onPick(event) {
      const input = event.target;
      for (const file of Array.from(input.files)) {
        const row = addRow(file);
        const reason = fault(file);
        if (reason) failed(row, reason, null);
        else enqueue(file, row);
      }
      warned = false;
      notice.textContent = "";
      input.value = ""; // else the plain form would send it a second time
    }

    for (const row of list.children) readyRow(row, row.querySelector("[data-upload-name]").textContent);
    for (const input of inputs) {
      input.classList.add("visually-hidden");
      input.addEventListener("change", onPick);
      const tile = root.querySelector(`label[for="${input.id}"]`);
      input.addEventListener("focus", () => { tile.style.outline = "3px solid var(--focus)"; });
      input.addEventListener("blur", () => { tile.style.outline = ""; });
    }
    form.addEventListener("submit", onSubmit, true);
  }

  function start(scope) {
    for (const root of scope.querySelectorAll("[data-upload]:not([data-upload-ready])")) {
      root.dataset.uploadReady = "1";
      Picker(root);
    }
  }

  document.addEventListener("DOMContentLoaded", () => start(document));
  // A form that htmx put into the page.
  document.addEventListener("htmx:load", (event) => start(event.detail.elt.parentNode || document));
})();
