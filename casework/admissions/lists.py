"""The public lists of platforms and cinemas that take part in a campaign (R29), as everybody reads them.

A list is kept for AGE seconds and then read anew. What changes it is not only a row that somebody saves: a day that
comes, an import, a decision about a unit. So no writer has to remember the lists, and none is ever wrong for longer.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from casework.parties.models import Agreement, Campaign, Cinema, Division, Platform
from casework.ui.published import AGE, since_when


class NoSuchYear(LookupError):
    """No campaign was held in that year."""


class ListedPlatform(NamedTuple):
    """`cinemas`: how many cinemas of the list take its vouchers; `manual`: the number of its manual's file."""

    pk: int
    name: str
    phone: str
    channel: str
    since: dt.date
    cinemas: int
    manual: UUID | None


class ListedCinema(NamedTuple):
    """`platforms`: key and name of each qualified platform whose vouchers it takes."""

    pk: int
    code: str
    name: str
    chain: str
    prefecture: str
    county: str
    address: str
    place: str
    phone: str
    channel: str
    since: dt.date
    platforms: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class PublicList:
    """A list as it is on `day`; of a campaign that is over, as it was on its last day to redeem.

    `years`: those that have a campaign, the latest first. `read_at`: when it was read from the database; `changed_at`:
    since when it says the same, as far as that is remembered; `digest`: the same for the same content. Without any
    campaign, `campaign` is None and the list empty.
    """

    campaign: Campaign | None
    years: tuple[int, ...]
    day: dt.date
    entries: tuple[Any, ...] = ()
    read_at: dt.datetime | None = None
    changed_at: dt.datetime | None = None
    digest: str = ""


def platform_list(year: int | None = None) -> PublicList:
    """The qualified platforms, in the order that `drawn_order` gives them for the day. Raises NoSuchYear."""
    return kept("platforms", year, _platforms)


def cinema_list(year: int | None = None) -> PublicList:
    """The qualified cinemas by code: the film fund's register gave it, and nobody chose it. Raises NoSuchYear."""
    return kept("cinemas", year, _cinemas)


def drawn_order(name: str, day: dt.date) -> str:
    """Where a platform stands on the list of that day: SHA-256 of "2026-06-01 name", the lowest first.

    By name the same one would stand first for ever. This is the same for everybody, different each day, chosen by
    nobody, and anybody can work it out (R29: 排名不分先后).
    """
    return hashlib.sha256(f"{day.isoformat()} {name}".encode()).hexdigest()


def search_cinemas(
    listed: PublicList, words: str = "", within: Division | None = None, platform: int | None = None
) -> list[ListedCinema]:
    """Entries that fit; with words the best fit first, as `Cinema.objects.search` has it. At most one statement."""
    found = list(listed.entries)
    if words.strip() or within is not None:
        by_key = {entry.pk: entry for entry in found}
        keys = Cinema.objects.search(words, within).values_list("pk", flat=True)
        found = [by_key[pk] for pk in keys if pk in by_key]
    if platform is not None:
        found = [entry for entry in found if any(pk == platform for pk, _name in entry.platforms)]
    return found


def accepted_platforms(entries: Iterable[ListedCinema], day: dt.date) -> list[tuple[int, str]]:
    """The platforms that any of the cinemas takes, in the order of the day."""
    found = {platform for entry in entries for platform in entry.platforms}
    return sorted(found, key=lambda platform: drawn_order(platform[1], day))


# --- reading ----------------------------------------------------------------------------------------------------------
def _platforms(campaign: Campaign, day: dt.date) -> list[ListedPlatform]:
    cinemas = Cinema.objects.qualified(campaign, day).values("pk")
    agreed = Agreement.objects.in_force(campaign, day).filter(cinema__in=cinemas, platform=OuterRef("pk"))
    count = agreed.order_by().values("platform").annotate(n=Count("cinema", distinct=True)).values("n")
    rows = Platform.objects.qualified(campaign, day).annotate(takers=Coalesce(Subquery(count), 0))
    found = [
        ListedPlatform(row.pk, row.name, row.service_phone, row.extension_channel, row.since, row.takers, row.manual)
        for row in rows
    ]
    return sorted(found, key=lambda entry: drawn_order(entry.name, day))


def _cinemas(campaign: Campaign, day: dt.date) -> list[ListedCinema]:
    taken = _platforms_taken(campaign, day)
    rows = Cinema.objects.qualified(campaign, day).with_places().order_by("code")
    return [_listed_cinema(row, tuple(taken.get(row.pk, ()))) for row in rows]


def _listed_cinema(row: Cinema, platforms: tuple[tuple[int, str], ...]) -> ListedCinema:
    return ListedCinema(
        pk=row.pk,
        code=row.code,
        name=row.name,
        chain=row.chain,
        prefecture=row.prefecture.name if row.prefecture else "",
        county=row.county.name if row.county else "",
        address=row.address,
        place=row.place,
        phone=row.duty_phone,
        channel=row.extension_channel,
        since=row.since,
        platforms=platforms,
    )


def _platforms_taken(campaign: Campaign, day: dt.date) -> dict[int, list[tuple[int, str]]]:
    """Of each cinema the platforms that are qualified too, in the order of the day."""
    agreed = agreements_of(campaign, day).values_list("cinema", "platform", "platform__unit__name").distinct()
    taken: dict[int, list[tuple[int, str]]] = {}
    for cinema, platform, name in sorted(agreed, key=lambda row: drawn_order(row[2], day)):
        taken.setdefault(cinema, []).append((platform, name))
    return taken


def agreements_of(campaign: Campaign, day: dt.date) -> Any:
    """Agreements in force with platforms that are qualified; in no order."""
    platforms = Platform.objects.qualified(campaign, day).values("pk")
    return Agreement.objects.in_force(campaign, day).filter(platform__in=platforms).order_by()


# --- keeping ----------------------------------------------------------------------------------------------------------
def kept(name: str, year: int | None, read: Callable[[Campaign, dt.date], Iterable[Any]]) -> PublicList:
    """What `read` finds of the campaign for the day, kept for AGE seconds under the name. Raises NoSuchYear."""
    key = f"casework.lists:{name}:{timezone.localdate()}:{year or ''}"
    kept = cache.get(key)
    if kept is None:
        kept = _dated(key, _read(year, read))
        cache.set(key, kept, AGE)
    return kept


def _read(year: int | None, read: Any) -> PublicList:
    now = timezone.now()
    campaign = campaign_of(year, timezone.localdate(now))
    years = tuple(Campaign.objects.order_by("-year").values_list("year", flat=True).distinct())
    day = day_of(campaign, timezone.localdate(now))
    entries = tuple(read(campaign, day)) if campaign else ()
    digest = hashlib.sha256(repr((campaign and campaign.pk, day, entries)).encode()).hexdigest()[:32]
    return PublicList(campaign, years, day, entries, now, now, digest)


def _dated(key: str, listed: PublicList) -> PublicList:
    """The list with the moment since when it says what it says."""
    return replace(listed, changed_at=since_when(key, listed.digest, listed.read_at))


def campaign_of(year: int | None, today: dt.date) -> Campaign | None:
    """The latest campaign of the year; without a year the one that pages speak of today. Raises NoSuchYear."""
    if year is None:
        return Campaign.objects.current(today)
    campaign = Campaign.objects.filter(year=year).order_by("-starts_on", "-pk").first()
    if campaign is None:
        raise NoSuchYear(year)
    return campaign


def day_of(campaign: Campaign | None, today: dt.date) -> dt.date:
    """The day as of which a campaign's list is shown: today, within the campaign."""
    return max(campaign.starts_on, min(today, campaign.redeem_until)) if campaign else today
