/* Uploads while the form is being filled in. The plain form works without this file; here every file goes up as soon
 * as it is chosen, and the form then carries ids only.
 *
 * Reads <div data-upload="url" data-field data-limit …words…> (templates/engine/attachments/picker.html).
 * A tick means that the server has it (P5). Where the line is cut, the file stays on the phone and goes on by itself as
 * soon as the line is back; what is larger than a photo goes in pieces, so that no piece is sent twice.
 */
(function () {
  "use strict";

  const MB = 1024 * 1024;
  const SHRINK_OVER = 2 * MB;
  const LONG_EDGE = 2560;
  const SILENCE_MS = 90000;
  const PIECE = MB;
  // Seconds until the next try while the line is cut; then the person must tap.
  const PAUSES = [2, 5, 10, 20, 30, 30, 30, 30];
  // A server that answers, only wrongly, will hardly answer better the ninth time.
  const PAUSES_OF_SERVER = 3;
  const ARRIVING_MS = 24 * 3600 * 1000; // as long as the server keeps the pieces

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

  /* ── what this browser remembers when its page is loaded anew (P6); nothing, where it may not ── */

  function recall(storage, name, otherwise) {
    try { return JSON.parse(window[storage].getItem(name)) || otherwise; } catch { return otherwise; }
  }

  function remember(storage, name, value) {
    try { window[storage].setItem(name, JSON.stringify(value)); } catch { /* then it is chosen once more */ }
  }

  /** Where the pieces of a file went that was not whole when the page was left: the same file goes on from there. */
  const begun = {
    NAME: "casework-arriving",
    all() {
      const young = ([, one]) => Date.now() - one.at < ARRIVING_MS;
      return Object.fromEntries(Object.entries(recall("localStorage", this.NAME, {})).filter(young));
    },
    of: (file) => `${file.name}|${file.size}|${file.lastModified}`,
    find(file) { return this.all()[this.of(file)]?.url || ""; },
    set(file, url) {
      const all = this.all();
      if (url) all[this.of(file)] = { url, at: Date.now() };
      else delete all[this.of(file)];
      remember("localStorage", this.NAME, all);
    },
  };

  /* ── one picker ── */

  function Picker(root) {
    const words = root.dataset;
    const form = root.closest("form");
    const token = form.elements.csrfmiddlewaretoken.value;
    const list = root.querySelector("[data-upload-list]");
    const status = root.querySelector("[data-upload-status]");
    const notice = root.querySelector("[data-upload-held]");
    const inputs = root.querySelectorAll("[data-upload-input]");
    // A filing keeps its key over all its pages; other forms get a new one each time they are drawn.
    const place = form.dataset.filing === undefined ? location.pathname : form.elements.key.value;
    const drawer = `casework-unsent:${place}#${root.id}`;
    const queue = [];
    const faults = new Set();
    let busy = 0;
    let running = false;
    let held = null;
    let warned = false;

    /** Why this file cannot be taken, before a byte is sent (P3); "" when it can. */
    function fault(file) {
      if (!file.size) return words.empty;
      if (isFilm(file) && !/^(video\/(mp4|quicktime|x-m4v))?$/.test(file.type)) return words.filmWrong;
      if (file.size > limitOf(file) && !/^image\//.test(file.type)) return tooLarge(file, file.size);
      const known = !file.type || isFilm(file) || /^image\//.test(file.type) || file.type === "application/pdf";
      return known && file.type !== "image/svg+xml" ? "" : words.wrong;
    }

    const isFilm = (file) => /^video\//.test(file.type) || (!file.type && /\.(mp4|mov|m4v)$/i.test(file.name));
    const limitOf = (file) => Number(isFilm(file) ? words.filmLimit : words.limit) * MB;
    const tooLarge = (file, size) =>
      fill(isFilm(file) ? words.filmLarge : words.large, { size: sizeWords(size), limit: sizeWords(limitOf(file)) });

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
        if (picture.src.startsWith("blob:")) URL.revokeObjectURL(picture.src); // gives the memory back
      };
      if (/^image\//.test(file.type)) picture.src = URL.createObjectURL(file);
      if (isFilm(file)) showAsFilm(row);
      list.appendChild(row);
      return row;
    }

    /** A neutral tile: nothing of a video is looked into, here or there. */
    function showAsFilm(row) {
      row.querySelector("[data-upload-blank]").hidden = true;
      row.querySelector("[data-upload-film]").hidden = false;
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
      row.gone = true;
      if (row.request) row.request.abort();
      if (row.wake) row.wake();
      faults.delete(row);
      const waiting = queue.findIndex((job) => job.row === row);
      if (waiting >= 0) { queue.splice(waiting, 1); busy -= 1; }
      if (row.dataset.removeUrl) ask("POST", row.dataset.removeUrl);
      else if (row.address) ask("DELETE", row.address);
      row.remove();
      keepDrawer();
      status.textContent = fill(words.removed, { name });
      if (inputs[0]) inputs[0].focus();
      settle();
    }

    /* ── sending, one after the other: two at once only make a weak line weaker ── */

    /** One request: its status (0: the line was cut) and what it answered. `row` may be removed meanwhile. */
    function ask(method, url, { body = null, headers = {}, row = null, progress = null, sent = null } = {}) {
      const request = new XMLHttpRequest();
      request.open(method, url);
      request.setRequestHeader("Accept", "application/json");
      request.setRequestHeader("X-CSRFToken", token);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      if (row) row.request = request;
      return new Promise((resolve) => {
        let watch = 0;
        const alive = () => { clearTimeout(watch); watch = setTimeout(() => request.abort(), SILENCE_MS); };
        request.upload.onprogress = (event) => { alive(); if (progress) progress(event.loaded); };
        request.upload.onload = () => { alive(); if (sent) sent(); };
        request.onloadend = () => {
          clearTimeout(watch);
          if (row) row.request = null;
          resolve({ status: request.status, answer: answerOf(request) });
        };
        alive();
        request.send(body);
      });
    }

    function answerOf(request) {
      try { return JSON.parse(request.responseText); } catch { return null; }
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
      if (file.size > SHRINK_OVER && !isFilm(file)) note(row, words.preparing, "");
      const small = await shrink(file);
      if (small.size > limitOf(file)) return failed(row, tooLarge(file, small.size), null);
      const transfer = small.size > SHRINK_OVER ? inPieces : whole;
      if (small !== file) row.address = ""; // made smaller once more it may have other bytes
      for (let tries = 0; !row.gone; tries += 1) {
        row.moved = false;
        const got = await transfer(small, file, row);
        const lost = !got.status || got.status === 408 || got.status >= 500;
        if (!lost || row.gone) return arrived(got, row, file);
        if (row.moved) tries = 0;
        if (tries >= (got.status ? PAUSES_OF_SERVER : PAUSES.length)) return failed(row, words.lost, file);
        await pause(row, PAUSES[tries]);
      }
      return undefined;
    }

    /** Until the time is over, the line is back, or the person taps. */
    function pause(row, seconds) {
      note(row, words.again, "");
      const line = row.querySelector("[data-upload-again]");
      line.hidden = false;
      return new Promise((resolve) => {
        row.wake = () => {
          clearTimeout(timer);
          window.removeEventListener("online", row.wake);
          line.hidden = true;
          row.wake = null;
          resolve();
        };
        const timer = setTimeout(row.wake, seconds * 1000);
        window.addEventListener("online", row.wake);
        line.querySelector("button").onclick = row.wake;
      });
    }

    function facts(fields) {
      const data = new FormData();
      for (const [name, value] of Object.entries(fields)) data.append(name, ...[].concat(value));
      if (words.sensitive) data.append("sensitive", "1");
      return data;
    }

    const confirming = (row) => () => note(row, words.checking, "");

    function whole(small, file, row) {
      const progress = meter(row, small.size, 0);
      return ask("POST", words.upload, { body: facts({ file: [small, file.name] }), row, progress, sent: confirming(row) });
    }

    /** Announced, then piece after piece, each from where the server says it is. */
    async function inPieces(small, file, row) {
      const got = await address(small, file, row);
      if (got.answer?.received === undefined) return got;
      let at = got.answer.received;
      const progress = meter(row, small.size, at);
      while (true) {
        const sent = await ask("POST", row.address, {
          body: small.slice(at, at + PIECE),
          headers: { "Upload-Offset": at, "Content-Type": "application/octet-stream" },
          row,
          progress: (loaded) => progress(at + loaded),
          sent: at + PIECE >= small.size ? confirming(row) : null,
        });
        const is = sent.answer?.received;
        if (is === undefined || is === at) return ended(sent, file, row);
        row.moved = true;
        at = is;
      }
    }

    /** Where the pieces go and how many are there: the place of before, or a new one. */
    async function address(small, file, row) {
      const same = small === file;
      row.address = row.address || (same && begun.find(file)) || "";
      if (row.address) {
        const got = await ask("GET", row.address, { row });
        if (got.status !== 404) return got.status === 201 ? ended(got, file, row) : got;
      }
      const got = await ask("POST", words.pieces, { body: facts({ name: file.name, size: small.size }), row });
      row.address = got.answer?.url || "";
      if (same && row.address) begun.set(file, row.address);
      return got;
    }

    function ended(got, file, row) {
      if ([201, 404, 422].includes(got.status)) begun.set(file, "");
      if (got.status === 201 || got.status === 422) row.address = "";
      // Not there any more, or a step ahead of us: asked for anew at the next try.
      return got.status === 404 || got.status === 409 ? { status: 503, answer: null } : got;
    }

    /** Shows how far a file of `total` bytes is, and how long it will take at the speed since `from`. */
    function meter(row, total, from) {
      const started = Date.now();
      return (done) => {
        const passed = (Date.now() - started) / 1000;
        const share = Math.min(1, done / total);
        const seconds = Math.ceil((passed / Math.max(done - from, 1)) * Math.max(total - done, 0));
        const percent = Math.round(share * 100);
        row.querySelector("[data-upload-progress]").value = percent;
        note(row, fill(passed > 1 ? words.busyLeft : words.busy, { percent: `${percent}%`, seconds }), "");
      };
    }

    function arrived({ status, answer }, row, file) {
      if (row.gone) return answer && answer.remove ? ask("POST", answer.remove) : undefined;
      if (status === 201 && answer) return keep(row, answer);
      if (status === 413) return failed(row, tooLarge(file, file.size), null);
      if (status === 422 && answer) return failed(row, answer.message, null);
      if (status === 429 && answer) return failed(row, answer.message, file);
      if (status === 403) return failed(row, words.expired, null);
      return failed(row, words.lost, file);
    }

    function keep(row, answer) {
      const box = row.querySelector("[data-upload-keep] input");
      box.name = words.field;
      box.value = answer.id;
      box.disabled = false;
      box.checked = true;
      row.dataset.removeUrl = answer.remove;
      if (answer.thumb) row.querySelector("[data-upload-picture]").src = answer.thumb;
      else showAsFilm(row);
      note(row, fill(words.done, { size: sizeWords(answer.size) }), "ok");
      keepDrawer();
    }

    /* ── a phone that loads the page anew after a photo was picked shows it again (P6) ── */

    const shownIds = () => Array.from(list.querySelectorAll("[data-upload-keep] input[value]:enabled"), (box) => box.value);
    const keepDrawer = () => remember("sessionStorage", drawer, shownIds());

    async function lookInDrawer() {
      const shown = shownIds();
      const ids = recall("sessionStorage", drawer, []).filter((id) => !shown.includes(id));
      if (ids.length) {
        const body = new FormData();
        for (const id of ids) body.append("id", id);
        const { answer } = await ask("POST", words.unsent, { body });
        for (const file of answer?.files || []) keep(addRow({ name: file.name, type: "" }), file);
        if (!answer) return;
      }
      keepDrawer();
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

    /* While a chooser is open nothing on the page says so, least of all on phones, where no field has the focus then:
     * the form says it, so that nobody takes it away (track.js) and the file with it. */
    const choosing = () => (form.dataset.choosing = Date.now());
    const hasChosen = () => delete form.dataset.choosing;

    function onPick(event) {
      const input = event.target;
      hasChosen();
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
      // With a mouse; choosing several at once leaves some phones' choosers dead (P6).
      input.multiple = window.matchMedia("(pointer: fine)").matches;
      input.addEventListener("click", choosing);
      input.addEventListener("cancel", hasChosen);
      input.addEventListener("change", onPick);
    }
    form.addEventListener("submit", onSubmit, true);
    lookInDrawer();
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
