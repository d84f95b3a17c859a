"""The one door, with three faces: `open_case`, `perform`, `complete_task`. Everything an act means goes through it,
in one database transaction (DESIGN §1). Views, the API, the clock and the demo all stand before the same door.

Errors (see `errors`): NotFound, Refused, Stale, Unread, Busy. On any of them nothing was written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from . import drafts
from .access import roles_of
from .actors import Actor
from .acts import OFFICE, Act
from .attachments.held import readable
from .errors import NotFound, Refused, Stale, Unread
from .kinds import kind_named
from .links import wait_for_opened
from .locking import door_transaction, lock_case, lock_in_order
from .models import Attachment, Case, Event, FollowUp, Receipt, WorkTask
from .passage import Passage
from .record import canonical


@dataclass(frozen=True)
class Done:
    """What came of it. event: None where it was put into an envelope (`envelopes`). again: the same key had done it
    before, and this is the same answer."""

    case: Case
    event: Event | None
    again: bool = False


# Promises kept in the process that made them; what is more is left to `tick`, so that nobody waits for it.
KEPT_AT_ONCE = 20


def open_case(
    kind: str,
    *,
    by: Actor,
    key: str,
    at: dt.datetime | None = None,
    promised: FollowUp | None = None,
    **details: Any,
) -> Done:
    """Bring a case into being with its kind's opening act. Filing locks nothing: two filings never wait for each other.

    key: the form's one-time key; the same key with the same details answers with the same case (P1). It is looked for
    where the opening fails: its receipt is written once, and what came with it belongs to its case since.
    promised: the follow-up that this keeps; whoever waits for what is opened is locked before it.
    """
    digest = digest_of("open", kind, details)
    try:
        with door_transaction():
            if promised is not None and promised.act:
                lock_case(promised.cause.case_id)
            now = at or timezone.now()
            found = kind_named(kind)
            case = found.model(kind=kind, opened_at=now, state_since=now)
            passage = Passage(case=case, actor=by, now=now)
            event = passage.act(found.opening, details)
            if promised is not None and promised.act:
                wait_for_opened(promised.cause, case, promised.act)
            done = _write_receipt(passage, by, key, digest, event)
    except (IntegrityError, Refused) as clash:
        return _answer_of_twin(by, key, digest, clash)
    _keep_promises_of(passage)
    return done


def perform(
    case: Case | int,
    act: str,
    *,
    by: Actor,
    key: str,
    seen: int | None = None,
    read_to: int | None = None,
    draft: int | None = None,
    at: dt.datetime | None = None,
    skip_locked: bool = False,
    **details: Any,
) -> Done:
    """Do an act on a case.

    key: one-time key of the form, call or job. seen: the case's version that the form was drawn on; needed by persons
    for acts that move the case. read_to: the last event the form showed; newer words of a party must be read first.
    draft: the version of the unit's draft that the form showed; what a colleague saved since must be read first.
    """
    case_id, kind = (case, _kind_name(case)) if isinstance(case, int) else (case.pk, case.kind)
    digest = digest_of(act, case_id, details)
    other = _other_case(kind, act, details)
    try:
        with door_transaction():
            lock_in_order([case_id, *([other] if other else [])], skip_locked=skip_locked)
            again = _seen_before(by, key, digest)
            if again:
                return again
            passage = _enter(case_id, by, at, kind, other)
            spec = _act_named(passage, act)
            _check_page(passage, spec, seen, read_to, draft)
            event = passage.act(spec, details)
            done = _write_receipt(passage, by, key, digest, event)
    except IntegrityError as clash:
        return _answer_of_twin(by, key, digest, clash)
    _keep_promises_of(passage)
    return done


def complete_task(
    task: WorkTask | int,
    *,
    by: Actor,
    key: str,
    act: str = "",
    seen: int | None = None,
    read_to: int | None = None,
    draft: int | None = None,
    at: dt.datetime | None = None,
    skip_locked: bool = False,
    **details: Any,
) -> Done:
    """Finish a waiting task by one of the acts its node names (`act`; not needed where there is one).

    Raises Stale where somebody finished it first: the events since `read_to` say who and how.
    """
    task_id = task if isinstance(task, int) else task.pk
    row = WorkTask.objects.select_related("process__case").filter(pk=task_id).first()
    if row is None:
        raise NotFound
    act = act or row.flow_task.acts[0]
    case_id = row.process.case_id
    digest = digest_of(act, case_id, {**details, "task": task_id})
    with door_transaction():
        lock_in_order([case_id], skip_locked=skip_locked)
        again = _seen_before(by, key, digest)
        if again:
            return again
        passage = _enter(case_id, by, at, row.process.case.kind)
        mine = next((t for t in passage.tasks if t.pk == task_id), None)
        if mine is None:
            raise Stale(_changes(passage.case, read_to), passage.case.version)
        if act not in mine.flow_task.acts:
            raise Refused
        if not passage.is_theirs(mine):
            raise Refused(_("This task is not yours.")) if passage.roles else NotFound
        spec = _act_named(passage, act)
        _check_page(passage, spec, seen, read_to, draft)
        event = passage.act(spec, details, task=mine)
        done = _write_receipt(passage, by, key, digest, event)
    _keep_promises_of(passage)
    return done


def load(case_id: int, kind: str | None = None) -> Case:
    """A case as its own kind, read anew; one statement where the kind's name is known. Raises NotFound."""
    kind = kind or _kind_name(case_id)
    found = kind_named(kind).model.objects.select_related("office", "holder", "handler", "campaign")
    return found.get(pk=case_id)


def digest_of(act: str, subject: int | str, details: Mapping[str, Any]) -> str:
    """A keyed hash of what was asked, so that a key used again for something else is noticed, and nothing short that
    was told can be guessed from what is kept."""
    said = canonical([act, subject, {**details, **_same_files(details)}])
    return salted_hmac("casework.receipt", said, algorithm="sha256").hexdigest()


def _same_files(details: Mapping[str, Any]) -> dict[str, Any]:
    """Files by what they are, not by which upload they came with: a form sent twice without scripts uploads twice."""
    named = {name: ids for name, said in details.items() if isinstance(said, list) and (ids := readable(said))}
    every = [pk for ids in named.values() for pk in ids]
    known = dict(Attachment.objects.filter(pk__in=every).values_list("pk", "sha256")) if every else {}
    return {name: sorted(known[pk] for pk in ids if pk in known) for name, ids in named.items()}


def _kind_name(case_id: int) -> str:
    name = Case.objects.filter(pk=case_id).values_list("kind", flat=True).first()
    if name is None:
        raise NotFound
    return name


def _keep_promises_of(passage: Passage) -> None:
    """Right after the commit, in the same process; what fails or dies here is done by `tick`."""
    from .promises import keep_promise

    if passage.promised:
        due = FollowUp.objects.filter(cause__in=passage.events, done_at__isnull=True).select_related("cause")
        for follow_up in due.order_by("pk")[:KEPT_AT_ONCE]:
            keep_promise(follow_up, passage.now)


def _enter(case_id: int, by: Actor, at: dt.datetime | None, kind: str, other: int | None = None) -> Passage:
    case = load(case_id, kind)
    passage = Passage(case=case, actor=by, now=at or timezone.now(), other=load(other) if other else None)
    if not passage.roles or (passage.other is not None and not roles_of(by, passage.other)):
        raise NotFound
    if other == case_id:
        raise Refused(_("That is this very case. Please choose another one."))
    return passage


def _act_named(passage: Passage, name: str) -> Act:
    spec = passage.kind.acts.get(name)
    if spec is None or spec is passage.kind.opening:
        raise NotFound
    return spec


def _other_case(kind: str, act: str, details: Mapping[str, Any]) -> int | None:
    """The second case of an act on two; found before any lock, so that both are taken in order. None where the
    details name no case: the act's form then says so."""
    spec = kind_named(kind).acts.get(act)
    try:
        return spec.other(details) if spec and spec.other else None
    except (KeyError, TypeError, ValueError):
        return None


def _check_page(passage: Passage, spec: Act, seen: int | None, read_to: int | None, draft: int | None) -> None:
    """Was the page that sent this drawn on the case as it is? Only persons have pages; steps move nothing."""
    place = passage.draft_place(spec)
    if place is not None and draft is not None:
        drafts.check(place, draft, by=passage.actor)
    if passage.actor.automatic or spec.is_step:
        return
    if seen != passage.case.version:
        raise Stale(_changes(passage.case, read_to), passage.case.version)
    if read_to is not None and OFFICE in passage.roles and passage.case.heard_seq > read_to:
        raise Unread(_changes(passage.case, read_to))


def _changes(case: Case, read_to: int | None) -> list[Event]:
    newest = Event.objects.filter(case=case).select_related("actor", "unit", "text").order_by("-seq")
    since = newest.filter(seq__gt=read_to) if read_to is not None else newest[:1]
    return list(since)[::-1]


def _seen_before(by: Actor, key: str, digest: str) -> Done | None:
    receipt = Receipt.objects.filter(actor=by.address, key=key).first()
    if receipt is None:
        return None
    if receipt.digest != digest:
        raise Refused(_("This form was already sent with other answers. Please open it again."))
    return Done(case=load(receipt.case_id), event=receipt.event, again=True)


def _answer_of_twin(by: Actor, key: str, digest: str, clash: IntegrityError | Refused) -> Done:
    """The same key was used before, or at the same moment, and its twin committed first: the twin's answer, or Refused
    where it was for something else. Without a twin the clash is raised as it came."""
    again = _seen_before(by, key, digest)
    if again is None:
        raise clash
    return again


def _write_receipt(passage: Passage, by: Actor, key: str, digest: str, event: Event | None) -> Done:
    Receipt.objects.create(
        actor=by.address, key=key, digest=digest, case_id=passage.case.pk, event=event, at=passage.now
    )
    return Done(case=passage.case, event=event)
