"""Where files lie while they are worked on: a folder of ours, which only we read and nobody serves.

What a killed process leaves there is an original, outside its seal and with all it says about a person. In the
machine's folder for temporary files nobody would ever find it; here the sweep does.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

# Longer than any upload takes: after it whoever worked on it is dead.
LEFT_AFTER = timedelta(hours=1)


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder, gone afterwards with everything in it."""
    with TemporaryDirectory(dir=settings.WORK_DIR) as name:
        yield Path(name)


def sweep(now: datetime) -> int:
    """Remove what processes that died left behind, Django's own halves of uploads too. Returns how many."""
    old = (now - LEFT_AFTER).timestamp()
    removed = 0
    for path in settings.WORK_DIR.iterdir():
        # Whoever works here may be done with it by now.
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < old:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
                removed += 1
    return removed
