/* The end of a visit: what is missing, with a link to it; signatures; then it goes by itself. */

import { alter, dropFile, finish, keepFile } from "./visits.js";
import { makePad } from "./pad.js";
import { judgeAll } from "./rules.js";
import { clock, join, make, slot, word } from "./dom.js";
import { lackWords, showShots } from "./checklist.js";
import { link } from "./tasks.js";

const PARTY = "party";

/* ── what is missing ── */

function missingSignatures({ task, visit }) {
  const unsigned = task.data.inspectors.filter(({ id }) => !visit.signatures[id]);
  const lacks = unsigned.map(({ name }) => word("lacksSignature", { name }));
  const { way, file, refused, name } = visit.party;
  if (way === "sign" && file && !name.trim()) return [...lacks, word("lacksPartyName")];
  if (way === "sign" ? !file : !refused.trim() || way !== "refuse") lacks.push(word("lacksParty"));
  return lacks;
}

/** One sentence for the foot of the page, and whether it can be finished. */
function foot(part, lacks) {
  const button = slot(part, "finish");
  button.setAttribute("aria-disabled", String(lacks.length > 0));
  slot(part, "lacks").textContent = lacks[0] || word("complete");
  slot(part, "lacks").previousElementSibling.toggleAttribute("hidden", !lacks.length);
}

export function endingPage(found, keep) {
  const { task, visit, checklist, key, errors } = found;
  const judged = judgeAll(checklist, visit.answers);
  const missing = judged.filter(({ lacks }) => lacks);
  const some = missing.length ? [word("someMissing", { count: missing.length })] : [];
  const lacks = () => [...some, ...missingSignatures(found)];
  const part = make("ending", {
    back: link(task.number, "/s/0"),
    unit: task.data.unit.name,
    summary: some[0] || word("allAnswered", { count: judged.length }),
    finish: async () => {
      if (lacks().length) return;
      await keep(finish(visit, "report_visit"));
      location.hash = "#/out";
    },
  });
  const check = () => foot(part, lacks());
  const back = task.data.returned ? [make("banner-warn", { title: word("returned"), text: task.data.returned })] : [];
  slot(part, "errors").append(...back, ...errors.map((why) => make("banner-warn", { title: word("refused"), text: why })));
  Object.assign(slot(part, "bar"), { max: judged.length, value: judged.length - missing.length });
  slot(part, "missing").append(...missing.map(({ item, lacks: why }) => make("missing", {
    url: link(task.number, `/q/${item.code}`),
    text: word("missing", { number: item.number, question: item.question, lacks: lackWords(why) }),
  })));
  slot(part, "facts").append(...facts(found, judged));
  const write = (name) => (value) => keep(alter(key, (row) => { row[name] = visit[name] = value; }));
  text(slot(part, "account"), visit.account, write("account"));
  text(slot(part, "party-words"), visit.party_words, write("party_words"));
  slot(part, "signatures").append(...task.data.inspectors.map((one) => signature(found, String(one.id), one.name, keep)));
  party(part, found, keep, check);
  place(part, found, keep);
  check();
  return part;
}

function text(field, value, changed) {
  join(field.closest(".field"), field);
  field.value = value;
  field.addEventListener("input", () => changed(field.value));
}

function facts({ visit, files }, judged) {
  const bad = judged.filter(({ violation }) => violation);
  const rows = [
    ["violations", bad.map(({ item }) => item.question).join("；") || word("none")],
    ["photos", String(files.filter(({ role }) => role === "photo").length)],
    ["fromTo", clock(visit.began_at)],
  ];
  return rows.flatMap(([name, said]) => [...make("fact", { name: word(name), text: said }).children]);
}

/* ── signatures ── */

/** Of an inspector by their id, or of the inspected unit. Drawn anew where it stands, once it is signed or not any more. */
function signature(found, whose, name, keep) {
  const { visit, files, key } = found;
  const isParty = whose === PARTY;
  const mine = isParty ? visit.party : visit.signatures[whose];
  const say = (row, said) => {
    if (isParty) Object.assign(row.party, said);
    else row.signatures[whose] = said;
  };
  const forget = (row) => {
    if (isParty) delete row.party.file;
    else delete row.signatures[whose];
  };
  const typeLabel = word("typeName", { name });
  const part = make("signature", { name, typeLabel, again: () => drop(), confirm: () => confirm() });
  const redraw = () => {
    const next = signature(found, whose, name, keep);
    part.replaceWith(next);
    next.dispatchEvent(new CustomEvent("signed", { bubbles: true }));
    next.querySelector("button:not([hidden]), summary")?.focus();
  };
  const drop = async () => {
    const file = files.find((one) => one.key === mine?.file);
    await keep(file ? dropFile(key, file, forget) : alter(key, forget));
    forget(visit);
    redraw();
  };
  const field = join(slot(part, "typed"));
  const confirm = async () => {
    const wrong = slot(part, "wrong");
    wrong.hidden = field.value.trim() === name;
    wrong.textContent = word("wrongName");
    if (!wrong.hidden) return;
    const said = { name, at: new Date().toISOString() };
    await keep(alter(key, (row) => say(row, said)));
    say(visit, said);
    redraw();
  };
  makePad(slot(part, "pad"), async (bytes, picture) => {
    const old = files.find((file) => file.key === (isParty ? visit.party : visit.signatures[whose])?.file);
    const image = { bytes, type: "image/png", taken_at: new Date().toISOString(), thumb: picture };
    const sign = (row, file) => say(row, { file: file.key, at: file.taken_at });
    const file = await keep(keepFile(visit, "signature", image, sign));
    if (!file) return;
    sign(visit, file);
    files.push(file);
    if (old) await dropFile(key, old, () => {});
    showSigned(part, word("signed", { time: clock(file.taken_at) }));
    part.dispatchEvent(new CustomEvent("signed", { bubbles: true }));
  });
  showPad(part, { mine, isParty, name, picture: files.find((file) => file.key === mine?.file)?.thumb });
  return part;
}

/** Signed just now: more strokes may follow, so the pad stays. */
function showSigned(part, words) {
  slot(part, "state").textContent = words;
  slot(part, "state").classList.add("text-ok");
  slot(part, "again").hidden = false;
  slot(part, "typed")?.remove();
}

function showPad(part, { mine, isParty, name, picture }) {
  const signed = Boolean(mine?.file || (!isParty && mine?.name));
  slot(part, "pad").setAttribute("aria-label", word("signatureOf", { name }));
  slot(part, "pad").hidden = signed;
  slot(part, "again").hidden = !signed;
  slot(part, "state").textContent = word("signHere", { name });
  const shown = slot(part, "signed");
  shown.hidden = !picture;
  if (picture) Object.assign(shown, { src: picture, alt: word("signatureOf", { name }) });
  if (signed) showSigned(part, word(mine.file ? "signed" : "confirmed", { time: clock(mine.at) }));
  else if (isParty) slot(part, "typed").remove();
}

function party(part, found, keep, check) {
  const { visit, key } = found;
  const set = (facts) => {
    Object.assign(visit.party, facts);
    check();
    return keep(alter(key, (row) => Object.assign(row.party, facts)));
  };
  const draw = () => {
    const { way } = visit.party;
    const parts = [];
    if (way === "sign") {
      const name = make("party-name");
      text(name.querySelector("input"), visit.party.name, (value) => set({ name: value }));
      parts.push(name, signature(found, PARTY, word("party"), keep));
    } else if (way === "refuse") {
      const why = make("party-why");
      const refuse = (refused) => set({ refused, at: new Date().toISOString() });
      text(why.querySelector("textarea"), visit.party.refused, refuse);
      parts.push(why);
    }
    slot(part, "party-part").replaceChildren(...parts);
  };
  for (const radio of slot(part, "party").querySelectorAll("input")) {
    radio.checked = radio.value === visit.party.way;
    radio.addEventListener("change", () => { set({ way: radio.value }); draw(); });
  }
  part.addEventListener("signed", check);
  draw();
}

/* ── where: only if the inspector wants it said, and the phone says it ── */

function place(part, { visit, key }, keep) {
  const box = slot(part, "place");
  const words = slot(part, "place-words");
  const set = (found) => keep(alter(key, (row) => { row.place = visit.place = found; }));
  const known = () => { words.textContent = word("place", { metres: Math.round(visit.place.accuracy) }); };
  box.checked = Boolean(visit.place);
  if (visit.place) known();
  box.addEventListener("change", () => {
    if (!box.checked) return set(null);
    const not = () => { box.checked = false; words.textContent = word("noPlace"); };
    if (!navigator.geolocation) return not();
    return navigator.geolocation.getCurrentPosition(({ coords }) => {
      set({ lat: coords.latitude, lon: coords.longitude, accuracy: coords.accuracy }).then(known);
    }, not, { enableHighAccuracy: true, timeout: 30_000, maximumAge: 60_000 });
  });
}

/* ── nobody opened ── */

export function notPage(found, keep) {
  const { task, visit, key, files, errors } = found;
  const lacks = () => [
    !visit.not.kind && word("lacksKind"),
    !visit.not.account.trim() && word("lacksAccount"),
    !files.some(({ role }) => role === "photo") && word("lacksEvidence"),
  ].filter(Boolean);
  const part = make("not", {
    back: link(task.number),
    unit: task.data.unit.name,
    finish: async () => {
      if (lacks().length) return;
      await keep(finish(visit, "could_not_inspect"));
      location.hash = "#/out";
    },
  });
  const check = () => foot(part, lacks());
  const set = (facts) => {
    Object.assign(visit.not, facts);
    keep(alter(key, (row) => Object.assign(row.not, facts)));
    check();
  };
  slot(part, "errors").append(...errors.map((sentence) => make("banner-warn", { title: word("refused"), text: sentence })));
  for (const radio of part.querySelectorAll("input[name=not]")) {
    radio.checked = radio.value === visit.not.kind;
    radio.addEventListener("change", () => set({ kind: radio.value }));
  }
  text(part.querySelector("textarea"), visit.not.account, (account) => set({ account }));
  showShots(slot(part, "shots"), found, "", null, check, keep);
  check();
  return part;
}
