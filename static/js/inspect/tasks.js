/* The list of tasks, and one task before its visit: where, who, why, what was found there before. */

import { begin, finish, takeBack } from "./visits.js";
import { keepForGood, room } from "./store.js";
import { judgeAll } from "./rules.js";
import { day, make, moment, size, slot, today, word } from "./dom.js";

export const link = (number, rest = "") => `#/t/${number}${rest}`;

function whenWords({ visit_on: on, visit_by: by }) {
  if (on === today()) return word("goesToday");
  if (on && on > today()) return word("goesOn", { day: day(on) });
  return word(by < today() ? "wentOver" : "goesBy", { day: day(by) });
}

const others = (task, person) =>
  task.data.inspectors.filter(({ id }) => id !== person).map(({ name, unit }) => `${name}（${unit}）`).join("、");

function card(found, person) {
  const { task, checklist, visit, report, lost } = found;
  const { data } = task;
  const judged = visit && checklist ? judgeAll(checklist, visit.answers) : [];
  const done = judged.filter(({ lacks }) => !lacks).length;
  const together = others(task, person);
  const isOver = report?.state === "done" && task.received_at;
  const part = make("task-card", {
    when: isOver ? word("received", { time: moment(task.received_at) }) : whenWords(data),
    with: together && word("together", { names: together }),
    unit: data.unit.name,
    url: link(task.number),
    address: data.unit.address || data.unit.place,
    nature: data.nature_name,
    progress: visit && !report ? word("filled", { done, all: judged.length }) : "",
    ready: !visit && checklist && task.listed ? word("ready") : "",
    lost: lost && visit && !task.kept_at ? word("lost") : "",
    go: report ? word("seeSending") : word(visit ? "goOn" : "look"),
  });
  if (visit && !report) Object.assign(slot(part, "bar"), { max: judged.length, value: done });
  const go = slot(part, "go");
  go.className = `btn btn-big ${visit && !report && !lost ? "btn-main" : "btn-side"}`;
  if (report) go.href = "#/out";
  else if (visit && !lost) go.href = link(task.number, "/s/0");
  return part;
}

export function tasksPage(all, person) {
  const part = make("tasks", {
    who: word("who", { unit: person.unit, name: person.name }),
    end: word(all.length ? "noMore" : "noTasks"),
  });
  slot(part, "tasks").append(...all.map((found) => card(found, person.key)));
  return part;
}

/* ── one task ── */

function facts({ data }) {
  const { unit, office } = data;
  const rows = [
    ["address", unit.address || unit.place],
    ["code", unit.code],
    ["duty", unit.duty_manager],
    ["phone", "", unit.duty_phone || unit.phone],
    ["visitBy", day(data.visit_by)],
    ["office", office.name],
    ["phone", "", office.phone],
  ];
  const dials = (phone) => phone && `tel:${phone.replace(/[^\d+]/g, "")}`;
  return rows.filter(([, text, phone]) => text || phone).flatMap(([name, text, phone]) =>
    [...make("fact", { name: word(name), text, phone: dials(phone), shown: phone }).children]);
}

/** What became of it elsewhere, in words. */
export function overtakenBanner({ task, visit, report }) {
  if (!task.overtaken) return null;
  const { state, happened } = task.overtaken;
  const sort = { cancelled: "Cancelled", reported: "Reported" }[state] || "Other";
  const rest = task.kept_at ? "Kept" : report ? "Waits" : "Unfinished";
  const told = happened.map(({ at, who, done }) => word("happened", { time: moment(at), who, done }));
  const text = [...told, visit ? word(`overtaken${rest}`) : ""].filter(Boolean).join("；");
  return make(task.kept_at ? "banner-ok" : "banner-warn", { title: word(`overtaken${sort}`), text });
}

export function taskPage(found, person, again) {
  const { task, visit, report, errors } = found;
  const { data } = task;
  const part = make("task", {
    unit: data.unit.name,
    number: task.number,
    nature: data.nature_name,
    basis: data.basis,
    because: data.because,
    found: data.findings.length,
  });
  slot(part, "facts").append(...facts(task));
  slot(part, "people").append(...data.inspectors.map(({ name, unit }) => make("line", { text: `${name} · ${unit}` })));
  const earlier = data.findings.map(({ day: on, question }) => word("finding", { day: day(on), question }));
  slot(part, "findings")?.append(...earlier.map((text) => make("line", { text })));
  slot(part, "code").src = `data:image/svg+xml,${encodeURIComponent(data.code.svg)}`;
  const banners = [overtakenBanner(found), ...errors.map((text) => make("banner-warn", { title: word("refused"), text }))];
  if (data.returned && !report) banners.push(make("banner-warn", { title: word("returned"), text: data.returned }));
  if (!visit && task.state === "visiting") banners.push(make("banner-info", { text: word("begunElsewhere") }));
  slot(part, "banners").append(...banners.filter(Boolean));
  slot(part, "acts").append(...acts(found, person, again, { visit, report }));
  return part;
}

function acts(found, person, again, { visit, report }) {
  const { task } = found;
  const button = (kind, text, act) => make(`${kind}-button`, { text: word(text), act });
  const to = (kind, text, url) => make(`${kind}-link`, { text: word(text), url });
  if (report) {
    const change = report.state === "waiting" && report.act !== "keep_report" && !task.received_at;
    const back = change ? [button("side", "takeBack", () => takeBack(report).then(again))] : [];
    return [to("main", "seeSending", "#/out"), ...back];
  }
  if (visit && (found.lost || task.overtaken)) {
    return [button("main", "sendEvidence", () => finish(visit, "keep_report", { real: "report_visit" }).then(again))];
  }
  const part = (rest) => link(task.number, rest);
  if (visit) return [to("main", "goOn", part("/s/0")), to("side", "toEnd", part("/end")), to("side", "not", part("/not"))];
  if (!task.listed) return [];
  const go = async () => {
    keepForGood();
    await begin(person, task);
    location.hash = link(task.number, "/s/0");
  };
  return [button("main", task.state === "visiting" ? "join" : "start", go)];
}

/* ── the person ── */

export async function mePage(person) {
  const left = await room();
  const offline = navigator.serviceWorker?.controller ? word("worksOffline") : "";
  const free = left ? word("room", { size: size(left) }) : "";
  return make("me", { name: person.name, unit: person.unit, room: free, offline });
}

