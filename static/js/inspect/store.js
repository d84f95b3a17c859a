/* What lies on this phone: IndexedDB behind a few promises. Photos are kept as plain bytes, which every browser stores,
 * apart from what is known of them, so that a list of photos does not load them all.
 */

const NAME = "casework-inspect";
// Each by its `key`; those of one visit are found by `visit`, "person:number".
const OF_PERSON = { people: [], tasks: ["person"], checklists: [], visits: ["person"] };
const STORES = { ...OF_PERSON, files: ["visit"], bytes: [], acts: ["visit"] };

let opened = null;

function open() {
  opened ||= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      for (const [name, indexes] of Object.entries(STORES)) {
        const store = request.result.createObjectStore(name, { keyPath: "key" });
        for (const index of indexes) store.createIndex(index, index);
      }
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => { opened = null; });
  return opened;
}

/** Several stores in one go: all of it is written, or nothing. `work` gets the stores by name, and may return a
 * request, whose result is the answer. Resolves once it is on the disk. */
async function transact(names, mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(names, mode, { durability: "strict" });
    const request = work(Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)])));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = transaction.onerror = (event) => reject(transaction.error || event.target.error);
  });
}

export const get = (name, key) => transact([name], "readonly", (stores) => stores[name].get(key));
export const all = (name, index, value) =>
  transact([name], "readonly", (stores) => stores[name].index(index).getAll(value));
export const put = (name, row) => transact([name], "readwrite", (stores) => { stores[name].put(row); });
export const write = (names, work) => transact(names, "readwrite", work);

/** Read a row, change it, write it back; nobody writes in between. Nothing happens where there is no such row. */
export function change(name, key, alter) {
  return transact([name], "readwrite", (stores) => {
    const request = stores[name].get(key);
    request.onsuccess = () => {
      if (!request.result) return;
      alter(request.result);
      stores[name].put(request.result);
    };
  });
}

export const isFull = (error) => error?.name === "QuotaExceededError";

/** How many bytes are left, as far as the browser tells; null where it does not. */
export async function room() {
  const told = await navigator.storage?.estimate?.().catch(() => null);
  return told?.quota ? told.quota - told.usage : null;
}

/** Ask that the browser never clears this by itself. */
export const keepForGood = () => navigator.storage?.persist?.().catch(() => false);

/* ── everybody who shows the same data hears of a change ── */

const channel = "BroadcastChannel" in self ? new BroadcastChannel(NAME) : null;

export function tell(news) {
  channel?.postMessage(news);
  self.dispatchEvent(new CustomEvent("casework:inspect", { detail: news }));
}

export function hear(listen) {
  self.addEventListener("casework:inspect", (event) => listen(event.detail));
  channel?.addEventListener("message", (event) => listen(event.data));
}
