/* What the server says is to be done, laid beside what was done here; what is over for two weeks is cleared away. */

import { all, write } from "./store.js";
import { ask, BASE, Halt } from "./server.js";
import { actsOf, filesOf, keyOf } from "./visits.js";

const OVER_MS = 14 * 24 * 3600 * 1000;

/** Fetch all that is this person's: who they are, the token for sending, where files go. Raises Halt. */
export async function refresh(person) {
  const { said } = await ask("GET", `${BASE}api/tasks/`);
  await keepTasks(said);
  if (person && said.person.id !== person) throw new Halt("other");
  return said;
}

async function keepTasks({ person, tasks, checklists, now }) {
  const [known, visits] = await Promise.all([all("tasks", "person", person.id), all("visits", "person", person.id)]);
  const acts = (await Promise.all(known.map(({ key }) => actsOf(key)))).flat();
  const busy = new Set(acts.filter(({ state }) => state === "waiting").map(({ visit }) => visit));
  const begun = new Set(visits.map(({ key }) => key));
  const listed = new Map(tasks.map((data) => [keyOf(person.id, data.number), data]));
  const gone = known.filter(({ key }) => !listed.has(key));
  const isOver = (task) => !begun.has(task.key) || (!busy.has(task.key) && isLongOver(task, now));
  await write(["people", "tasks", "checklists"], (stores) => {
    stores.people.put({ key: person.id, ...person, at: now });
    for (const [id, data] of Object.entries(checklists)) stores.checklists.put({ key: `${person.id}:${id}`, data });
    for (const task of gone.filter((one) => !isOver(one))) stores.tasks.put({ ...task, listed: false });
    for (const [key, data] of listed) {
      const before = known.find((task) => task.key === key);
      stores.tasks.put(merged(before, { key, person: person.id, number: data.number, data }, busy.has(key)));
    }
  });
  for (const { key } of gone.filter(isOver)) await clear(key);
}

/** While acts wait, the version is the one they were made on: what changed since, the server says when they come. */
function merged(before, task, isBusy) {
  const { state, version, seq } = isBusy && before ? before : task.data;
  const mine = isBusy ? before : { ...before, overtaken: null };
  return { ...mine, ...task, state, version, seq, listed: true };
}

/** By the server's clock: the phone's may be anywhere. */
function isLongOver({ received_at: received, kept_at: kept }, now) {
  const at = kept || received;
  return Boolean(at) && new Date(now) - new Date(at) > OVER_MS;
}

async function clear(key) {
  const [files, acts] = await Promise.all([filesOf(key), actsOf(key)]);
  await write(["tasks", "visits", "files", "bytes", "acts"], (stores) => {
    stores.tasks.delete(key);
    stores.visits.delete(key);
    for (const file of files) stores.files.delete(file.key);
    for (const file of files) stores.bytes.delete(file.key);
    for (const act of acts) stores.acts.delete(act.key);
  });
}
