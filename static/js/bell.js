/* The bell: the socket only says "look"; what is new comes over HTTP and is merged by id, so a page that slept, lost
 * its network or never had a socket misses nothing and shows nothing twice.
 *
 * Reads <body data-bell-url data-since-url data-since-id data-read-url>; does nothing without them. Tells the page:
 *   casework:notifications  {items, unread, more}   rows this page has not had yet; more: too many to send, reload
 *   casework:changed        [case numbers]          patch these rows in place
 *   casework:link           "up" | "down"           the socket
 *   casework:ended                                  whoever has this page is no longer known here
 */
(() => {
  "use strict";

  const config = document.body.dataset;
  const PING_MS = 25_000;
  const PONG_MS = 10_000;
  const POLL_MS = 60_000;
  const GOOD_MS = 60_000;
  const BACKOFF_MS = 1_000;
  const BACKOFF_CAP_MS = 30_000;
  const TOAST_MS = 8_000;
  const OVERLAP_MS = 120_000;
  const SIGNED_OUT = 4401;
  const NO_RIGHT = 4403;

  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`casework:${name}`, { detail }));

  /* ── what is new ── */

  const startId = Number(config.sinceId || 0);
  const had = new Set();
  let lastId = startId;
  let firstAnswer = true;
  let stopped = false;
  let asking = null;
  let askAgain = false;

  /** Ask what is new; questions that come while one is under way become one more. True when the server knows us. */
  function ask() {
    if (stopped) return Promise.resolve(false);
    if (asking) {
      askAgain = true;
      return asking;
    }
    asking = fetchNews().finally(() => {
      asking = null;
      if (askAgain) {
        askAgain = false;
        ask();
      }
    });
    return asking;
  }

  async function fetchNews() {
    try {
      const url = config.sinceUrl.replace(/\/0(?=\?|$)/, `/${lastId}`);
      const response = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (response.status === 401 || response.status === 403) {
        stop();
        tell("ended");
        return false;
      }
      if (response.ok) merge(await response.json());
      return response.ok;
    } catch {
      return false; // No network: the next bell, connection or minute asks again.
    }
  }

  function merge({ notifications, unread, more, now }) {
    const fresh = notifications.filter(({ id }) => !had.has(id));
    fresh.forEach(({ id }) => had.add(id));
    lastId = Math.max(lastId, ...fresh.map(({ id }) => id));
    // The first answer overlaps what the page was built from. An id from before may still have been shown only after
    // the page was built, so recent ones count as changes; but nobody is told of them a second time.
    const isNews = ({ id }) => !firstAnswer || id > startId;
    const isRecent = ({ at }) => Date.parse(now) - Date.parse(at) < OVERLAP_MS;
    const items = fresh.filter((item) => isNews(item) && !item.quiet);
    const changed = fresh.filter((item) => isNews(item) || isRecent(item)).map((item) => item.case_no).filter(Boolean);
    firstAnswer = false;
    showUnread(unread);
    tell("notifications", { items, unread, more });
    if (changed.length) tell("changed", [...new Set(changed)]);
    queueToasts(items.filter((item) => !item.read));
  }

  function showUnread(unread) {
    for (const badge of document.querySelectorAll("[data-unread]")) {
      badge.textContent = unread >= 100 ? "99+" : String(unread);
      badge.hidden = unread === 0;
    }
  }

  function markRead(id) {
    const token = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
    if (!config.readUrl || !token["X-CSRFToken"]) return;
    const headers = { Accept: "application/json", ...token };
    const sent = fetch(config.readUrl, { method: "POST", headers, body: new URLSearchParams({ id }), keepalive: true });
    sent.then(ask, () => {});
  }

  /* ── toasts: one at a time, the urgent first; of calm ones only the newest, the rest are in the bell ── */

  let waiting = [];
  let showing = null;

  function queueToasts(items) {
    if (!document.getElementById("toasts") || !document.getElementById("toast-shape")) return;
    const urgent = items.filter((item) => item.urgent);
    const calm = items.filter((item) => !item.urgent).slice(-1);
    const calmer = calm.length ? calm : waiting.filter((item) => !item.urgent);
    waiting = [...waiting.filter((item) => item.urgent), ...urgent, ...calmer];
    // An urgent one does not wait behind a calm one.
    if (showing && !showing.urgent && urgent.length) showing.remove();
    nextToast();
  }

  function nextToast() {
    if (showing || !waiting.length) return;
    const item = waiting.shift();
    const card = document.getElementById("toast-shape").content.firstElementChild.cloneNode(true);
    const part = (name) => card.querySelector(`[data-toast-${name}]`);
    part("sentence").textContent = item.sentence;
    part("case").textContent = item.case_no;
    part("link").setAttribute("href", safePath(item.url));
    part("urgent").hidden = !item.urgent;
    card.classList.toggle("urgent", item.urgent);
    const remove = () => {
      clearTimeout(showing?.timer);
      card.remove();
      showing = null;
    };
    const done = () => {
      markRead(item.id);
      remove();
      nextToast();
    };
    part("link").addEventListener("click", () => markRead(item.id));
    part("close").addEventListener("click", done);
    showing = { urgent: item.urgent, remove, timer: 0 };
    if (!item.urgent) fadeWhenLeftAlone(card);
    document.getElementById("toasts").append(card);
  }

  /** A calm toast goes after 8 s, but not from under a pointer or the keyboard. */
  function fadeWhenLeftAlone(card) {
    const mine = showing;
    const hold = () => clearTimeout(mine.timer);
    const release = () => {
      hold();
      mine.timer = setTimeout(() => {
        mine.remove();
        nextToast();
      }, TOAST_MS);
    };
    card.addEventListener("pointerenter", hold);
    card.addEventListener("focusin", hold);
    card.addEventListener("pointerleave", release);
    card.addEventListener("focusout", release);
    release();
  }

  /** Only addresses of this site; anything else leads nowhere. */
  function safePath(url) {
    const target = new URL(url, location.href);
    return target.origin === location.origin ? target.href : "#";
  }

  /* ── the socket ── */

  let socket = null;
  let attempts = 0;
  let retry = 0;

  function connect() {
    if (stopped || socket) return;
    clearTimeout(retry);
    const url = new URL(config.bellUrl, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const mine = new WebSocket(url);
    socket = mine;
    const timers = { ping: 0, pong: 0, good: 0 };
    mine.addEventListener("open", () => {
      tell("link", "up");
      timers.good = setTimeout(() => (attempts = 0), GOOD_MS);
      timers.ping = setInterval(() => ping(mine, timers), PING_MS);
      ask();
    });
    mine.addEventListener("message", ({ data }) => {
      clearTimeout(timers.pong);
      if (kindOf(data) === "bell") ask();
    });
    mine.addEventListener("close", ({ code }) => lost(mine, timers, code));
  }

  /** A socket over a dead network looks open: no answer to a ping ends it. */
  function ping(mine, timers) {
    if (mine.readyState !== WebSocket.OPEN) return;
    mine.send(JSON.stringify({ kind: "ping" }));
    clearTimeout(timers.pong);
    timers.pong = setTimeout(() => {
      mine.close();
      lost(mine, timers, 1006); // The closing handshake over a dead network takes its own minute.
    }, PONG_MS);
  }

  async function lost(mine, timers, code) {
    clearTimeout(timers.pong);
    clearTimeout(timers.good);
    clearInterval(timers.ping);
    if (socket !== mine) return;
    socket = null;
    tell("link", "down");
    if (code === NO_RIGHT) {
      stop();
      return tell("ended");
    }
    // Another tab may have signed in again, or changed the password: then the server still knows us.
    if (code === SIGNED_OUT && !(await ask())) return stop();
    const wait = Math.min(BACKOFF_CAP_MS, BACKOFF_MS * 2 ** attempts);
    attempts += 1;
    retry = setTimeout(connect, wait / 2 + (Math.random() * wait) / 2);
  }

  function kindOf(data) {
    try {
      return JSON.parse(data).kind;
    } catch {
      return null;
    }
  }

  function stop() {
    stopped = true;
    clearTimeout(retry);
    clearInterval(poll);
    socket?.close();
  }

  /** Back at the tab or online again: ask now, and do not wait out a long back-off. */
  function comeBack() {
    if (document.visibilityState !== "visible") return;
    ask();
    connect();
  }

  let poll = 0;

  if (config.bellUrl && config.sinceUrl) {
    poll = setInterval(ask, POLL_MS);
    document.addEventListener("visibilitychange", comeBack);
    window.addEventListener("online", comeBack);
    window.addEventListener("pageshow", (event) => event.persisted && comeBack());
    connect();
    ask();
  }
})();
