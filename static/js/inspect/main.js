/* The inspectors' page: which part is shown, what is saved, when it is sent. Everything it shows lies on this phone; the
 * network only brings and takes.
 */

import { get, hear, isFull, keepForGood, room, tell } from "./store.js";
import { load, loadAll } from "./visits.js";
import { sendAll } from "./send.js";
import { whose } from "./server.js";
import { checklistPage } from "./checklist.js";
import { endingPage, notPage } from "./ending.js";
import { countWaiting, isHere, outPage, showFile } from "./outbox.js";
import { mePage, taskPage, tasksPage } from "./tasks.js";
import { clock, make, size, slot, word } from "./dom.js";

const EVERY = 30_000;
const LITTLE = 200 * 1024 * 1024;
const place = document.getElementById("main");
const statusBar = document.getElementById("status");
const warnings = document.getElementById("warnings");

let person = null;
let link = { status: navigator.onLine === false ? "away" : "idle", message: "" };
let shown = { hash: "", html: "" };

/* ── which part is shown ── */

/** "#/t/JC26-000001-H/s/2" → ["t", "JC26-000001-H", "s", "2"]. */
const route = () =>
  (location.hash.startsWith("#/") ? location.hash.slice(2).split("/").filter(Boolean).map(decodeURIComponent) : []);

async function build() {
  const [first, number, second, third] = route();
  if (first === "out") return outPage(await loadAll(person.key));
  if (first === "me") return mePage(person);
  const found = first === "t" ? await load(person.key, number) : null;
  if (!found) return tasksPage(await loadAll(person.key), person);
  const open = found.visit && found.checklist && !found.locked && !found.lost;
  if (second === "s" && open) return checklistPage(found, Number(third) || 0, keep);
  if (second === "q" && open) return questionPage(found, third);
  if (second === "end" && open) return endingPage(found, keep);
  if (second === "not" && open) return notPage(found, keep);
  return taskPage(found, person.key, show);
}

function questionPage(found, code) {
  const index = found.checklist.sections.findIndex(({ items }) => items.some((item) => item.code === code));
  const part = checklistPage(found, Math.max(index, 0), keep);
  requestAnimationFrame(() => {
    const question = part.querySelector(`#q-${CSS.escape(code)}`);
    question?.scrollIntoView({ block: "center" });
    question?.querySelector("input:not([type=file]), textarea")?.focus({ preventScroll: true });
  });
  return part;
}

async function show() {
  const id = await whose();
  person = id ? await get("people", id) : null;
  const here = location.hash;
  const part = person ? await build() : make(id || link.status === "idle" ? "loading" : "signed-out");
  if (here !== location.hash) return; // they have gone on meanwhile
  const html = part.outerHTML;
  const isNew = shown.hash !== here;
  // A page that says the same stays as it is: with its code open, and the place where somebody reads.
  if (!isNew && shown.html === html) return void showStatus();
  shown = { hash: here, html };
  place.replaceChildren(part);
  document.body.classList.toggle("has-tabs", !part.classList.contains("filing"));
  document.querySelector("nav.tabs").hidden = part.classList.contains("filing") || !person;
  for (const tab of document.querySelectorAll("nav.tabs a")) {
    const [first] = route();
    tab.toggleAttribute("aria-current", (tab.hash === "#/" && !["out", "me"].includes(first)) || tab.hash === `#/${first}`);
    if (tab.hasAttribute("aria-current")) tab.setAttribute("aria-current", "page");
  }
  if (isNew && route()[2] !== "q") {
    scrollTo(0, 0);
    if (document.activeElement === document.body && here) place.querySelector("h1")?.focus({ preventScroll: true });
  }
  await showStatus();
}

/* ── saving: in words, when it could not be ── */

let saving = Promise.resolve();
let pending = 0;

const savedLine = () => place.querySelector("[data-slot=saved]");

/** Wait for the disk, and say when it was; or that it is full. */
async function keep(promise) {
  saving = Promise.allSettled([saving, promise]);
  pending += 1;
  savedLine()?.setAttribute("aria-busy", "true");
  try {
    const kept = await promise;
    warn("full", "");
    if (savedLine()) savedLine().textContent = word("savedAt", { time: clock(new Date().toISOString()) });
    if (statusBar.hidden) showStatus();
    return kept;
  } catch (error) {
    if (!isFull(error)) console.error(error);
    warnFull(isFull(error) ? "full" : "noStore");
    return undefined;
  } finally {
    pending -= 1;
    if (!pending) savedLine()?.removeAttribute("aria-busy");
  }
}

function warn(name, text, title = "") {
  warnings.querySelector(`[data-warning=${name}]`)?.remove();
  if (!text) return;
  const part = make("banner-warn", { title, text });
  part.dataset.warning = name;
  part.setAttribute("role", "alert");
  warnings.append(part);
}

const warnFull = (words) => warn("full", word(words), word(words === "fullSending" ? "fullSendingTitle" : "fullTitle"));

async function lookAtRoom() {
  const left = await room();
  warn("room", left !== null && left < LITTLE ? word("littleRoom", { size: size(left) }) : "");
}

/* ── how it stands ── */

async function showStatus() {
  const all = person ? await loadAll(person.key) : [];
  const here = all.some(isHere);
  document.querySelector("[data-waiting]").textContent = countWaiting(all) || "";
  const [text, more] = statusWords(here, countWaiting(all));
  statusBar.hidden = !text || !person;
  statusBar.className = `offline ${link.status}`;
  if (text) statusBar.replaceChildren(make("status", { text, more, signIn: link.status === "out" }));
}

function statusWords(here, waits) {
  if (link.status === "out") return [word("statusOut"), here ? word("statusOnly") : ""];
  if (link.status === "other") return [word("statusOther"), ""];
  const only = (rest) => `${word("statusOnly")} · ${word(rest)}`;
  if (link.status === "away" && here) return [only("statusAway"), word("statusAwayMore")];
  if (link.status === "away") return [word("statusAwayNothing"), ""];
  if (["busy", "full"].includes(link.status) && here) return [word("statusOnly"), link.message || word("statusBusy")];
  if (link.status === "online" && waits) return [only("statusSending"), word("statusSendingMore")];
  return here ? [word("statusOnly"), word("onlyUnfinished")] : ["", ""];
}

/* ── sending: whenever there may be a network ── */

async function sendSoon() {
  const { serviceWorker } = navigator;
  const registration = serviceWorker?.controller ? await serviceWorker.ready : null;
  // So that it also goes when the page was closed before the network came back.
  await registration?.sync?.register("casework-inspect").catch(() => {});
  await sendAll();
}

/** A part that people fill in is not drawn anew under their hands. */
const isBeingFilledIn = () => ["s", "q", "end", "not"].includes(route()[2]);

hear(async ({ status, message, file, visit, queued }) => {
  if (status) {
    link = { status, message };
    if (status === "full") warnFull("fullSending");
    const isFresh = ["online", "idle"].includes(status) && !isBeingFilledIn();
    if (status === "other" || !person || isFresh) await show();
    else await showStatus();
    if (status === "other") setTimeout(sendSoon, 1000); // from now on it is theirs
  }
  if (file) await showProgress(file);
  if (visit) await (isBeingFilledIn() ? lookWhetherLost() : show());
  if (queued) sendSoon();
});

/** Who is filling it in hears at once that it is not theirs any more; what they wrote stays. */
async function lookWhetherLost() {
  const found = await load(person.key, route()[1]);
  warn("lost", found?.task.overtaken ? word("lost") : "");
}

async function showProgress(key) {
  const part = place.querySelector(`[data-file="${key}"]`);
  const file = part && (await get("files", key));
  if (!file) return;
  const report = (await load(person.key, file.visit.split(":")[1]))?.report;
  showFile(part, file, { report });
}

/* ── from the beginning ── */

async function register() {
  if (!("serviceWorker" in navigator)) return warn("worker", word("noWorker"));
  const at = new URL("worker.js", location).pathname;
  try {
    await navigator.serviceWorker.register(at, { type: "module", updateViaCache: "none" });
  } catch {
    // Workers that import nothing are older than those that do.
    const plain = navigator.serviceWorker.register(`${at}?plain`, { updateViaCache: "none" });
    await plain.catch(() => warn("worker", word("noWorker")));
  }
  return undefined;
}

async function begin() {
  register();
  try {
    await show();
  } catch (error) {
    console.error(error);
    warn("store", word("noStore"));
  }
  lookAtRoom();
  if (await whose()) keepForGood();
  await sendSoon();
}

addEventListener("hashchange", () => saving.then(show));
addEventListener("online", sendSoon);
addEventListener("offline", () => tell({ status: "away" }));
document.addEventListener("visibilitychange", () => { if (!document.hidden) sendSoon(); });
setInterval(sendSoon, EVERY);
begin();
