/* One photo or signature to the server, piece by piece: what has arrived is never sent twice, wherever it broke. */

import { change, get, tell } from "./store.js";
import { ask, Halt } from "./server.js";

const PIECE = 128 * 1024;
// A server that takes no piece any more will not take the next one either.
const STUCK = 3;

/** The id under which the server has the file; "" where it will not take it (the row says why). Raises Halt. */
export async function sendFile(session, key) {
  const row = await get("files", key);
  const bytes = (await get("bytes", key))?.bytes;
  if (!row || !bytes) return "";
  let place = await find(session, row);
  for (let stuck = 0; !place.id && !place.refused; stuck = place.moved ? 0 : stuck + 1) {
    if (stuck > STUCK) throw new Halt("busy");
    place = place.url ? await sendPiece(session, place, bytes) : await announce(session, row, bytes);
    await note(key, { url: place.url, received: place.at });
  }
  if (place.refused) await note(key, { state: "refused", why: place.refused, url: "" });
  else await note(key, { state: "stored", id: place.id, why: "", received: bytes.byteLength });
  return place.id || "";
}

/** How far it was. The server forgets what nobody went on with for a day: then it begins anew. */
async function find(session, row) {
  if (!row.url) return {};
  return told(await ask("GET", row.url), { url: row.url, at: row.received });
}

async function announce(session, row, bytes) {
  const body = new FormData();
  body.append("name", row.name);
  body.append("size", bytes.byteLength);
  const { status, said } = await ask("POST", session.pieces, { body, headers: { "X-CSRFToken": session.csrf } });
  if (status === 201) return { url: said.url, at: 0, moved: true };
  // So much lies there unsent that nothing more is taken: what is bound makes room for it.
  throw new Halt("busy", said.message);
}

async function sendPiece(session, { url, at }, bytes) {
  const headers = { "X-CSRFToken": session.csrf, "Upload-Offset": at, "Content-Type": "application/octet-stream" };
  return told(await ask("POST", url, { body: bytes.slice(at, at + PIECE), headers }), { url, at });
}

/** What an answer about the pieces means: stored, gone, refused, or how much is there. */
function told({ status, said }, { url, at }) {
  if (status === 201) return { url, id: said.id, at: said.size, moved: true };
  if (status === 404) return { url: "", at: 0 };
  if (status === 422) return { refused: said.message || "?" };
  if (said.received === undefined) throw new Halt("busy", said.message);
  return { url, at: said.received, moved: said.received > at };
}

async function note(key, facts) {
  await change("files", key, (row) => Object.assign(row, facts));
  tell({ file: key });
}
