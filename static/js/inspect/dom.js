/* Parts of the page from its own <template>s, with words from the page: no sentence stands in a script. */

const words = () => document.getElementById("inspect-words").dataset;

export const fill = (pattern, values = {}) =>
  pattern.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

/** A sentence of the page by its name, with its gaps filled. */
export const word = (name, values) => fill(words()[name] ?? "", values);

/** The content of template#t-`name`: [data-text=x] gets the text of `values.x`, [data-if=x] stays where it is true,
 * [data-href=x] and [data-act=x] lead where `values.x` says: an address, or a function. */
export function make(name, values = {}) {
  const part = document.getElementById(`t-${name}`).content.firstElementChild.cloneNode(true);
  const each = (attribute, work) => {
    for (const found of [part, ...part.querySelectorAll(`[data-${attribute}]`)]) {
      const key = found.dataset[attribute];
      if (key !== undefined) work(found, values[key]);
    }
  };
  each("if", (found, value) => { if (!value) found.remove(); });
  each("text", (found, value) => { found.textContent = value ?? ""; });
  each("href", (found, value) => { if (value) found.setAttribute("href", value); else found.removeAttribute("href"); });
  each("act", (found, value) => { if (value) found.addEventListener("click", value); });
  return part;
}

export const slot = (part, name) => part.querySelector(`[data-slot=${name}]`);

let last = 0;
/** An id that nothing else on the page has. */
export const newId = (prefix) => `${prefix}-${(last += 1)}`;

/** Join a label and the field it names. */
export function join(part, field = part.querySelector("input, textarea")) {
  field.id = newId("field");
  const label = part.querySelector("label[data-for]");
  if (label) label.htmlFor = field.id;
  return field;
}

/* ── days and times, in the page's language ── */

const format = (moment, options) => new Intl.DateTimeFormat(document.documentElement.lang, options).format(moment);

export const clock = (moment) => format(new Date(moment), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export function day(iso) {
  const date = new Date(`${iso}T00:00`);
  return word("day", {
    month: format(date, { month: "short" }),
    day: date.getDate(),
    weekday: format(date, { weekday: "short" }),
  });
}

export function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

export const moment = (iso) =>
  (new Date(iso).toDateString() === new Date().toDateString() ? clock(iso) : `${day(isoDay(iso))} ${clock(iso)}`);

const isoDay = (iso) => {
  const date = new Date(iso);
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
};

const MB = 1024 * 1024;

export function size(bytes) {
  if (bytes >= 1024 * MB) return `${(bytes / MB / 1024).toFixed(1)} GB`;
  return bytes >= MB ? `${(bytes / MB).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}
