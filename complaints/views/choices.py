"""The lists that people choose from while filing: categories by how people say it, cinemas, platforms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Cinema, Division, Platform, Unit
from casework.ui.text import half_width
from complaints import filing_forms
from complaints.categories import BY_CODE, CATEGORIES, Category

from .answers import Answers

GROUPS = (
    (
        _("The voucher was not accepted"),
        ("refused_redemption", "refused_showing", "locked_seats", "cash_first", "top_up_refused"),
    ),
    (_("Free viewing for model workers"), ("model_worker",)),
    (_("Paid too much"), ("over_price", "surcharge")),
    (_("Vouchers and invoices"), ("extension_refused", "invoice", "other_goods")),
    (_("Service and box office"), ("staff_ignorant", "poor_service", "passed_around", "box_office")),
    (_("The association or a union"), ("body",)),
    (_("Something else"), ("other",)),
)

HINTS = {
    "refused_redemption": _("Also “the system is down” or “no vouchers today”"),
    "refused_showing": _("Such as prime time, first showings, giant screens"),
    "model_worker": _("With the papers in order, and still refused"),
    "surcharge": _("Service fee, seat fee and the like"),
    "passed_around": _("The cinema says ask the platform, the platform says ask the cinema"),
    "box_office": _("No ticket, or one written by hand"),
    "body": _("Such as a matter left unattended, or vouchers never handed out; the film bureau looks into it"),
    "other": _("Say it in your own words on a later page"),
}

MOST_CINEMAS = 20


def category_groups(words: str, chosen: str) -> list[tuple[Any, list[tuple[Category, Any]]]]:
    """Headings with their categories and hints; after a search one list, the best first, the chosen one kept."""
    if not words.strip():
        return [(title, [(BY_CODE[code], HINTS.get(code, "")) for code in codes]) for title, codes in GROUPS]
    found = matching_categories(words)
    if chosen in BY_CODE and BY_CODE[chosen] not in found:
        found.insert(0, BY_CODE[chosen])
    return [(_("What fits best"), [(category, HINTS.get(category.code, "")) for category in found])]


def matching_categories(words: str) -> list[Category]:
    """Categories that share two neighbouring letters with what was typed, those that share most first."""
    pairs = set(_pairs(words))
    scores = {category: sum(pair in _spoken(category) for pair in pairs) for category in CATEGORIES}
    return sorted((c for c in CATEGORIES if scores[c]), key=lambda c: -scores[c])


def _pairs(words: str) -> Iterator[str]:
    for word in half_width(words).lower().split():
        yield from (word[i : i + 2] for i in range(max(1, len(word) - 1)))


def _spoken(category: Category) -> str:
    return f"{category.label} {category.plain} {category.words} {HINTS.get(category.code, '')}".lower()


def cinemas_for(answers: Answers, words: str, county: str) -> tuple[list[Cinema], bool]:
    """The cinemas to choose from, and whether there are more than are shown; the chosen one always among them."""
    division = Division.objects.filter(pk=county).first() if county else None
    found: list[Cinema] = []
    if words.strip() or division:
        found = list(Cinema.objects.search(words, division)[: MOST_CINEMAS + 1])
    more = len(found) > MOST_CINEMAS
    found = found[:MOST_CINEMAS]
    chosen = chosen_cinema(answers)
    if chosen and chosen not in found:
        found.insert(0, chosen)
    return found, more


def chosen_cinema(answers: Answers) -> Cinema | None:
    pk = answers.get("cinema")
    return Cinema.objects.active().with_places().filter(pk=pk).first() if pk.isascii() and pk.isdigit() else None


def cinema_by_code(code: str) -> Cinema | None:
    """The cinema that a poster or a page names; none where nobody can complain of it here."""
    return Cinema.objects.active().filter(code=code).first() if code.isascii() and code.isdigit() else None


def chosen_platform(answers: Answers) -> Platform | None:
    return platform_by_id(answers.get("platform"))


def platform_by_id(pk: str) -> Platform | None:
    """The platform that another page names; none where nobody can complain of it here."""
    found = Platform.objects.active().select_related("unit")
    return found.filter(pk=pk).first() if pk.isascii() and pk.isdigit() else None


def platforms() -> list[Platform]:
    """In the order of their names, which is no ranking (R29)."""
    return list(Platform.objects.active().select_related("unit").order_by("unit__name"))


def bodies() -> list[tuple[str, list[Unit]]]:
    """The association, then the unions by prefecture, as a list with headings."""
    found = list(filing_forms.bodies().select_related("division").order_by("division__code", "name"))
    cities = dict(Division.objects.filter(level=Division.Level.PREFECTURE).values_list("code", "name"))
    groups: dict[str, list[Unit]] = {}
    for unit in sorted(found, key=lambda unit: unit.kind != Unit.Kind.ASSOCIATION):
        city = cities.get(f"{unit.division.code[:4]}00", "") if unit.division else ""
        groups.setdefault(city or str(_("The whole province")), []).append(unit)
    return list(groups.items())


def marked(text: str, words: str) -> SafeString:
    """The text with what was searched for marked in it."""
    wanted = [re.escape(word) for word in words.split()]
    if not wanted:
        return conditional_escape(text)
    parts = re.split(f"({'|'.join(wanted)})", text, flags=re.IGNORECASE)
    pieces = (
        format_html('<mark class="hit">{}</mark>', part) if i % 2 else conditional_escape(part)
        for i, part in enumerate(parts)
    )
    return mark_safe("".join(pieces))
