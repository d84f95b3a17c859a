/* What was done on the phone goes to the server in its order: the start, the photos, the report. Runs in the page and in
 * its service worker, one of them at a time; wherever it breaks, the next run goes on from there. Each act has the key
 * that was made when it was queued, so that twice is once, and goes on the version that the act before it returned.
 */

import { all, change, get, isFull, tell, write } from "./store.js";
import { ask, BASE, Halt, whose } from "./server.js";
import { refresh } from "./fresh.js";
import { sendFile } from "./upload.js";
import { actsOf, filesOf, newKey, REPORTS, reportOf } from "./visits.js";

// So many photos are made safe at once.
const PART = 5;
const TRIES = 4;

let waiting = false;

/** Fetch what is new and send what waits. Resolves when nothing more can be done now; false: try again. */
export function sendAll() {
  if (!navigator.locks) return run();
  if (waiting) return Promise.resolve(true);
  waiting = true;
  return navigator.locks.request("casework-inspect-send", () => {
    waiting = false;
    return run();
  });
}

async function run() {
  try {
    const person = await whose();
    const session = await refresh(person);
    tell({ status: "online" });
    await sendTasks(session);
    tell({ status: "idle" });
    return true;
  } catch (error) {
    if (isFull(error)) tell({ status: "full" });
    else if (error instanceof Halt) tell({ status: error.why, message: error.message });
    else throw error;
    return false;
  }
}

/** One after the other; what holds up one of them does not hold up the next. */
async function sendTasks(session) {
  let held = null;
  for (const { key } of await all("tasks", "person", session.person.id)) {
    try {
      await sendTask(session, key);
    } catch (error) {
      if (error.why !== "busy") throw error;
      held = error;
    }
  }
  if (held) throw held;
}

/* ── one task ── */

async function sendTask(session, key) {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const acts = (await actsOf(key)).filter(({ state }) => state === "waiting");
    const start = acts.find(({ act }) => act === "start_visit");
    const report = acts.find(({ act }) => REPORTS.includes(act));
    const outcome = start ? await sendStart(session, key, start) : await sendRest(session, key, report);
    if (outcome === "done") return;
    if (outcome === "on") tries = 0;
  }
}

/** {status, said}; 403 is somebody else's session. */
async function post(session, key, act, details) {
  const task = await get("tasks", key);
  const body = { key: act.key, seen: task.version, seq: task.seq, person: task.person, details };
  const headers = { "Content-Type": "application/json", "X-CSRFToken": session.csrf };
  const got = await ask("POST", `${BASE}api/${task.number}/${act.act}/`, { body: JSON.stringify(body), headers });
  if (got.status === 403) throw new Halt("other", got.said.message);
  return got;
}

const standingOf = ({ state, version, seq }) => ({ state, version, seq });

async function settle(key, act, facts, task) {
  await write(["acts", "tasks"], (stores) => {
    stores.acts.put({ ...act, ...facts });
    const request = stores.tasks.get(key);
    request.onsuccess = () => stores.tasks.put({ ...request.result, ...task });
  });
  tell({ visit: key });
}

async function sendStart(session, key, act) {
  const { status, said } = await post(session, key, act, act.details);
  if (status === 200 || said.may_report) {
    // Or somebody else had begun it: then it is begun.
    await settle(key, act, { state: "done", errors: [] }, standingOf(said));
    return "on";
  }
  if (status === 409 && said.may_start) {
    await settle(key, act, {}, standingOf(said));
    return "again";
  }
  if (said.may_start) {
    await settle(key, act, { errors: errorsOf(said) }, {});
    return "done";
  }
  await settle(key, act, { state: "overtaken", errors: [] }, overtakenBy(said));
  return "on";
}

const errorsOf = (said) => (said.errors?.length ? said.errors : [said.message].filter(Boolean));

/** The task is not theirs any more: how it stands, and what happened since they last had it, for them to read. */
function overtakenBy(said) {
  const standing = said.state ? { state: said.state, version: said.version } : {};
  return { ...standing, overtaken: { state: said.state || "", happened: said.happened || [] } };
}

/* ── photos, then the report ── */

async function sendRest(session, key, report) {
  const [task, visit] = await Promise.all([get("tasks", key), get("visits", key)]);
  const isKept = report?.act === "keep_report";
  if (!visit || (!isKept && task.overtaken && !report) || (!report && task.state !== "visiting")) return "done";
  const mayBind = !isKept && task.state === "visiting" && !task.overtaken;
  const bound = await sendFiles(session, key, Boolean(report), mayBind);
  if (!bound) return "again";
  return report ? sendReport(session, key, report, visit) : "done";
}

/** Every file that is not there yet; bound as they come where that is possible. False: a part was not taken. */
async function sendFiles(session, key, isFinished, mayBind) {
  const goes = (file) => ["here", "stored"].includes(file.state) && (file.role === "photo" || isFinished);
  const files = (await filesOf(key)).filter(goes);
  for (const [index, file] of files.entries()) {
    if (file.state === "here") await sendFile(session, file.key);
    const isEnough = (index + 1) % PART === 0 || index + 1 === files.length;
    if (mayBind && isEnough && !(await sendPart(session, key))) return false;
  }
  return true;
}

/** What has arrived becomes part of the case. A part is written down before it is sent: asked again, it is the same. */
async function sendPart(session, key) {
  const stored = (await filesOf(key)).filter(({ state }) => state === "stored");
  const begun = (await actsOf(key)).find(({ act, state }) => act === "send_part" && state === "waiting");
  if (!stored.length && !begun) return true;
  const act = begun || {
    key: newKey(),
    visit: key,
    act: "send_part",
    state: "waiting",
    order: Date.now(),
    files: stored.map((file) => file.key),
    ids: stored.map(({ id }) => id),
  };
  await write(["acts"], (stores) => { stores.acts.put(act); });
  const { status, said } = await post(session, key, act, { attachments: act.ids });
  if (status === 200) {
    await bind(act.files, said);
    await settle(key, act, { state: "done" }, standingOf(said));
    return begun ? sendPart(session, key) : true;
  }
  await write(["acts"], (stores) => { stores.acts.delete(act.key); });
  if (said.may_report) await lookAgain(session, act.files);
  else {
    await change("tasks", key, (task) => Object.assign(task, overtakenBy(said)));
    tell({ visit: key });
  }
  return false;
}

const AFRESH = { state: "here", url: "", id: "", received: 0 };

/** They are the server's: the bytes go from the phone, the small pictures stay. What differs there is sent once more. */
async function bind(keys, said) {
  const seals = new Map(said.attachments.map(({ id, sha256 }) => [id, sha256]));
  const differs = (file) => file.sha256 && seals.has(file.id) && seals.get(file.id) !== file.sha256;
  const files = (await Promise.all(keys.map((file) => get("files", file)))).filter(Boolean);
  await write(["files", "bytes"], (stores) => {
    for (const file of files) {
      stores.files.put(differs(file) ? { ...file, ...AFRESH } : { ...file, state: "bound", why: "", at: said.at });
      if (!differs(file)) stores.bytes.delete(file.key);
    }
  });
}

/** A part was refused although the visit is ours: the server has forgotten some of it (after two days). */
async function lookAgain(session, files) {
  for (const key of files) {
    const file = await get("files", key);
    if (!file?.url) continue;
    const { status } = await ask("GET", file.url);
    if (status !== 201) await change("files", key, (row) => Object.assign(row, AFRESH));
  }
}

async function sendReport(session, key, act, visit) {
  const files = await filesOf(key);
  const isKept = act.act === "keep_report";
  const notTaken = files.filter(({ state }) => state === "refused");
  if (notTaken.length && !isKept) {
    await settle(key, act, { state: "refused", errors: notTaken.map(({ why }) => why) }, {});
    return "done";
  }
  const loose = files.filter(({ state }) => state === "stored");
  const details = { report: reportOf(visit, act, files), attachments: loose.map(({ id }) => id) };
  if (act.act === "could_not_inspect") details.kind = visit.not.kind;
  const { status, said } = await post(session, key, act, details);
  if (status === 200) return received(key, act, loose, said);
  if (status === 409 && said.may_report && !isKept) {
    await settle(key, act, {}, standingOf(said));
    return "again";
  }
  if (status === 404 || isKept !== Boolean(said.may_report)) {
    await settle(key, act, { state: "refused", errors: errorsOf(said) }, {});
    return "done";
  }
  await turn(key, act, said);
  return "again";
}

async function received(key, act, loose, said) {
  await bind(loose.map((file) => file.key), said);
  const facts = act.act === "keep_report" ? { kept_at: said.at } : { received_at: said.at, overtaken: null };
  await settle(key, act, { state: "done", at: said.at, errors: [] }, { ...standingOf(said), ...facts });
  return "done";
}

/** From a report into one that is kept as evidence, or back: the same content under a key of its own. */
async function turn(key, act, said) {
  const real = act.real || act.act;
  const other = said.may_report ? { ...act, act: real } : { ...act, act: "keep_report", real };
  await write(["acts", "tasks"], (stores) => {
    stores.acts.delete(act.key);
    stores.acts.put({ ...other, key: newKey() });
    const request = stores.tasks.get(key);
    const now = said.may_report ? { ...standingOf(said), overtaken: null } : overtakenBy(said);
    request.onsuccess = () => stores.tasks.put({ ...request.result, ...now });
  });
  tell({ visit: key });
}
