/* One part of the checklist: questions, answers, photos. Every tap is on the disk before anything else happens. */

import { get } from "./store.js";
import { answer, answerOf, dropFile, keepFile } from "./visits.js";
import { readPhoto } from "./photos.js";
import { judge, judgeAll } from "./rules.js";
import { clock, join, make, newId, slot, word } from "./dom.js";
import { link } from "./tasks.js";

export const lackWords = (lacks) => word(`lacks${lacks[0].toUpperCase()}${lacks.slice(1)}`);

/** `keep(promise)`: waits for the disk and says so, or says that it is full. `changed()`: the counts are new. */
export function checklistPage(found, wanted, keep) {
  const { task, visit, checklist } = found;
  const index = Math.min(wanted, checklist.sections.length - 1);
  const section = checklist.sections[index];
  const next = checklist.sections[index + 1];
  const part = make("checklist", {
    back: link(task.number),
    end: link(task.number, "/end"),
    unit: task.data.unit.name,
    place: word("section", { number: index + 1, count: checklist.sections.length }),
    title: section.title,
    next: link(task.number, next ? `/s/${index + 1}` : "/end"),
    nextText: next ? word("nextSection", { title: next.title }) : word("toEnd"),
  });
  const bar = slot(part, "bar");
  const items = section.items.map((item) => itemPart(found, item, keep));
  const count = () => {
    const judged = judgeAll(checklist, visit.answers);
    Object.assign(bar, { max: judged.length, value: judged.filter(({ lacks }) => !lacks).length });
    items.forEach(({ show }) => show());
  };
  items.forEach((one) => { one.changed = count; });
  slot(part, "items").append(...items.map((one) => one.part));
  slot(part, "saved").textContent = word("savedAt", { time: clock(visit.saved_at) });
  count();
  return part;
}

const noteLabel = (item, { violation, answered }) =>
  word(violation ? "noteSeen" : item.needed === "reason" && !answered ? "noteWhy" : "note");

function itemPart(found, item, keep) {
  const { visit, checklist, key } = found;
  const mine = () => answerOf(visit, item.code);
  const one = { changed: () => {} };
  let opened = false;
  const part = make("item", {
    question: `${item.number}. ${item.question}`,
    words: item.words && (item.rule ? word("rule", { words: item.words, rule: item.rule }) : item.words),
    guidance: item.guidance,
    addNote: () => { opened = true; one.show(); note.focus(); },
  });
  part.id = `q-${item.code}`;
  const heading = part.querySelector("h3");
  heading.id = newId("question");

  /** On the page at once, on the disk in the same breath. */
  const say = (said) => {
    visit.answers[item.code] = { ...mine(), ...said };
    keep(answer(key, item.code, said));
    one.changed();
  };

  slot(part, "answer").append(...answerParts(item, mine, say, heading.id));
  const note = join(slot(part, "note"));
  note.value = mine().note;
  note.addEventListener("input", () => say({ note: note.value }));
  const shots = slot(part, "shots");
  showShots(shots, found, item.code, item, say, keep);

  one.part = part;
  one.show = () => {
    const judged = judge(item, visit.answers, checklist.limits);
    const { violation, over, lacks, answered } = judged;
    part.classList.toggle("bad", violation);
    const asks = violation || opened || mine().note || (item.needed === "reason" && !answered);
    slot(part, "note").hidden = !asks;
    slot(part, "add-note").hidden = Boolean(asks);
    slot(part, "note").querySelector("label").textContent = noteLabel(item, judged);
    fillLine(slot(part, "over"), over > 0 && word("over", { amount: (over / 100).toFixed(2) }));
    // What nobody has touched is not yet missing; the end of the visit lists it.
    const touched = mine().value || mine().note || mine().photos.length;
    fillLine(slot(part, "lacks"), lacks && touched && lackWords(lacks));
  };
  return one;
}

function fillLine(line, text) {
  line.hidden = !text;
  line.textContent = text || "";
}

/* ── answers ── */

function answerParts(item, mine, say, labelledBy) {
  if (item.choices.length) return [choices(item, mine, say, labelledBy)];
  if (item.kind === "photo") return [];
  const isText = item.kind === "text";
  const part = make(isText ? "text" : "figure", { label: word({ money: "yuan", number: "number" }[item.kind] || "text") });
  const field = join(part);
  field.setAttribute("aria-describedby", labelledBy);
  field.value = mine().value;
  field.addEventListener("input", () => say({ value: field.value }));
  return [part];
}

function choices(item, mine, say, labelledBy) {
  const part = make("seg");
  part.setAttribute("aria-labelledby", labelledBy);
  part.classList.toggle("tall", item.choices.length > 3 || item.choices.some(({ label }) => label.length > 6));
  const name = newId("choice");
  for (const { value, label } of item.choices) {
    const choice = make("seg-choice", { label });
    const radio = choice.querySelector("input");
    Object.assign(radio, { name, value, checked: mine().value === value });
    choice.classList.toggle("no", item.violations.includes(value));
    radio.addEventListener("change", () => say({ value }));
    part.append(choice);
  }
  return part;
}

/* ── photos ── */

/** The photos of one question, or of the door where nobody opened (`code` ""); `said` is told which there are. */
export function showShots(place, found, code, item, said, keep) {
  const atTheDoor = () => found.files.filter((file) => file.item === "door").map(({ key }) => key);
  const mine = () => (code ? answerOf(found.visit, code).photos : atTheDoor());
  const draw = () => {
    const shown = mine().map((key) => found.files.find((file) => file.key === key)).filter(Boolean);
    const most = found.checklist?.limits.photos ?? 12;
    const add = shown.length < most ? [addPart(shown.length)] : [];
    place.replaceChildren(...shown.map(shotPart), ...add);
  };
  const addPart = (count) => {
    const part = make("add-shot", { text: word(count ? "takeMore" : "take") });
    const input = part.querySelector("input");
    input.setAttribute("aria-label", `${word("photo")} ${item ? item.question : ""}`);
    input.addEventListener("change", () => { if (input.files[0]) keep(take(input.files[0])); });
    return part;
  };
  const take = async (chosen) => {
    const photo = await readPhoto(chosen);
    const file = await keepFile(found.visit, "photo", photo, (visit, kept) => {
      if (code) visit.answers[code] = { ...answerOf(visit, code), photos: [...answerOf(visit, code).photos, kept.key] };
    }, code || "door");
    found.files.push(file);
    if (code) found.visit.answers[code] = { ...answerOf(found.visit, code), photos: [...mine(), file.key] };
    draw();
    said({}, file);
  };
  const shotPart = (file) => {
    const time = clock(file.taken_at);
    const caption = word(file.state === "bound" ? "shotSent" : "shot", { time });
    const part = make("shot", { caption, open: () => open(file) });
    part.querySelector("button").setAttribute("aria-label", word("shotName", { time }));
    if (file.thumb) slot(part, "picture").src = file.thumb;
    (file.thumb ? part.querySelector("svg") : slot(part, "picture")).remove();
    return part;
  };
  const open = async (file) => {
    const now = await get("files", file.key);
    const part = make("photo", {
      title: word("shotName", { time: clock(file.taken_at) }),
      text: now?.state === "bound" ? word("shotBound") : "",
      remove: async () => {
        part.close();
        await keep(remove(file));
      },
    });
    slot(part, "picture").src = file.thumb;
    document.body.append(part);
    part.addEventListener("close", () => part.remove());
    part.showModal();
  };
  const remove = async (file) => {
    const without = (visit) => {
      if (!code) return;
      const said = answerOf(visit, code);
      visit.answers[code] = { ...said, photos: said.photos.filter((key) => key !== file.key) };
    };
    await dropFile(found.key, file, without);
    without(found.visit);
    found.files.splice(found.files.indexOf(file), 1);
    draw();
    said({});
  };
  draw();
}
