"""Asking for more time for vouchers, and what came of each: no voucher is extended twice (R14; docs/vouchers.md).

    asked = claim(case_number="…", campaign=…, platform=…, vouchers=[Voucher(...), …])
    decide(case_number="…", refused={"10010003": "used"})  # the rest is granted
    release(case_number="…")                                # withdrawn: the numbers are free again
    confirm(case_number="…", doubted={"10010003": "used"})  # what the platform says
    count_again(case_number)                                # now that a year is announced

What a case asks for it holds from the filing on, so two cases can never be granted the same voucher; the database
itself refuses it. Called within the act's transaction; a thousand vouchers cost the statements of one, but that SQLite
takes new rows by the sixty.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.db.models import Case as DbCase
from django.db.models import Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.engine.calendar import Calendar
from casework.engine.errors import Refused
from casework.parties.models import Campaign, Unit
from casework.ui.times import day_words
from casework.ui.words import listed

from .models.extensions import VoucherExtension, VoucherExtensionQuerySet
from .months import extended

SHOWN = 5


@dataclass(frozen=True)
class Voucher:
    """One voucher of a request. number: the normal form of `typed`; face_value in fen."""

    typed: str
    number: str
    face_value: int
    expires_on: dt.date


@dataclass(frozen=True)
class Taken:
    """A voucher for which nothing can be asked now, and the row that stands in the way."""

    number: str
    row: VoucherExtension

    def __str__(self) -> str:
        if self.row.outcome == VoucherExtension.Outcome.ASKED:
            return _("Voucher %(number)s: an extension is being asked for already.") % {"number": self.number}
        parts = {"number": self.number, "day": day_words(self.row.extended_to, weekday=False, year=True)}
        return _("Voucher %(number)s: already extended, to %(day)s.") % parts


class AlreadyTaken(Refused):
    """Of these vouchers some are being asked for or have had their extension; nothing was written. `taken`: all."""

    def __init__(self, taken: Sequence[Taken]) -> None:
        self.taken = list(taken)
        words = " ".join(str(one) for one in self.taken[:SHOWN])
        rest = len(self.taken) - SHOWN
        if rest > 0:
            more = ngettext("And %(count)d more voucher.", "And %(count)d more vouchers.", rest)
            words = f"{words} {more % {'count': rest}}"
        super().__init__(words)


def taken(*, campaign: Campaign, platform: Unit, numbers: Iterable[str]) -> list[Taken]:
    """Which of these vouchers cannot be asked for now, by number: for a form, before it is sent. One statement."""
    return _taken(_held(platform, numbers), campaign)


def claim(
    *, case_number: str, campaign: Campaign, platform: Unit, vouchers: Sequence[Voucher], at: dt.datetime | None = None
) -> list[VoucherExtension]:
    """Ask for these vouchers and hold them until decided or released: all of them or none.

    The same case asking for the same vouchers once more gets the same rows. Raises AlreadyTaken; Refused where the
    campaign extends none or a voucher is named twice.
    """
    _refuse_at_odds(campaign, vouchers)
    said = (case_number, campaign, platform, vouchers, at or timezone.now())
    try:
        return _claim(*said)
    except IntegrityError:
        # Somebody asked for one of them at the same moment and was first: now that can be read.
        return _claim(*said)


def confirm(*, case_number: str, doubted: Mapping[str, str]) -> None:
    """What the platform says: of the numbers in `doubted` why what is asked is not so; all others are as asked. Raises
    ValueError for a number that the case did not ask for."""
    with transaction.atomic():
        rows = _asked_for(case_number)
        _refuse_strangers(case_number, rows, doubted)
        asked = VoucherExtension.objects.of_case(case_number).asked()
        asked.exclude(number__in=list(doubted)).update(said=VoucherExtension.CONFIRMED)
        if doubted:
            asked.filter(number__in=list(doubted)).update(said=_by_number(doubted))


@dataclass(frozen=True)
class Decided:
    granted: int
    refused: int


def decide(*, case_number: str, refused: Mapping[str, str], at: dt.datetime | None = None) -> Decided:
    """Grant what the case asked for, but for the numbers in `refused`, each with its reason. Six statements at most.

    A granted voucher has the campaign's months more (`months.extended`). A refused one may be asked for again. Raises
    Refused where nothing is left to decide; ValueError for a number that the case did not ask for.
    """
    at = at or timezone.now()
    with transaction.atomic():
        rows = _asked_for(case_number)
        if not rows:
            raise Refused(_("These vouchers are decided already."))
        _refuse_strangers(case_number, rows, refused)
        return Decided(_grant(case_number, rows, refused, at), _refuse(case_number, refused, at))


def release(*, case_number: str, at: dt.datetime | None = None) -> int:
    """Withdrawn: what the case still asks for may be asked for again; how many vouchers. What is decided stays."""
    with transaction.atomic():
        _asked_for(case_number)
        asked = VoucherExtension.objects.of_case(case_number).asked()
        return asked.update(outcome=VoucherExtension.Outcome.WITHDRAWN, turn=None, decided_at=at or timezone.now())


def to_count_again(case_number: str = "") -> dict[str, bool]:
    """Where a year's calendar was announced since: the cases (or this one) with provisional last days that are certain
    now, and whether one of them moves on. Statements by last day, not by voucher; one where nothing is provisional."""
    found: dict[str, bool] = {}
    granted = VoucherExtension.objects.granted()
    for those, end in _certain_now(granted.filter(case_number=case_number) if case_number else granted):
        for number, to in those.order_by().values_list("case_number", "extended_to").distinct():
            found[number] = found.get(number, False) or to < end
    return found


def count_again(case_number: str) -> int:
    """A granted voucher's last day moves on if it turned out a rest day, never back, and is provisional no longer. How
    many vouchers of the case moved."""
    moved = 0
    with transaction.atomic():
        for those, end in _certain_now(VoucherExtension.objects.granted().filter(case_number=case_number)):
            moved += those.filter(extended_to__lt=end).update(extended_to=end)
            those.update(provisional=False)
    return moved


# --- steps ------------------------------------------------------------------------------------------------------------
def _certain_now(granted: VoucherExtensionQuerySet) -> Iterator[tuple[VoucherExtensionQuerySet, dt.date]]:
    """Provisional ones of these whose last day can be counted for certain, with that day."""
    waiting = granted.filter(provisional=True)
    by_day = waiting.order_by().values_list("campaign", "campaign__extension_months", "expires_on").distinct()
    for campaign, months, day in list(by_day):
        end = extended(day, months, Calendar.load(day))
        if not end.provisional:
            yield waiting.filter(campaign=campaign, expires_on=day), end.day


def _held(platform: Unit, numbers: Iterable[str]) -> dict[str, list[VoucherExtension]]:
    """By number, the rows that hold it, the latest turn last."""
    rows: dict[str, list[VoucherExtension]] = {}
    for row in VoucherExtension.objects.holding(platform, numbers).order_by("number", "turn"):
        rows.setdefault(row.number, []).append(row)
    return rows


def _taken(held: Mapping[str, list[VoucherExtension]], campaign: Campaign) -> list[Taken]:
    return [
        Taken(number, rows[-1])
        for number, rows in held.items()
        if rows[-1].outcome == VoucherExtension.Outcome.ASKED or len(rows) >= campaign.extensions_per_voucher
    ]


def _refuse_at_odds(campaign: Campaign, vouchers: Sequence[Voucher]) -> None:
    if campaign.extensions_per_voucher < 1:
        raise Refused(_("Vouchers of this campaign are not extended."))
    if twice := [number for number, times in Counter(voucher.number for voucher in vouchers).items() if times > 1]:
        raise Refused(_("Each voucher can be named only once: %(numbers)s.") % {"numbers": listed(twice[:SHOWN])})


def _claim(
    case_number: str, campaign: Campaign, platform: Unit, vouchers: Sequence[Voucher], at: dt.datetime
) -> list[VoucherExtension]:
    with transaction.atomic():
        held = _held(platform, [voucher.number for voucher in vouchers])
        if mine := _asked_by(case_number, held, len(vouchers)):
            return mine
        if found := _taken(held, campaign):
            raise AlreadyTaken(found)
        rows = [
            VoucherExtension(
                case_number=case_number,
                campaign=campaign,
                platform=platform,
                position=position,
                turn=len(held.get(voucher.number, ())) + 1,
                asked_at=at,
                **asdict(voucher),
            )
            for position, voucher in enumerate(vouchers, 1)
        ]
        # In one order whoever asks, so that two requests at once never wait for each other.
        VoucherExtension.objects.bulk_create(sorted(rows, key=lambda row: row.number))
    return rows


def _asked_by(case_number: str, held: Mapping[str, list[VoucherExtension]], count: int) -> list[VoucherExtension]:
    """The case's own rows, if it asks for exactly these already."""
    last = [rows[-1] for rows in held.values()]
    mine = [row for row in last if row.case_number == case_number and row.outcome == VoucherExtension.Outcome.ASKED]
    return sorted(mine, key=lambda row: row.position) if len(mine) == count else []


def _asked_for(case_number: str) -> list[VoucherExtension]:
    """What is still to be decided, locked in one order until the transaction ends."""
    rows = VoucherExtension.objects.of_case(case_number).asked().select_related("campaign")
    return list(rows.select_for_update(of=("self",), no_key=True))


def _grant(case_number: str, rows: Sequence[VoucherExtension], refused: Mapping[str, str], at: dt.datetime) -> int:
    days = {row.expires_on for row in rows}
    calendar, months = Calendar.load(min(days)), rows[0].campaign.extension_months
    ends = {day: extended(day, months, calendar) for day in days}
    asked = VoucherExtension.objects.of_case(case_number).asked().exclude(number__in=list(refused))
    return asked.update(
        outcome=VoucherExtension.Outcome.GRANTED,
        extended_to=DbCase(*(When(expires_on=day, then=Value(end.day)) for day, end in ends.items())),
        provisional=DbCase(*(When(expires_on=day, then=Value(end.provisional)) for day, end in ends.items())),
        decided_at=at,
    )


def _refuse(case_number: str, refused: Mapping[str, str], at: dt.datetime) -> int:
    if not refused:
        return 0
    asked = VoucherExtension.objects.of_case(case_number).asked().filter(number__in=list(refused))
    return asked.update(outcome=VoucherExtension.Outcome.REFUSED, reason=_by_number(refused), turn=None, decided_at=at)


def _by_number(reasons: Mapping[str, str]) -> DbCase:
    numbers: dict[str, list[str]] = {}
    for number, reason in reasons.items():
        numbers.setdefault(reason, []).append(number)
    return DbCase(*(When(number__in=those, then=Value(reason)) for reason, those in numbers.items()))


def _refuse_strangers(case_number: str, rows: Sequence[VoucherExtension], named: Iterable[str]) -> None:
    if strangers := set(named) - {row.number for row in rows}:
        raise ValueError(f"case {case_number} does not ask for {sorted(strangers)}")
