"""What the tool does on the database itself, each call a process: `python -m tests.crash.inside NAME …`, one line of
JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.utils import timezone

from casework.engine.models import Event, FollowUp
from casework.parties.models import Cinema, Platform
from notifications.models import Delivery
from tests.crash.check import faults_in
from tests.crash.ledger import Ledger
from tests.crash.lives import STAFF
from tests.crash.settled import left_over, let_time_pass
from tests.e2e import elsewhere


def begin() -> dict[str, Any]:
    """Who signs in, by which session, and who is complained of."""
    return {
        "sessions": {who: elsewhere.session_of(who) for who in STAFF},
        "cinema": Cinema.objects.get(unit__name=elsewhere.CINEMA).pk,
        "platform": Platform.objects.get(unit__name=elsewhere.PLATFORM).pk,
    }


def look(path: str, since: int) -> dict[str, Any]:
    """The check while everything is down: what is wrong, and how far it looked. The ledger is read first: what it has
    by then must be in the database, and not the other way round."""
    ledger = Ledger.read(Path(path))
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return {"faults": faults_in(ledger, since), "newest": newest}


def settle(path: str) -> dict[str, Any]:
    """The check at the end: some days pass, then nothing may be left over."""
    ledger = Ledger.read(Path(path))
    faults = faults_in(ledger)
    call_command("verify_record", stdout=sys.stderr)
    now = let_time_pass(timezone.now())
    faults += [*left_over(now), *faults_in(ledger)]
    states = dict.fromkeys(Delivery.State.values, 0)
    for state in Delivery.objects.values_list("state", flat=True):
        states[state] += 1
    counts = {"events": Event.objects.count(), "promises": FollowUp.objects.count()}
    again = Delivery.objects.filter(attempts__gt=1).count()
    return {"faults": sorted(set(faults)), **counts, "deliveries": states, "taken up again": again}


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    sys.stdout.write(json.dumps(globals()[name](*[json.loads(argument) for argument in arguments])) + "\n")
