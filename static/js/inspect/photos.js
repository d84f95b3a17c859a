/* A photo from the camera: when it was taken, then smaller, and a small picture for lists. */

const LONG_EDGE = 2000;
const THUMB = 144;
const TAKEN = { 0x9003: "at", 0x9011: "zone" };

/* ── when it was taken: the camera's own words, which shrinking would lose ── */

/** The values of some tags of one directory, and where the directory of the photo's details lies. */
function readDirectory(view, start, at, little, found) {
  for (let entry = 0; entry < view.getUint16(start + at, little); entry += 1) {
    const place = start + at + 2 + entry * 12;
    const tag = view.getUint16(place, little);
    const count = view.getUint32(place + 4, little);
    if (tag === 0x8769) found.details = view.getUint32(place + 8, little);
    if (!TAKEN[tag]) continue;
    const text = start + view.getUint32(place + 8, little);
    found[TAKEN[tag]] = String.fromCharCode(...new Uint8Array(view.buffer, text, Math.min(count, 20) - 1));
  }
}

function readExif(view, start) {
  const little = view.getUint16(start) === 0x4949;
  const found = {};
  readDirectory(view, start, view.getUint32(start + 4, little), little, found);
  if (found.details) readDirectory(view, start, found.details, little, found);
  return found;
}

/** {at: "2026:10:12 10:12:05", zone: "+08:00"} as far as a JPEG says so. */
export function exifOf(bytes) {
  const view = new DataView(bytes);
  try {
    if (view.getUint16(0) !== 0xffd8) return {};
    for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
      if (view.getUint16(at) === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return readExif(view, at + 10);
      if (view.getUint16(at) === 0xffda) return {};
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // cut short: then the file's own time counts
  }
  return {};
}

/** By the camera; else by the file, which the camera has just written; else now. As a moment with its zone. */
export function takenAt(bytes, file) {
  const { at, zone } = exifOf(bytes);
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(at || "");
  const shift = /^[+-]\d\d:\d\d$/.test(zone || "") ? zone : "";
  const said = parts && new Date(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}${shift}`);
  const moment = said && !Number.isNaN(said.getTime()) ? said : new Date(file.lastModified || Date.now());
  return moment.toISOString();
}

/* ── smaller ── */

function loadElement(file) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => { URL.revokeObjectURL(image.src); resolve(image); };
    image.onerror = reject;
    image.src = URL.createObjectURL(file);
  });
}

function load(file) {
  if (!self.createImageBitmap) return loadElement(file);
  return createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => loadElement(file));
}

function draw(image, edge) {
  const scale = Math.min(1, edge / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const asBlob = (canvas, type, quality) => new Promise((resolve) => canvas.toBlob(resolve, type, quality));

/** {bytes, type, taken_at, thumb}; what this phone cannot open (HEIC) stays as it is, and the server opens it. */
export async function readPhoto(file) {
  const original = await file.arrayBuffer();
  const taken = takenAt(original, file);
  let image;
  try {
    image = await load(file);
  } catch {
    return { bytes: original, type: file.type || "image/jpeg", taken_at: taken, thumb: "" };
  }
  const large = draw(image, LONG_EDGE);
  const small = await asBlob(large, "image/jpeg", 0.85);
  const thumb = draw(large, THUMB).toDataURL("image/jpeg", 0.7);
  if (image.close) image.close();
  large.width = large.height = 0; // gives the memory back at once on iOS
  return { bytes: small ? await small.arrayBuffer() : original, type: "image/jpeg", taken_at: taken, thumb };
}
