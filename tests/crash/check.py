"""The check after the plug was pulled: the ledger of what people were told against the database, and everything that
must hold of a case, its notices, its deliveries and its files whatever was killed when.

Faults come as sentences. Of what was still under way nothing is asked but that it happened wholly or not at all.
"""

from __future__ import annotations

import hashlib
import traceback
from collections import Counter
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from casework.engine import invariants, record
from casework.engine.actors import Actor, seat_address
from casework.engine.attachments import vault
from casework.engine.door import load
from casework.engine.models import Attachment, Case, Event, EventText, Receipt
from casework.parties.models import User
from tests.engine.property.checks import Watch

from .ledger import COMPLAINANT, DONE, FILER, REFUSED, Ledger, Line


def faults_in(ledger: Ledger, since: int = 0) -> list[str]:
    """Everything that is wrong now, whatever is under way; of cases, those with events after number `since`."""
    cases = Case.objects.filter(events__pk__gt=since).distinct()
    return [*_promised(ledger), *_unasked_for(ledger), *_cases(cases.order_by("pk")), *_files()]


# --- the ledger -------------------------------------------------------------------------------------------------------
def _promised(ledger: Ledger) -> Iterator[str]:
    """What was acknowledged is there once and as it was acknowledged; what was refused is not there; the rest is there
    wholly or not at all."""
    users = {user.username: f"user:{user.pk}" for user in User.objects.all()}
    cases = dict(Case.objects.values_list("number", "pk"))
    receipts: dict[str, list[Receipt]] = {}
    for receipt in Receipt.objects.select_related("event", "case").filter(key__in=list(ledger.lines)):
        receipts.setdefault(receipt.key, []).append(receipt)
    written = _events_by_words(ledger)
    for line in ledger.lines.values():
        found = receipts.get(line.key, [])
        expected = {DONE: (1,), REFUSED: (0,)}.get(line.state, (0, 1))
        if len(found) not in expected:
            yield f"{line.act} of {line.who} ({line.key}, {line.state}) is in the record {len(found)} times"
        if line.words and written[line.words] != [receipt.event_id for receipt in found]:
            yield f"{line.act} of {line.who} ({line.key}): its words are in the events {written[line.words]}"
        for receipt in found:
            address = _address_of(line, users, cases)
            yield from (f"{line.act} ({line.key}): {fault}" for fault in _mismatch(line, receipt, address))


def _address_of(line: Line, users: dict[str, str], cases: dict[str, int]) -> str:
    if line.who == COMPLAINANT:
        return seat_address(cases[line.number], COMPLAINANT)
    return FILER if line.who == FILER else users[line.who]


def _mismatch(line: Line, receipt: Receipt, address: str) -> Iterator[str]:
    """In what the record says otherwise than the sender was told."""
    event = receipt.event
    if receipt.actor != address:
        yield f"it is {receipt.actor}'s, not {address}'s"
    if event.name != line.act:
        yield f"the record calls it {event.name}"
    if line.number and receipt.case.number != line.number:
        yield f"it is in {receipt.case.number}, not in {line.number}"
    if line.seq and event.seq != line.seq:
        yield f"it is event {event.seq}, not {line.seq}"
    bound = Attachment.objects.filter(case=event.case_id, event_seq=event.seq)
    kept = bound.values_list("sha256", flat=True)
    if sorted(kept) != sorted(line.photos):
        yield f"{len(line.photos)} photos went with it, {len(kept)} are there"


def _events_by_words(ledger: Ledger) -> dict[str, list[int]]:
    """For the words of each line, the events whose record has them."""
    found: dict[str, list[int]] = {line.words: [] for line in ledger.lines.values() if line.words}
    for event, values in EventText.objects.order_by("event").values_list("event", "values"):
        for text in values.values():
            if text in found:
                found[text].append(event)
    return found


def _unasked_for(ledger: Ledger) -> Iterator[str]:
    """Nothing is in the record that nobody sent."""
    people = Receipt.objects.exclude(actor__in=["clock", "engine"])
    for receipt in people.exclude(key__in=list(ledger.lines)).select_related("event"):
        yield f"{receipt.event} under {receipt.key}: nobody sent this"


# --- the cases --------------------------------------------------------------------------------------------------------
def _cases(cases: QuerySet[Case]) -> Iterator[str]:
    """Chains, states, procedures, clocks; and that every event reached its audience."""
    yield from record.verify(list(cases))
    yield from invariants.violations()
    people = {user.username: Actor.user(user) for user in User.objects.all()}
    watch = Watch(people, Counter())
    for pk, kind in list(cases.values_list("pk", "kind")):
        case = load(pk, kind)
        yield from _wrong(case.number, watch.whole, case)
        for event in Event.objects.filter(case=pk).order_by("seq"):
            yield from _wrong(f"{case.number} #{event.seq} {event.name}", watch.reached_its_audience, event, case)


def _wrong(what: str, look, *subjects) -> Iterator[str]:
    try:
        look(*subjects)
    except AssertionError as fault:
        place = traceback.extract_tb(fault.__traceback__)[-1]
        yield f"{what}: {place.line} {fault}".strip()


# --- the files --------------------------------------------------------------------------------------------------------
def _files() -> Iterator[str]:
    """Every file that can be sent or was is on the disk, with the bytes it had."""
    for one in Attachment.objects.exclude(state__in=[Attachment.State.STORING, Attachment.State.LEAVING]):
        missing = [name for name in names_of(one) if not default_storage.exists(name)]
        if missing:
            yield f"file {one.pk} ({one.state}): {missing} are not on the disk"
        elif hashlib.sha256(vault.read(one.original)).hexdigest() != one.sha256:
            yield f"file {one.pk} ({one.state}): its bytes are others"


def names_of(one: Attachment) -> list[str]:
    """Where its bytes lie."""
    pages = [vault.page_name(number, one.shown_type) for number in range(1, one.pages_shown + 1)]
    return [one.original, *(f"{one.shown}/{name}" for name in [*pages, vault.THUMB])]
