/* What the server will say of an answer, decided without it: inspections/answers.py and said.py have the same rules, and
 * tests/e2e/test_phone_rules.py holds the two together. No page, no storage: data in, data out.
 */

const NOTHING = { value: "", note: "", photos: [] };

export const itemsOf = (checklist) => checklist.sections.flatMap((section) => section.items);

const isFigure = (item) => item.kind === "money" || item.kind === "number";
const length = (text) => [...text].length;

/** The figure that is meant, as 1200.50; "" where none is. */
export function plainFigure(text) {
  if (length(text) > 40) return "";
  let plain = text.normalize("NFKC").replace(/[¥元圆块\s]/g, "").replaceAll("。", ".");
  if (/^\d+,\d{1,2}$/.test(plain)) plain = plain.replace(",", ".");
  else if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replaceAll(",", "");
  return /^\d{1,9}(\.\d{1,2})?$/.test(plain) ? plain : "";
}

/** A figure to compare, in cents; null where none can be read, or one that is too high to be meant. */
function cents({ value }, highest) {
  const plain = plainFigure(value);
  return plain && Number(plain) <= highest ? Math.round(Number(plain) * 100) : null;
}

function answerTo(code, answers) {
  const said = { ...NOTHING, ...answers[code] };
  return { ...said, value: said.value.trim(), note: said.note.trim() };
}

/** What cannot be read or is too much of something; "" for nothing. */
function fault(item, { value, note, photos }, limits) {
  if (isFigure(item) && value && !plainFigure(value)) return "figure";
  if (isFigure(item) && value && Number(plainFigure(value)) > limits[item.kind]) return "high";
  if (length(value) > limits.text || length(note) > limits.note) return "long";
  return photos.length > limits.photos ? "photos" : "";
}

/** {violation, over: cents too much or 0, lacks: "" or why this answer is not complete}. */
export function judge(item, answers, limits) {
  const said = answerTo(item.code, answers);
  const { value, note, photos } = said;
  const own = isFigure(item) ? cents(said, limits[item.kind]) : null;
  const most = item.more_than ? cents(answerTo(item.more_than, answers), limits.money) : null;
  const answered = item.kind === "photo" ? photos.length > 0 : value !== "";
  const over = own !== null && most !== null ? Math.max(own - most, 0) : 0;
  const violation = item.violations.includes(value) || over > 0;
  const needsPhoto = item.photo === "violation" ? violation : item.photo === "always" && answered && value !== "na";
  let lacks = fault(item, said, limits);
  if (!lacks && !answered && item.needed === "always") lacks = item.kind === "photo" ? "photo" : "answer";
  if (!lacks && !answered && item.needed === "reason" && !note) lacks = "reason";
  if (!lacks && violation && !note) lacks = "note";
  if (!lacks && needsPhoto && !photos.length) lacks = "photo";
  return { answered, violation, over, lacks };
}

/** Every question with what is found of it, in the checklist's order. */
export function judgeAll(checklist, answers) {
  return itemsOf(checklist).map((item) => ({ item, ...judge(item, answers, checklist.limits) }));
}
