"""What was paid for a ticket against the film's lowest release price (R10, and the local rules of LAW §0).

Complaints read it, and inspections. Nothing here decides by likeness: a name that is not in the table is unknown,
and names that come close are only for a person to look at.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db.models import Exists, F, FilteredRelation, Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from casework.parties.models import Campaign, Film, Hall, figure_source
from casework.parties.models.films import film_key, period_words

NOTHING = Decimal("0.00")
# Names that come close: how many are shown, and how alike they must be (0 to 100).
MOST_NEAR, ALIKE = 3, 60
# So many films are looked through for them, the latest first.
LOOKED_THROUGH = 2000


@dataclass(frozen=True)
class PriceRules:
    """The campaign's rules. fee_included: the lowest price holds the network service fee. special_hall_extra: yuan that
    a special hall may add; None: it may, and no amount is laid down."""

    fee_included: bool
    special_hall_extra: Decimal | None

    @classmethod
    def of(cls, campaign: Campaign) -> PriceRules:
        return cls(campaign.fee_included, campaign.special_hall_extra)


@dataclass(frozen=True)
class Listed:
    """What the table says of one film on one day. title: "" where the name fits none; lowest: yuan, None where no price
    holds on that day; near: titles that come close to a name that fits none."""

    title: str = ""
    lowest: Decimal | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    source: str = ""
    near: tuple[str, ...] = ()

    @property
    def basis(self) -> str:
        """Which line of the table it is, in words; "" where there is none."""
        if self.lowest is None:
            return ""
        parts = {"film": self.title, "period": period_words(self), "source": self.source}
        if not self.source:
            return _("《%(film)s》, price of %(period)s.") % parts
        return _("《%(film)s》, price of %(period)s; source: %(source)s.") % parts


class Missing(StrEnum):
    """Why it cannot be said whether a price is over."""

    FILM_NOT_NAMED = "film_not_named"
    FILM_NOT_LISTED = "film_not_listed"
    NO_PRICE_THAT_DAY = "no_price_that_day"
    NOT_SAID_WHAT_WAS_PAID = "not_said_what_was_paid"
    HALL_UNKNOWN = "hall_unknown"
    HALL_EXTRA_OPEN = "hall_extra_open"


class Applied(StrEnum):
    """Rules of the campaign that had a part in it."""

    FEE_LEFT_OUT = "fee_left_out"
    FEE_NOT_NAMED = "fee_not_named"
    FEE_INCLUDED = "fee_included"
    HALL_ADDS = "hall_adds"


@dataclass(frozen=True)
class Comparison:
    """A price against the lowest one, in yuan. over: by how much it is too much, 0.00 where it is not, None where that
    cannot be said (`missing` says why). gap: paid less lowest, the fee counted as the rules say, before what a special
    hall may add; None where one of the two is not known."""

    paid: Decimal | None
    lowest: Decimal | None
    gap: Decimal | None
    over: Decimal | None
    fee: Decimal
    extra: Decimal | None
    rules: tuple[Applied, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def is_over(self) -> bool:
        return bool(self.over)

    @property
    def sentence(self) -> str:
        """For the desk, in one sentence."""
        if self.gap is None:
            return _("Cannot be compared: %(missing)s.") % {"missing": _("; ").join(_why(one) for one in self.missing)}
        parts = {"paid": self.paid, "lowest": self.lowest, "over": self.over, "gap": self.gap}
        if self.over is None:
            why = _why(self.missing[0])
            return _(
                "Paid %(paid)s yuan, lowest release price %(lowest)s yuan. Whether the %(gap)s yuan between them are "
                "too much cannot be said: %(why)s."
            ) % (parts | {"why": why})
        if self.is_over:
            return _("Paid %(paid)s yuan, lowest release price %(lowest)s yuan: %(over)s yuan over.") % parts
        return _("Paid %(paid)s yuan, lowest release price %(lowest)s yuan: not over.") % parts

    @property
    def notes(self) -> list[str]:
        """The rules that were applied, in words, each with who fixed it."""
        return [_rule_words(rule, self) for rule in self.rules]


def look_up(typed: str, day: dt.date) -> Listed:
    """The film of that name, letter for letter but for width, case, spaces and 《》, and its price of the day.

    One statement: the film whose title or other title it is, or where it is none's, all of them to find what is near.
    """
    key = film_key(typed)
    if not key:
        return Listed()
    named = Q(key=key) | Q(aliases__key=key)
    holds = Q(prices__since__lte=day) & (Q(prices__until__isnull=True) | Q(prices__until__gte=day))
    films = Film.objects.annotate(that_day=FilteredRelation("prices", condition=holds))
    wanted = films.filter(named | ~Exists(Film.objects.filter(named))).order_by("-pk")
    columns = ("key", "title", "aliases__key", "aliases__name")
    rows = list(
        wanted.values(
            *columns,
            lowest=F("that_day__lowest"),
            since=F("that_day__since"),
            until=F("that_day__until"),
            source=F("that_day__source"),
        )[:LOOKED_THROUGH]
    )
    found = next((row for row in rows if key in (row["key"], row["aliases__key"])), None)
    if found is None:
        return Listed(near=_near(key, rows))
    return Listed(found["title"], found["lowest"], found["since"], found["until"], found["source"] or "")


def _near(key: str, rows: list[dict[str, object]]) -> tuple[str, ...]:
    """Titles with a name that comes close, the closest first."""
    titles = {row["key"]: row["title"] for row in rows}
    titles |= {row["aliases__key"]: row["title"] for row in rows if row["aliases__key"]}
    found = process.extract(key, list(titles), scorer=fuzz.WRatio, score_cutoff=ALIKE, limit=2 * MOST_NEAR)
    return tuple(dict.fromkeys(titles[name] for name, _score, _place in found))[:MOST_NEAR]


def compare(
    *, film: str, listed: Listed, paid: Decimal | None, hall: str, fee: Decimal | None, rules: PriceRules
) -> Comparison:
    """The comparison of one ticket. film: the name as typed; paid: yuan for the ticket, the service fee in it included;
    hall: a `Hall`, "" where it is not known; fee: yuan of network service fee in the price paid, None where none was
    named. Pure: all it needs is given."""
    missing = _missing(film, listed, paid)
    paid, lowest, fee = _money(paid), _money(listed.lowest), _money(fee) or NOTHING
    if missing:
        return Comparison(paid, lowest, None, None, fee, rules.special_hall_extra, (), missing)
    gap = paid - lowest - (NOTHING if rules.fee_included else fee)
    applied = _fee_rule(rules, fee, gap)
    over: Decimal | None = max(gap, NOTHING)
    if gap > 0:
        over, hall_rule, missing = _in_the_hall(gap, hall, rules.special_hall_extra)
        applied += hall_rule
    return Comparison(paid, lowest, gap, over, fee, rules.special_hall_extra, applied, missing)


def _money(yuan: Decimal | None) -> Decimal | None:
    return None if yuan is None else yuan.quantize(NOTHING)


def _missing(film: str, listed: Listed, paid: Decimal | None) -> tuple[Missing, ...]:
    found = []
    if not film_key(film):
        found.append(Missing.FILM_NOT_NAMED)
    elif not listed.title:
        found.append(Missing.FILM_NOT_LISTED)
    elif listed.lowest is None:
        found.append(Missing.NO_PRICE_THAT_DAY)
    if paid is None:
        found.append(Missing.NOT_SAID_WHAT_WAS_PAID)
    return tuple(found)


def _fee_rule(rules: PriceRules, fee: Decimal, gap: Decimal) -> tuple[Applied, ...]:
    """A fee has a part in it where one was paid, or could explain what was paid too much."""
    if not fee and gap <= 0:
        return ()
    if rules.fee_included:
        return (Applied.FEE_INCLUDED,)
    return (Applied.FEE_LEFT_OUT if fee else Applied.FEE_NOT_NAMED,)


def _in_the_hall(
    gap: Decimal, hall: str, extra: Decimal | None
) -> tuple[Decimal | None, tuple[Applied, ...], tuple[Missing, ...]]:
    """What is too much of the gap once the hall is heeded: (yuan, rules, what is missing to say it)."""
    if hall == Hall.ORDINARY or extra == 0:
        return gap, (), ()
    if hall != Hall.SPECIAL:
        return None, (), (Missing.HALL_UNKNOWN,)
    if extra is None:
        return None, (), (Missing.HALL_EXTRA_OPEN,)
    return max(gap - extra, NOTHING), (Applied.HALL_ADDS,), ()


def _why(missing: Missing) -> str:
    return {
        Missing.FILM_NOT_NAMED: _("no film was named"),
        Missing.FILM_NOT_LISTED: _("the film is not in the table of lowest release prices"),
        Missing.NO_PRICE_THAT_DAY: _("the table has no price of this film for that day"),
        Missing.NOT_SAID_WHAT_WAS_PAID: _("it was not said what was paid"),
        Missing.HALL_UNKNOWN: _("it is not known whether it was a special hall, which may cost more (%(source)s)"),
        Missing.HALL_EXTRA_OPEN: _(
            "it was a special hall, which may cost more, and no amount is laid down (%(source)s)"
        ),
    }[missing] % {"source": figure_source("special_hall_extra").label}


def _rule_words(rule: Applied, found: Comparison) -> str:
    figure = "special_hall_extra" if rule is Applied.HALL_ADDS else "fee_included"
    parts = {"fee": found.fee, "extra": found.extra, "source": figure_source(figure).label}
    return {
        Applied.FEE_LEFT_OUT: _(
            "The network service fee of %(fee)s yuan is left out: the lowest release price does not include it "
            "(%(source)s)."
        ),
        Applied.FEE_NOT_NAMED: _(
            "A network service fee would be left out, for the lowest release price does not include it; none was named "
            "(%(source)s)."
        ),
        Applied.FEE_INCLUDED: _("The lowest release price includes the network service fee (%(source)s)."),
        Applied.HALL_ADDS: _("A special hall may cost up to %(extra)s yuan more (%(source)s)."),
    }[rule] % parts
