"""The one lock: a case's base row, waited for up to five seconds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from .errors import Busy, NotFound
from .models import Case

PATIENCE_MS = 5000
# PostgreSQL: lock_not_available, deadlock_detected; SQLite says "database is locked".
_BUSY_STATES = {"55P03", "40P01"}


@contextmanager
def busy_in_words() -> Iterator[None]:
    """Turn the database's ways of saying "someone else is at it" into `Busy`."""
    try:
        yield
    except OperationalError as error:
        state = getattr(error.__cause__, "sqlstate", None)
        if state in _BUSY_STATES or "database is locked" in str(error):
            raise Busy from error
        raise


@contextmanager
def door_transaction() -> Iterator[None]:
    """One act's transaction, never inside someone else's (durable), or a "done" could still be taken back."""
    with busy_in_words(), transaction.atomic(durable=True):
        yield


def be_patient() -> None:
    """For the rest of the transaction wait for a lock as long as we wait at all, and no longer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")


def lock_case(case_id: int, *, skip_locked: bool = False) -> None:
    """Lock the base row of a case until the transaction ends. Raises NotFound; Busy by the caller's guard.

    NO KEY UPDATE, as every UPDATE of ours takes: a row of another case's transaction may refer to this one (a
    follow-up), and its foreign key is checked at commit; against FOR UPDATE that check waits, and two of them deadlock.

    On SQLite the transaction itself holds the only write lock (IMMEDIATE); nothing is to be done.
    skip_locked: raise Busy at once where somebody holds it (the clock comes back later).
    """
    if connection.vendor != "postgresql":
        return
    be_patient()
    rows = Case.objects.select_for_update(of=("self",), no_key=True, skip_locked=skip_locked).filter(pk=case_id)
    if not rows.values_list("pk", flat=True):
        if skip_locked and Case.objects.filter(pk=case_id).exists():
            raise Busy
        raise NotFound


def lock_in_order(case_ids: list[int], *, skip_locked: bool = False) -> None:
    """Lock several cases, ascending by id, so that two acts on the same two cases never wait for each other."""
    for case_id in sorted(set(case_ids)):
        lock_case(case_id, skip_locked=skip_locked)
