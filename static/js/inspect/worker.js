/* The service worker of /inspect/: the page and all its files lie on the phone, of one version; and what waits there is
 * sent when the network comes back, also with the page closed, where the browser knows Background Sync.
 *
 * The server writes `APP` before this: {page, version, files}, and imports `sendAll` where the browser can.
 */

const CACHE = `casework-inspect-${APP.version}`;
const OURS = /^casework-inspect-/;

self.addEventListener("install", (event) => {
  const fresh = [APP.page, ...APP.files].map((address) => new Request(address, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => OURS.test(name) && name !== CACHE);
  const forget = (names) => Promise.all(old(names).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(forget).then(() => self.clients.claim()));
});

/** The page and its files from the phone, whatever the network does; everything else is none of ours. */
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  const isPage = request.mode === "navigate" && pathname === APP.page;
  if (request.method !== "GET" || origin !== self.location.origin || !(isPage || APP.files.includes(pathname))) return;
  const kept = caches.open(CACHE).then((cache) => cache.match(isPage ? APP.page : request, { ignoreSearch: true }));
  event.respondWith(kept.then((found) => found || fetch(request)));
});

self.addEventListener("sync", (event) => {
  if (event.tag !== "casework-inspect" || !self.sendAll) return;
  // A refusal makes the browser come back later, a few times.
  event.waitUntil(self.sendAll().then((went) => { if (!went) throw new Error("later"); }));
});
