"""Opens a sheet that somebody outside sent in a process of its own, and hands its rows on one by one.

A book of 40 KB may declare seventeen billion cells: the reader then wants all the memory there is, and Rust ends the
process that has none left to give. So `parties.unpack` runs apart, as photos do, with limits on memory and time and
without a secret, a database or a session; what comes back is text.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from casework.parties import unpack
from casework.parties.sheets import Unreadable, cell_text, why_not

from . import sheets, workbench

logger = logging.getLogger(__name__)

MOST_BYTES = sheets.MAX_BYTES
SECONDS = 60
# Two lists at once would want twice the memory, and be no sooner done.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Tab:
    """One sheet of the book, in its order. merged: (first row, column, last row), from 1 and 0. name: "" in a CSV."""

    number: int
    name: str
    hidden: bool = False
    merged: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Opened:
    """A book's rows on our disk, read from the beginning as often as wanted."""

    path: Path

    def rows(self) -> Iterator[tuple[Tab, int, list[str]]]:
        """(sheet, row number in the file from 1, cells), rows with something in them only, in their order. A sheet
        without any row comes once, with number 0."""
        number, tab, seen = 0, None, True
        with self.path.open(encoding="utf-8", errors="surrogatepass") as lines:
            for line in map(json.loads, lines):
                if isinstance(line, list):
                    seen = True
                    yield tab, line[0], [cell_text(text) for text in line[1]]
                    continue
                if not seen:
                    yield tab, 0, []
                number, seen = number + 1, False
                merged = [tuple(cells) for cells in line["merged"]]
                tab = Tab(number, cell_text(line["name"]), line["hidden"], merged)
        if not seen:
            yield tab, 0, []


@contextmanager
def opened(source: Path) -> Iterator[Opened]:
    """The rows of a file on our disk, which are gone afterwards. Raises Unreadable with the sentence for the sender."""
    size = source.stat().st_size
    if not size:
        raise Unreadable(_("The file is empty. Please choose the sheet once more."))
    if size > MOST_BYTES:
        raise Unreadable(
            _(
                "The file has %(size).1f MB; a sheet may have %(limit)d MB. Please take pictures out of it, or send "
                "the list alone."
            )
            % {"size": size / 1024 / 1024, "limit": MOST_BYTES // 1024 // 1024}
        )
    with workbench.folder() as folder:
        _unpack(source, folder)
        yield Opened(folder / "rows.jsonl")


def _unpack(source: Path, folder: Path) -> None:
    command = [sys.executable, "-I", unpack.__file__, str(source.resolve()), str(folder)]
    with _one_at_a_time:
        try:
            run = subprocess.run(command, env={}, cwd=folder, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            run = None
    try:
        refused = json.loads((folder / "result.json").read_text()).get("refused")
    except (FileNotFoundError, ValueError):
        # It crashed, hung or met its limits. The file is at fault or the reader; the server is not harmed.
        logger.warning("A sheet could not be opened: %s", run.stderr[-500:] if run else "timeout")
        refused = "large"
    if refused:
        raise _too_large(refused) or why_not(refused)


def _too_large(reason: str) -> Unreadable | None:
    if reason == "rows":
        return Unreadable(
            _("The file has more than %(limit)d rows. Please send only those that are asked for.")
            % {"limit": unpack.MOST_ROWS}
        )
    if reason == "large":
        return Unreadable(
            _(
                "The file holds far more than it shows, or is damaged. Please copy its rows into a new sheet, save it "
                "as XLSX and choose that."
            )
        )
    return None
