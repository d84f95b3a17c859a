"""`python -m benchmarks --uploads`: what files cost in memory: 30 photos of a phone, then videos, on the real server.

Peaks of resident memory as the kernel counts them (VmHWM), of the web process and of the converter that it starts for
each photo, against the web process at rest. Files are sent as the picker sends them.
"""

from __future__ import annotations

import io
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

from benchmarks.browser import Browser
from benchmarks.place import Site
from tests.films import film

MB = 1024 * 1024
PIECE = MB
LOOK_EVERY = 0.02
PHOTO = (4000, 3000)


@dataclass
class Peak:
    """Megabytes: the web process before and at its highest, the converter at its highest; seconds it took."""

    what: str
    before: float = 0.0
    server: float = 0.0
    converter: float = 0.0
    seconds: float = 0.0

    @property
    def more(self) -> float:
        return self.server - self.before


@dataclass
class Watch:
    """Looks at the converters of the web process until it is told to stop."""

    pid: int
    converter: float = 0.0
    done: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.done.wait(LOOK_EVERY):
            for child in _converters(self.pid):
                self.converter = max(self.converter, _memory(child, "VmHWM"))


def measure(site: Site, *, photos: int, film_bytes: int) -> list[Peak]:
    """As the picker sends them, which puts in pieces what no browser made smaller; then by plain forms."""
    pid = site.installation.processes["web"].pid
    photo, video = a_photo(), film(frames=film_bytes)
    _form(Browser(site.port), photo)  # what is loaded once is loaded now
    many = f"{photos} photos of 12 MP ({len(photo) / MB:.1f} MB each)"
    one = f"a video of {film_bytes // MB} MB"
    things: dict[str, Callable[[], None]] = {
        f"{many}, in pieces": lambda: _all(site, _pieces, photo, photos),
        f"the same by six browsers at once, {photos // 6} each": lambda: _at_once(site, 6, photo, photos // 6),
        f"{one}, in pieces": lambda: _pieces(Browser(site.port), video),
        f"{many}, by plain forms": lambda: _all(site, _form, photo, photos),
        f"{one}, by a plain form": lambda: _form(Browser(site.port), video),
    }
    return [_watched(pid, what, call) for what, call in things.items()]


def table(peaks: list[Peak]) -> list[str]:
    rows = [
        f"| {p.what} | {p.before:.0f} | {p.server:.0f} | **{p.more:+.0f}** | {p.converter:.0f} | {p.seconds:.0f} |"
        for p in peaks
    ]
    return ["| resident memory in MB | before | peak | more | converter | s |", "|---|--:|--:|--:|--:|--:|", *rows]


def a_photo() -> bytes:
    """12 million pixels with grain, some 5 MB as phones make them."""
    grain = Image.effect_noise(PHOTO, 20)
    data = io.BytesIO()
    Image.merge("RGB", [grain, grain.transpose(Image.Transpose.ROTATE_180), grain]).save(data, "JPEG", quality=82)
    return data.getvalue()


# --- sending ----------------------------------------------------------------------------------------------------------
def _all(site: Site, send: Callable[[Browser, bytes], None], photo: bytes, count: int) -> None:
    browser = Browser(site.port)
    for _number in range(count):
        send(browser, photo)


def _at_once(site: Site, browsers: int, photo: bytes, count: int) -> None:
    senders = [threading.Thread(target=_all, args=[site, _pieces, photo, count]) for _ in range(browsers)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()


def _form(browser: Browser, content: bytes) -> None:
    mark = uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'.encode()
    _post(browser, "/files/", head + content + f"\r\n--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}")


def _pieces(browser: Browser, content: bytes) -> None:
    form = "application/x-www-form-urlencoded"
    url = _post(browser, "/files/pieces/", f"name=a&size={len(content)}".encode(), form)["url"]
    for at in range(0, len(content), PIECE):
        _post(browser, url, content[at : at + PIECE], "application/octet-stream", {"Upload-Offset": str(at)})


def _post(browser: Browser, url: str, body: bytes, kind: str, more: dict[str, str] | None = None) -> dict:
    headers = {"Content-Type": kind, "Accept": "application/json", "X-CSRFToken": browser.csrf, **(more or {})}
    return browser.exchange(url, body, headers)


# --- looking ----------------------------------------------------------------------------------------------------------
def _watched(pid: int, what: str, call: Callable[[], None]) -> Peak:
    peak = Peak(what, before=_memory(pid, "VmRSS"))
    Path(f"/proc/{pid}/clear_refs").write_text("5")  # forget the peak so far
    began = time.monotonic()
    with _watching(pid) as watch:
        call()
    peak.seconds = time.monotonic() - began
    peak.server, peak.converter = _memory(pid, "VmHWM"), watch.converter
    return peak


@contextmanager
def _watching(pid: int) -> Iterator[Watch]:
    watch = Watch(pid)
    thread = threading.Thread(target=watch.run)
    thread.start()
    yield watch
    watch.done.set()
    thread.join()


def _memory(pid: int, what: str) -> float:
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{what}:")), 0.0)
    return 0.0


def _converters(pid: int) -> list[int]:
    """The children that have become one: just forked, a child still has the memory of the web process."""
    found = []
    for task in os.listdir(f"/proc/{pid}/task"):
        with suppress(OSError):
            found += map(int, Path(f"/proc/{pid}/task/{task}/children").read_text().split())
    return [child for child in found if _is_converter(child)]


def _is_converter(pid: int) -> bool:
    with suppress(OSError):
        return b"convert.py" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False
