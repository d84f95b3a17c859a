/* What waits on this phone, and how far it is: each photo, then the whole. */

import { itemsOf } from "./rules.js";
import { clock, make, moment, size, slot, word } from "./dom.js";
import { link, overtakenBanner } from "./tasks.js";

const goes = (file, report) => file.role === "photo" || report;

/** Whether anything of it is on this phone alone. */
export const isHere = ({ visit, task, report, files, acts }) =>
  Boolean(visit) && !(task.kept_at && report?.state === "done") &&
  (report?.state !== "done" || files.some((file) => file.state !== "bound") || acts.some((act) => act.state === "waiting"));

/** Photos, signatures and reports that are still to go. */
export const countWaiting = (all) => all.filter(isHere).reduce((sum, found) => sum + waitingOf(found), 0);

const waitingOf = ({ files, report }) =>
  files.filter((file) => file.state !== "bound" && goes(file, report)).length + (report?.state === "waiting" ? 1 : 0);

function stateWords(file, report) {
  if (file.state === "bound") return word("stateBound", { time: clock(file.at) });
  if (file.why) return file.why;
  if (!goes(file, report)) return word("stateUnfinished");
  if (file.state === "stored") return word("stateStored");
  const percent = `${Math.floor((100 * file.received) / file.size)}%`;
  return file.url ? word("stateGoing", { percent, size: size(file.size) }) : word("stateHere", { size: size(file.size) });
}

function nameOf(file, { checklist, task }) {
  if (file.role === "signature") return word("signature");
  const item = checklist && itemsOf(checklist).find(({ code }) => code === file.item);
  return item ? `${word("item", { number: item.number })} · ${item.question}` : word("photo");
}

function filePart(file, found) {
  const part = make("out-file", { name: nameOf(file, found) });
  part.dataset.file = file.key;
  showFile(part, file, found);
  return part;
}

/** The row of one file as it stands now. */
export function showFile(part, file, found) {
  const picture = slot(part, "picture");
  if (file.thumb && !picture.src) picture.src = file.thumb;
  const bar = slot(part, "bar");
  bar.value = file.state === "here" ? (100 * file.received) / file.size : 100;
  bar.hidden = !(file.state === "here" && file.url);
  const state = slot(part, "state");
  state.textContent = stateWords(file, found.report);
  state.className = file.state === "bound" ? "ok" : file.state === "refused" ? "bad" : "";
  part.classList.toggle("bad", file.state === "refused");
}

function visitPart(found) {
  const { task, report, files } = found;
  const going = files.filter((file) => goes(file, report));
  const done = going.filter(({ state }) => state === "bound").length;
  const only = isHere(found) ? word(report ? "onlyMore" : "onlyUnfinished") : "";
  const part = make("out-visit", {
    unit: task.data.unit.name,
    url: link(task.number),
    received: receivedWords(found),
    only,
    left: going.length && isHere(found) ? word("left", { done, all: going.length }) : "",
  });
  const bar = slot(part, "bar");
  if (bar) Object.assign(bar, { max: going.length, value: done });
  const banner = overtakenBanner(found);
  if (banner) part.querySelector("h2").after(banner);
  for (const text of found.errors) part.querySelector("h2").after(make("banner-warn", { title: word("refused"), text }));
  slot(part, "files").append(...files.map((file) => filePart(file, found)));
  return part;
}

function receivedWords({ task, report }) {
  if (report?.state !== "done") return "";
  const isKept = report.act === "keep_report";
  return word(isKept ? "kept" : "received", { time: moment(isKept ? task.kept_at : task.received_at) });
}

export function outPage(all) {
  const begun = all.filter(({ visit }) => visit);
  const part = make("out", { lead: word(begun.some(isHere) ? "waits" : "nothing") });
  slot(part, "visits").append(...begun.map(visitPart));
  return part;
}
