/* A signature, drawn with a finger or a mouse on glass: dark on white, whatever the page looks like. */

const SCALE = 2;
const INK = "#211e1a";
const PAPER = "#ffffff";

/** Make the canvas a pad; `drawn(png bytes)` after each stroke. */
export function makePad(canvas, drawn) {
  const ink = canvas.getContext("2d");
  let strokes = 0;
  let last = null;

  /** As large as it is shown, once it is in the page. */
  const ready = () => {
    if (strokes) return;
    const box = canvas.getBoundingClientRect();
    canvas.width = Math.max(box.width, 280) * SCALE;
    canvas.height = Math.max(box.height, 140) * SCALE;
    ink.fillStyle = PAPER;
    ink.fillRect(0, 0, canvas.width, canvas.height);
    Object.assign(ink, { strokeStyle: INK, lineWidth: 3 * SCALE, lineCap: "round", lineJoin: "round" });
  };

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * (canvas.width / box.width), (event.clientY - box.top) * (canvas.height / box.height)];
  };
  const line = (from, to) => {
    ink.beginPath();
    ink.moveTo(...from);
    ink.lineTo(...to);
    ink.stroke();
  };

  canvas.addEventListener("pointerdown", (event) => {
    ready();
    canvas.setPointerCapture(event.pointerId);
    last = place(event);
    line(last, last);
    event.preventDefault();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const now = place(event);
    line(last, now);
    last = now;
  });
  const end = () => {
    if (!last) return;
    last = null;
    strokes += 1;
    canvas.toBlob(async (blob) => drawn(await blob.arrayBuffer(), canvas.toDataURL("image/png")), "image/png");
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
}
