/* A visit as it stands on this phone. What the inspector does is written by the page alone (`visits`); how far the server
 * is, by the sender alone (`tasks`): so neither undoes the other, whichever comes first.
 */

import { all, change, get, put, tell, write } from "./store.js";

export const REPORTS = ["report_visit", "could_not_inspect", "keep_report"];

export const keyOf = (person, number) => `${person}:${number}`;

/** A one-time key, or the name of a photo. */
export const newKey = () => hex(crypto.getRandomValues(new Uint8Array(16)));

const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");

const lastOf = (rows) => rows[rows.length - 1];
const byOrder = (one, other) => one.order - other.order;
export const actsOf = async (visit) => (await all("acts", "visit", visit)).sort(byOrder);
export const filesOf = async (visit) => (await all("files", "visit", visit)).sort(byOrder);

/** Everything about one task that a page of it shows. */
export async function load(person, number) {
  const key = keyOf(person, number);
  const [task, visit, files, acts] = await Promise.all([get("tasks", key), get("visits", key), filesOf(key), actsOf(key)]);
  if (!task) return null;
  const checklist = (await get("checklists", `${person}:${task.data.checklist}`))?.data;
  return { key, task, visit, files, acts, checklist, ...standing(task, visit, acts) };
}

/** Where it stands: what was queued and not answered, whether it can still be changed here. */
export function standing(task, visit, acts) {
  const report = lastOf(acts.filter((act) => REPORTS.includes(act.act) && act.state !== "refused"));
  const again = report?.state === "done" && task.listed && task.state === "visiting";
  const refused = lastOf(acts.filter((act) => act.errors?.length && act.state !== "done"));
  return {
    begun: Boolean(visit),
    report: again ? null : report || null,
    locked: Boolean(report) && !again,
    lost: !task.listed && !task.received_at,
    errors: report?.state === "done" ? [] : refused?.errors || [],
  };
}

/** What is still to do first, each by its day. */
export const loadAll = async (person) => {
  const tasks = await all("tasks", "person", person);
  const found = await Promise.all(tasks.map((task) => load(person, task.number)));
  const when = ({ task, report }) => `${report?.state === "done" ? 1 : 0} ${task.data.visit_on || task.data.visit_by}`;
  return found.filter(Boolean).sort((one, other) => when(one).localeCompare(when(other)));
};

/* ── what the inspector does ── */

const queued = (person, number, act, details) => ({
  key: newKey(),
  visit: keyOf(person, number),
  person,
  number,
  act,
  details,
  order: Date.now(),
  state: "waiting",
});

/** Begin here: the answers, and the act that says so, unless it was begun on another phone. */
export async function begin(person, task) {
  const now = new Date().toISOString();
  const visit = {
    key: task.key,
    person,
    number: task.number,
    began_at: now,
    answers: {},
    account: "",
    party_words: "",
    party: { way: "", name: "", refused: "" },
    signatures: {},
    place: null,
    not: { kind: "", account: "" },
    saved_at: now,
  };
  await write(["visits", "acts"], (stores) => {
    stores.visits.put(visit);
    if (task.state !== "visiting") stores.acts.put(queued(person, task.number, "start_visit", { began_at: now }));
  });
  tell({ queued: visit.key });
}

/** Change one thing of the visit; other things that are changed at the same time stay. */
export const alter = (key, work) =>
  change("visits", key, (visit) => {
    work(visit);
    visit.saved_at = new Date().toISOString();
  });

const BLANK = { value: "", note: "", photos: [] };
export const answerOf = (visit, code) => ({ ...BLANK, ...visit.answers[code] });

export const answer = (key, code, said) =>
  alter(key, (visit) => { visit.answers[code] = { ...answerOf(visit, code), ...said }; });

/** SHA-256, as the record of the case has it; "" where the browser has none. */
const seal = async (bytes) => (crypto.subtle ? hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))) : "");

/** Keep a photo or a signature, and in the same go what refers to it. `refer(visit, file)` says how. */
export async function keepFile(visit, role, { bytes, type, taken_at, thumb }, refer, item = "") {
  const file = {
    key: newKey(),
    visit: visit.key,
    person: visit.person,
    role,
    item,
    type,
    taken_at,
    thumb,
    name: `${role}-${taken_at.slice(0, 19).replace(/\D/g, "")}.${type === "image/png" ? "png" : "jpg"}`,
    size: bytes.byteLength,
    sha256: await seal(bytes),
    order: Date.now(),
    url: "",
    id: "",
    received: 0,
    state: "here",
    why: "",
  };
  await write(["files", "bytes", "visits"], (stores) => {
    stores.files.put(file);
    stores.bytes.put({ key: file.key, bytes });
    const request = stores.visits.get(visit.key);
    request.onsuccess = () => {
      refer(request.result, file);
      request.result.saved_at = new Date().toISOString();
      stores.visits.put(request.result);
    };
  });
  if (role === "photo") tell({ queued: visit.key });
  return file;
}

/** Take a file out of the visit. What the server has bound already stays there as evidence. */
export async function dropFile(key, file, forget) {
  await alter(key, (visit) => forget(visit));
  if ((await get("files", file.key))?.state === "bound") return;
  await write(["files", "bytes"], (stores) => {
    stores.files.delete(file.key);
    stores.bytes.delete(file.key);
  });
}

/** Queue the report. It can be taken back until it is on its way. */
export async function finish(visit, act, details = {}) {
  await put("acts", queued(visit.person, visit.number, act, { ...details, ended_at: new Date().toISOString() }));
  tell({ queued: visit.key });
}

export const takeBack = (act) => write(["acts"], (stores) => { stores.acts.delete(act.key); });

/* ── what the server is told ── */

/** The report in the server's structure (inspections/tasks/report_forms.py), its files by the server's ids. */
export function reportOf(visit, act, files) {
  const ids = new Map(files.map((file) => [file.key, file.id]));
  const said = { began_at: visit.began_at, ended_at: act.details.ended_at };
  if (visit.place) said.place = visit.place;
  if ((act.real || act.act) === "could_not_inspect") return { ...said, account: visit.not.account };
  const photos = files.filter((file) => file.role === "photo" && file.id);
  return {
    ...said,
    account: visit.account,
    party_words: visit.party_words,
    answers: Object.fromEntries(Object.entries(visit.answers).map(([code, one]) => [code, answerSaid(one, ids)])),
    taken_at: Object.fromEntries(photos.map((file) => [file.id, file.taken_at])),
    signatures: [...inspectorsSigned(visit, ids), ...partySigned(visit, ids)],
  };
}

const answerSaid = ({ value = "", note = "", photos = [] }, ids) => ({
  value,
  note,
  photos: photos.map((key) => ids.get(key)).filter(Boolean),
});

const inspectorsSigned = (visit, ids) =>
  Object.entries(visit.signatures).map(([user, { file, name, at }]) => {
    const signed = file ? { file: ids.get(file) || "" } : { name };
    return { role: "inspector", user: Number(user), ...signed, at };
  });

function partySigned({ party }, ids) {
  if (party.way === "refuse") return [{ role: "party", refused: party.refused, at: party.at }];
  return party.file ? [{ role: "party", name: party.name, file: ids.get(party.file) || "", at: party.at }] : [];
}
