"""Runs `convert` as a process of its own, one at a time."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from . import convert, refusals, sniff

logger = logging.getLogger(__name__)

SECONDS = 60
# However many phones send at once, one picture is decoded at a time: memory stays flat.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Copies:
    """What `make_copies` wrote: `pages_shown` files "1.jpg", "2.jpg" … (or "1.png") and "thumb.jpg"."""

    pages: int
    pages_shown: int
    media_type: str


# Of a video or a sheet.
NO_COPIES = Copies(pages=0, pages_shown=0, media_type="")


def make_copies(*, source: Path, media_type: str, folder: Path) -> Copies:
    """Write the copies without metadata that others may see into `folder`. Raises FileRefused."""
    command = [sys.executable, "-I", convert.__file__, media_type, str(source), str(folder)]
    with _one_at_a_time:
        try:
            # No environment: the process that opens a stranger's file is handed no secret.
            run = subprocess.run(command, env={}, cwd=folder, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            run = None
    result = _result(folder, run)
    if "refused" in result:
        raise refusals.unreadable(result["refused"], is_pdf=media_type == sniff.PDF)
    return Copies(result["pages"], result["pages_shown"], result["type"])


def _result(folder: Path, run: subprocess.CompletedProcess | None) -> dict:
    try:
        return json.loads((folder / "result.json").read_text())
    except FileNotFoundError:
        # It crashed, hung or met its limits. The file is at fault or the decoder; the server is not harmed.
        logger.warning("A file could not be converted: %s", run.stderr[-500:] if run else "timeout")
        return {"refused": "damaged"}
