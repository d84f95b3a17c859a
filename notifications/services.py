"""Writing rows inside an act's transaction, and marking them read."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from . import bells
from .models import Delivery, Notification, Wish

# Long enough for a laptop that slept over night; a page that is opened later is drawn anew.
QUIET_KEPT = timedelta(days=1)


def announce(
    *,
    event_no: int,
    case_no: str,
    topic: str,
    addresses: Collection[str],
    quietly: Collection[str] = (),
    outside: Collection[str] = (),
    urgent: bool = False,
) -> None:
    """Tell each address of this event once: one statement, and after commit a bell without content.

    quietly: addresses whose open pages change, and who are told nothing. outside: addresses that know it here, having
    done it, and are told outside, to keep: no bell rings, and the row is read. The caller leaves other actors out.
    Telling the same event twice writes nothing new. Raises RuntimeError outside a transaction: a notification that
    survives an act that did not happen would be a lie.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("announce() belongs inside the transaction of the act it tells of.")
    told, kept = set(addresses), set(outside)
    rung = sorted({*told, *quietly} - kept)
    if not rung and not kept:
        return
    now = timezone.now()
    rows = [
        Notification(
            address=address,
            event_no=event_no,
            case_no=case_no,
            topic=topic,
            urgent=urgent and address in told,
            quiet=address not in told | kept,
            read_at=now if address in kept else None,
        )
        for address in [*rung, *sorted(kept)]
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    if rung:
        transaction.on_commit(lambda: bells.ring(rung), robust=True)


def forget_quiet() -> int:
    """Delete the quiet rows that no page can need any more. Returns how many."""
    old = Notification.objects.filter(quiet=True, created_at__lt=timezone.now() - QUIET_KEPT)
    return old.delete()[0]


def forget(address: str) -> None:
    """Delete what somebody outside was told, by which way, and what they wished: they are known no more."""
    Delivery.objects.filter(address=address).delete()
    Notification.objects.told_to(address).delete()
    Wish.objects.filter(address=address).delete()


def mark_read(*, address: str, ids: Collection[int] = (), upto: int | None = None) -> int:
    """Mark this address's rows read, the named ones or all up to an id; returns how many changed. One statement."""
    rows = Notification.objects.told_to(address).unread()
    rows = rows.filter(id__lte=upto) if upto is not None else rows.filter(id__in=ids)
    return rows.update(read_at=timezone.now())
