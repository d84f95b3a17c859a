"""What a reader is owed: everything since an id, the unread count, and pages of the bell."""

from dataclasses import dataclass

from .describers import Described, describe
from .models import Notification

# A browser away for longer than this many rows is told that there is more, and looks at the pages afresh.
SINCE_LIMIT = 500
# Beyond this the badge says "99+"; the count passes through the describer, so a row nobody may see is not counted.
UNREAD_LIMIT = 100
PAGE_SIZE = 30


@dataclass(frozen=True)
class News:
    items: list[Described]
    unread: int
    more: bool


@dataclass(frozen=True)
class BellPage:
    items: list[Described]
    newest_id: int | None
    older_than: int | None


def news_since(address: str, last_id: int) -> News:
    """Rows after `last_id` with the overlap, oldest first, and the unread count (stops at 100).

    Two statements and the describer's own, however many rows. `more`: older rows were left out of `items`.
    """
    told = Notification.objects.told_to(address).newest_first()
    recent = list(told.since(last_id)[: SINCE_LIMIT + 1])
    unread = list(told.unread()[:UNREAD_LIMIT])
    more = len(recent) > SINCE_LIMIT
    owed = {row.pk for row in recent[:SINCE_LIMIT]}
    rows = {row.pk: row for row in [*unread, *recent[:SINCE_LIMIT]]}
    seen = describe(address, [rows[pk] for pk in sorted(rows)])
    return News(
        items=[item for item in seen if item["id"] in owed],
        unread=min(sum(not (item["read"] or item["quiet"]) for item in seen), UNREAD_LIMIT),
        more=more,
    )


def bell_page(address: str, before: int | None = None) -> BellPage:
    """One page, newest first, of rows older than `before`. One statement and the describer's own."""
    rows = Notification.objects.told_to(address).loud().newest_first()
    if before is not None:
        rows = rows.filter(id__lt=before)
    page = list(rows[: PAGE_SIZE + 1])
    shown = page[:PAGE_SIZE]
    return BellPage(
        items=describe(address, shown),
        newest_id=shown[0].pk if shown else None,
        older_than=shown[-1].pk if len(page) > PAGE_SIZE else None,
    )


def newest_id(address: str) -> int:
    """The id a page starts from; 0 when nothing was told yet. One statement."""
    rows = Notification.objects.told_to(address).newest_first().values_list("id", flat=True)
    return rows.first() or 0
