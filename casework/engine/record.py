"""The record of a case: appending to it, and proving that nothing in it was changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .models import Case, Event, EventText

if TYPE_CHECKING:
    from casework.parties.models import Unit

    from .actors import Actor


def canonical(value: Any) -> bytes:
    """The one way a value is written down before it is hashed."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def digest_of_words(values: Mapping[str, str], key: str) -> str:
    """HMAC-SHA256 of the words under their random key: gone with the key, and short words cannot be guessed."""
    return hmac.new(bytes.fromhex(key), canonical(values), hashlib.sha256).hexdigest()


def chain_hash(event: Event) -> str:
    """SHA-256 over everything the event says, and the hash before it."""
    return hashlib.sha256(
        canonical(
            {
                "case": event.case_id,
                "seq": event.seq,
                "name": event.name,
                "at": event.at.astimezone(dt.UTC).isoformat(),
                "role": event.actor_role,
                "actor": event.actor_id,
                "unit": event.unit_id,
                "source": event.source,
                "target": event.target,
                "version": event.version,
                "facts": event.facts,
                "effects": event.effects,
                "told": event.told,
                "text": event.text_digest,
                "previous": event.previous_hash,
            }
        )
    ).hexdigest()


def new_event(
    *,
    case: Case,
    name: str,
    at: dt.datetime,
    actor: Actor,
    role: str,
    unit: Unit | None,
    source: str,
    target: str,
    facts: dict[str, Any],
) -> Event:
    """The next event of a locked case, not yet saved: its effects and audience are filled in before `append`."""
    return Event(
        case_id=case.pk,
        seq=case.last_seq + 1,
        name=name,
        at=at,
        actor_role=role,
        actor=actor.person,
        unit=unit,
        source=source,
        target=target,
        version=case.version,
        facts=plain(facts),
    )


def append(case: Case, event: Event, words: Mapping[str, str]) -> Event:
    """Close the event with its hash, write it and its words, and move the case's head to it (saved by the door)."""
    key = secrets.token_hex(32)
    if words:
        event.text_digest = digest_of_words(words, key)
    event.previous_hash = case.last_hash
    event.hash = chain_hash(event)
    event.save(force_insert=True)
    if words:
        event.text = EventText.objects.create(event=event, values=dict(words), key=key)
    case.last_seq, case.last_hash = event.seq, event.hash
    return event


def plain(value: Any) -> Any:
    """Values as they come back from JSON, so that what is hashed now is what is read later."""
    return json.loads(canonical(value))


def faults_in(case: Case, events: Iterable[Event]) -> list[str]:
    """What is wrong with one case's record; empty when it is whole. `events` come with their text, in order."""
    faults, previous, seq = [], "", 0
    for event in events:
        seq += 1
        where = f"{case.number} #{event.seq}"
        if event.seq != seq:
            faults.append(f"{where}: expected event {seq}")
            seq = event.seq
        if event.previous_hash != previous:
            faults.append(f"{where}: does not follow the event before it")
        if chain_hash(event) != event.hash:
            faults.append(f"{where}: was changed after it was written")
        text = getattr(event, "text", None)
        if text is not None and digest_of_words(text.values, text.key) != event.text_digest:
            faults.append(f"{where}: its words were changed")
        previous = event.hash
    if (case.last_seq, case.last_hash) != (seq, previous):
        faults.append(f"{case.number}: the record's end is missing or was replaced")
    return faults


def verify(cases: Iterable[Case]) -> list[str]:
    """Check the records of many cases, five hundred at a time."""
    faults: list[str] = []
    batch: list[Case] = []
    for case in cases:
        batch.append(case)
        if len(batch) == 500:
            faults += _verify_batch(batch)
            batch = []
    return faults + _verify_batch(batch)


def _verify_batch(cases: list[Case]) -> list[str]:
    events: dict[int, list[Event]] = {case.pk: [] for case in cases}
    for event in Event.objects.filter(case__in=cases).select_related("text").order_by("case", "seq"):
        events[event.case_id].append(event)
    return [fault for case in cases for fault in faults_in(case, events[case.pk])]
