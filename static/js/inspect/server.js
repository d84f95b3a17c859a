/* Talking to the server, from the page or from its service worker: whose phone this is, and one request at a time. */

const COOKIE = "casework-inspects";
const SILENCE_MS = 60_000;
// Of the page and of its worker: both lie in the scope.
export const BASE = new URL("./", self.location).pathname;

/** The person who signed in here last and has not left since; 0 for nobody. The server writes it (phone/whose.py). */
export async function whose() {
  if ("document" in self) {
    const found = new RegExp(`(?:^|; )${COOKIE}=(\\d+)`).exec(document.cookie);
    return found ? Number(found[1]) : 0;
  }
  return Number((await self.cookieStore?.get(COOKIE))?.value || 0);
}

/** Why nothing goes on now: "away" (no network), "out" (the session is over), "other" (somebody else signed in),
 * "busy" (the server asks to wait). What was to be sent stays as it is. */
export class Halt extends Error {
  constructor(why, message = "") {
    super(message || why);
    this.why = why;
  }
}

/** {status, said}: an answer that says something. Raises Halt where there is none. */
export async function ask(method, url, { body, headers = {} } = {}) {
  const stop = new AbortController();
  const watch = setTimeout(() => stop.abort(), SILENCE_MS);
  let answer, said;
  try {
    const asks = { Accept: "application/json", ...headers };
    answer = await fetch(url, { method, body, headers: asks, signal: stop.signal, cache: "no-store" });
    said = await answer.json().catch(() => null);
  } catch {
    throw new Halt("away");
  } finally {
    clearTimeout(watch);
  }
  if (answer.status === 401) throw new Halt("out");
  // A page instead of data: the token is too old, or something stands between us and the server.
  const strange = said === null && answer.status !== 404;
  if (answer.status >= 500 || [408, 429].includes(answer.status) || strange) throw new Halt("busy", said?.message);
  return { status: answer.status, said: said || {} };
}
