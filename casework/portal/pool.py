"""The pool as everybody reads it: what came in, what went out, what is left, each platform, each screening (R15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.admissions.lists import PublicList, kept
from casework.parties.models import Campaign
from casework.vouchers.balances.services import PlatformStanding, Standing, standings
from casework.vouchers.figures import PlatformFigures, pool_figures
from casework.vouchers.models import Account
from casework.vouchers.money import yuan
from casework.vouchers.screenings.services import ShownScreening, shown_screenings


class ShownPlatform(NamedTuple):
    """What became of a platform's unused balance. `declared` and `pooled` in fen; `due_at`: until when it is asked."""

    name: str
    standing: str
    since: dt.datetime | None
    due_at: dt.datetime | None
    declared: int | None
    pooled: int

    @property
    def label(self) -> Any:
        return Standing(self.standing).label

    @property
    def is_silent(self) -> bool:
        return self.standing == Standing.SILENT


@dataclass(frozen=True)
class Pool:
    """In fen; pooled = balance + held + spent."""

    pooled: int
    held: int
    spent: int
    balance: int
    platforms: tuple[ShownPlatform, ...]
    screenings: tuple[ShownScreening, ...]


def pool_list(year: int | None = None) -> PublicList:
    """The pool of a campaign as the one entry of a list that is kept for some seconds. Without a year, of the latest
    campaign that has a pool: it is filled when the next one already runs. Raises NoSuchYear."""
    return kept("pool", year or _latest_year(), _read)


def _latest_year() -> int | None:
    pools = Account.objects.filter(kind=Account.Kind.POOL).order_by("-campaign__year")
    return pools.values_list("campaign__year", flat=True).first()


def _read(campaign: Campaign, _day: dt.date) -> list[Pool]:
    figures, asked = pool_figures(campaign), standings(campaign).platforms
    known = {one.unit.pk for one in asked}
    others = [one for one in figures.platforms if one.unit.pk not in known]
    return [
        Pool(
            pooled=figures.pooled,
            held=figures.held,
            spent=figures.spent,
            balance=figures.balance,
            platforms=(*(_asked(one) for one in asked), *(_pooled(one) for one in others)),
            screenings=tuple(shown_screenings(campaign, figures)),
        )
    ]


def _asked(one: PlatformStanding) -> ShownPlatform:
    return ShownPlatform(one.unit.name, str(one.standing.value), one.since, one.due_at, one.declared, one.pooled)


def _pooled(one: PlatformFigures) -> ShownPlatform:
    """Money of a platform that nobody asked through a case."""
    return ShownPlatform(one.unit.name, str(Standing.POOLED.value), None, None, None, one.pooled)


# --- to keep ----------------------------------------------------------------------------------------------------------
def pool_rows(listed: PublicList) -> Iterator[tuple]:
    """A line for each platform and each screening, and one for the pool."""
    yield (
        _("What"),
        _("Platform or union"),
        _("Number"),
        _("Cinema"),
        _("Day"),
        _("Film"),
        _("Seats"),
        _("People who came"),
        _("Came in, yuan"),
        _("Set aside, yuan"),
        _("Spent, yuan"),
        _("Back to the pool, yuan"),
        _("State"),
    )
    for pool in listed.entries:
        for one in pool.platforms:
            yield _("Platform"), one.name, "", "", "", "", "", "", _plain(one.pooled), "", "", "", one.label
        for one in pool.screenings:
            yield _screening_row(one)
        yield _("Pool"), "", "", "", "", "", "", "", _plain(pool.pooled), _plain(pool.held), _plain(pool.spent), "", ""
        yield _("In the pool now"), "", "", "", "", "", "", "", _plain(pool.balance), "", "", "", ""


def _screening_row(one: ShownScreening) -> tuple:
    day = timezone.localtime(one.starts_at).strftime("%Y-%m-%d %H:%M")
    people = (one.seats, "" if one.attendance is None else one.attendance)
    money = ("", _plain(one.set_aside), _plain(one.spent), _plain(one.given_back))
    return (_("Screening"), one.union, one.number, one.cinema, day, one.film, *people, *money, one.stage.label)


def _plain(fen: int) -> str:
    return yuan(fen).replace(",", "")
