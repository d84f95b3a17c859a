"""Keeps what a release leaves in flight: a backup with a case at every stage, and masked, erased and held ones.

    SECRET_KEY=in-flight CASEWORK_VAR=/tmp/new DEBUG=True python -m tests.inflight.make tests/data/0.1.0

once for each release, with its own code, on SQLite and (DATABASE_URL) on PostgreSQL. Never made again: every later
revision must load it and finish its cases (`test_inflight.py`).
"""

from __future__ import annotations

import lzma
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import django
import time_machine

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from casework.engine.actors import Actor  # noqa: E402
from casework.engine.models import Case  # noqa: E402
from casework.engine.tick import tick  # noqa: E402
from tests.access.cast import with_files  # noqa: E402
from tests.access.doors import STAGES  # noqa: E402
from tests.engine.property.people import make_people  # noqa: E402
from tests.engine.world import Line, at  # noqa: E402
from tests.inspections.world import Round, Visit  # noqa: E402
from tests.vouchers.asking import Asking  # noqa: E402
from tests.vouchers.balancing import Balance  # noqa: E402

EARLIER = "2026-09-28 09:00"
INSPECTED = ("given_out", "to_acknowledged", "to_arranged", "to_visiting", "to_reported", "to_heard", "to_rectifying")
INSPECTED += ("to_rechecking", "to_closed")
REPORTS = ({"matter": "report"}, {"matter": "report", "anonymous": "yes", "name": "", "phone": ""})


def main(target: Path) -> None:
    call_command("migrate", verbosity=0)
    fill()
    made = target.with_suffix(f"{target.suffix}.{connection.vendor}.tar")
    call_command("backup", str(made))
    packed = Path(f"{made}.xz")
    packed.write_bytes(lzma.compress(made.read_bytes(), preset=9))
    made.unlink()


def fill() -> None:
    """A case at each stage, and what time makes of one that is over."""
    world = make_people()
    for name, value in vars(world).items():
        if isinstance(value, Actor):
            value.person.username = name
            value.person.save(update_fields=["username"])
    with time_machine.travel(at("2026-09-28 20:14"), tick=True):
        # First, and one after the other: what time does to these it would do to all that are there.
        for when in ("2029-12-01 09:00", "2027-12-01 09:00", ""):
            _ended(Line(world), when)
        for bring in STAGES.values():
            bring(Line(world))
        with_files(world)
        inspect(world)
        ask_for_vouchers(world)
        ask_for_balances(world)
        for changes in REPORTS:
            Line(world, **changes).to_investigating()


def inspect(world: SimpleNamespace) -> None:
    """Inspections at every turn of their way, and plans: drafted, approved, drawn."""
    for stage in INSPECTED:
        getattr(Visit(world), stage)()
    Round(world)
    Round(world).to_approved()
    Round(world, percent=100).to_drawn()


def ask_for_vouchers(world: SimpleNamespace) -> None:
    """Requests at every turn of their way."""
    Asking(world, "2001~2010")
    Asking(world, "2011~2020").to_deciding(used="2013")
    Asking(world).to_decided()


def ask_for_balances(world: SimpleNamespace) -> None:
    """Unused balances at every turn of their way, one of them declared anew."""
    Balance(world, EARLIER)
    Balance(world, EARLIER).declares()
    Balance(world, EARLIER).to_pooled()
    Balance(world, EARLIER).to_corrected()


def _ended(line: Line, looked_at: str) -> None:
    """Over, and erased or masked by the clock of that day; held where it names none."""
    line.to_closed()
    if looked_at:
        Case.objects.filter(pk=line.pk).update(forget_at=at(looked_at))
        tick(at(looked_at))
    else:
        line.do("hold_data", "lead", reason="法院调取。")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
