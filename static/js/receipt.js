/* The receipt as one picture for the album: number, access code, the QR code and where it leads. The QR code alone, which
 * is what the link saves without scripts, forgets whose it is. WeChat allows no downloads: there one presses and holds.
 */
(() => {
  "use strict";

  const receipt = document.querySelector("[data-receipt]");
  const link = receipt?.querySelector("a[download]");
  const dialog = receipt?.querySelector("dialog");
  if (!link || !dialog?.showModal) return;

  const WIDTH = 720;
  const EDGE = 56;
  const QR = 420;
  const INK = "#211e1a";
  const QUIET = "#6b645b";
  const FONT = getComputedStyle(document.body).fontFamily;

  const linesOf = () =>
    [...receipt.querySelectorAll(".code-line")].map((line) => ({
      label: line.querySelector("dt").textContent.trim(),
      value: line.querySelector("dd").textContent.trim(),
    }));

  function draw() {
    const lines = linesOf();
    const canvas = document.createElement("canvas");
    canvas.width = WIDTH;
    canvas.height = 150 + lines.length * 132 + QR + 170;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);

    const write = (text, y, size, { weight = 400, color = INK, center = false } = {}) => {
      pen.font = `${weight} ${size}px ${FONT}`;
      pen.fillStyle = color;
      pen.textAlign = center ? "center" : "left";
      pen.fillText(text, center ? WIDTH / 2 : EDGE, y, WIDTH - 2 * EDGE);
    };

    write(dialog.dataset.title, 84, 32, { weight: 600 });
    let y = 150;
    for (const { label, value } of lines) {
      write(label, y, 26, { color: QUIET });
      write(value, y + 62, 52, { weight: 600 });
      y += 132;
    }
    pen.setLineDash([10, 8]);
    pen.strokeStyle = QUIET;
    pen.beginPath();
    pen.moveTo(EDGE, y - 34);
    pen.lineTo(WIDTH - EDGE, y - 34);
    pen.stroke();
    pen.imageSmoothingEnabled = false;
    pen.drawImage(receipt.querySelector(".qr img"), (WIDTH - QR) / 2, y, QR, QR);
    write(dialog.dataset.scan, y + QR + 48, 26, { center: true });
    write(location.host, y + QR + 92, 24, { center: true, color: QUIET });
    return canvas.toDataURL("image/png");
  }

  link.addEventListener("click", (event) => {
    event.preventDefault();
    const picture = draw();
    dialog.querySelector("img").src = picture;
    dialog.querySelector("a[download]").href = picture;
    dialog.showModal();
  });
})();
