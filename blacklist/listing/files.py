"""The list for machines and for keeping: JSON and RSS with what left it, XLSX, CSV (R41; issue 9 §3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_GET

from casework.ui.published import full_address, sheet_response, unless_known
from casework.ui.times import day_words
from casework.ui.words import listed as in_words

from ..remedies import remedies, repair_conditions
from ..violations import NOTICE
from .entries import Entry, TheList, the_list
from .removals import Removal, removals

# A feed tells the latest; the whole list is its own address.
LATEST = 100
WIDTHS = (16, 36, 22, 12, 14, 14, 24, 24, 14, 40, 44, 14, 60, 60, 14, 12, 14)


class News(NamedTuple):
    """Something a feed tells: an entry that came, or one that left."""

    at: dt.datetime
    what: Entry | Removal


@require_GET
def list_json(request: HttpRequest) -> HttpResponseBase:
    """All that is on it, each with the day to which it is valid; and all that left it."""
    listed = the_list()
    gone = removals(listed.day)

    def answer() -> HttpResponseBase:
        data = {
            "name": str(_("Dishonesty list of the campaign")),
            "as_of": listed.day.isoformat(),
            "changed_at": listed.changed_at.isoformat(timespec="seconds"),
            "order": "by day of decision, the latest first; none is ranked (排名不分先后)",
            "entries": [_data(one) for one in listed.entries],
            "removed": [{"number": one.number, "removed_on": _day(one.on), "why": one.why} for one in gone],
        }
        return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})

    return _unless_known(request, listed, "json", answer, gone)


@require_GET
def list_rss(request: HttpRequest) -> HttpResponseBase:
    """What came and what left, the latest first."""
    listed = the_list()
    gone = removals(listed.day)
    came = [News(one.published_at, one) for one in listed.entries]
    news = sorted([*came, *(News(one.at, one) for one in gone)], key=lambda one: one.at, reverse=True)[:LATEST]

    def answer() -> HttpResponseBase:
        title, home = _("Dishonesty list of the campaign"), full_address(reverse("listing:list"))
        feed = _Feed(title, home, title, language=get_language(), feed_url=full_address(request.path))
        for at, what in news:
            feed.add_item(pubdate=at, unique_id_is_permalink=False, **_item(what))
        return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")

    return _unless_known(request, listed, "rss", answer, gone)


@require_GET
def list_file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    listed = the_list()

    def answer() -> HttpResponseBase:
        return sheet_response("dishonesty-list", listed.day, suffix, _rows(listed), WIDTHS)

    return _unless_known(request, listed, suffix, answer)


def _unless_known(
    request: HttpRequest,
    listed: TheList,
    form: str,
    answer: Callable[[], HttpResponseBase],
    gone: Sequence[Removal] = (),
) -> HttpResponseBase:
    dated = {"digest": listed.digest, "changed_at": listed.changed_at}
    return unless_known(request, answer, **dated, form=form, changes=gone)


# --- JSON and RSS -----------------------------------------------------------------------------------------------------
def _data(one: Entry) -> dict[str, Any]:
    said = one.violation
    return {
        "number": one.number,
        "name": one.name,
        "uscc": one.uscc,
        "cinema_code": one.code,
        "prefecture": one.prefecture,
        "county": one.county,
        "violation": {"code": said.code, "label": str(said.label), "words": said.words, "notice": NOTICE},
        "decided_on": _day(one.decided_on),
        "decided_by": list(one.bodies),
        "measures": [
            {"kind": held.kind, "label": str(held.label), "from": _day(held.starts), "until": _day(held.ends)}
            for held in one.measures
        ],
        "remedies": remedies(one.windows),
        "repair": {"from": _day(one.repair_from), "conditions": list(repair_conditions())},
        "valid_to": _day(one.record.ends),
        "under_review": one.under_review,
        "objection_being_checked": one.objected,
        "page": page_address(one.number),
    }


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def page_address(number: str) -> str:
    return full_address(reverse("listing:entry", args=[number]))


def _item(what: Entry | Removal) -> dict[str, Any]:
    link = page_address(what.number)
    if isinstance(what, Removal):
        title = _("%(number)s has left the list") % {"number": what.number}
        return {"title": title, "link": link, "description": what.label, "unique_id": f"{link}#left-{what.on}"}
    return {
        "title": _("%(name)s is on the list") % {"name": what.name},
        "link": link,
        "description": _("%(violation)s; %(number)s of %(day)s; valid to %(until)s")
        % {
            "violation": what.violation.label,
            "number": what.number,
            "day": day_words(what.decided_on, weekday=False, year=True),
            "until": _until(what.record.ends),
        },
        "unique_id": f"{link}#came",
        "valid": f"start={_day(what.record.starts)}; end={_day(what.record.ends) or ''}",
    }


class _Feed(Rss201rev2Feed):
    """RSS whose items say how long they are valid, as a period of Dublin Core."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:dcterms": "http://purl.org/dc/terms/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item.get("valid"):
            handler.addQuickElement("dcterms:valid", item["valid"])


# --- to keep ----------------------------------------------------------------------------------------------------------
def _rows(listed: TheList) -> Iterator[tuple]:
    yield (
        _("Number of the decision"),
        _("Party"),
        _("Unified social credit code"),
        _("Cinema code"),
        _("Prefecture"),
        _("County"),
        _("Violation"),
        _("In the words of the notice"),
        _("Decided on"),
        pgettext("penalty", "Decided by"),
        _("Measures"),
        _("Valid to"),
        _("How it can be contested"),
        _("Conditions of repair"),
        _("Repair from"),
        _("Under review"),
        _("Objection being checked"),
    )
    conditions = " ".join(repair_conditions())
    for one in listed.entries:
        measures = in_words(f"{held.label} {held.starts} – {held.ends or ''}".rstrip() for held in one.measures)
        yield (
            *(one.number, one.name, one.uscc, one.code, one.prefecture, one.county),
            *(one.violation.label, one.violation.words, _day(one.decided_on), in_words(one.bodies), measures),
            *(_until(one.record.ends, plain=True), remedies(one.windows), conditions, _day(one.repair_from)),
            _("yes") if one.under_review else "",
            _("yes") if one.objected else "",
        )


def _until(day: dt.date | None, *, plain: bool = False) -> str:
    if day is None:
        return _("without end")
    return day.isoformat() if plain else day_words(day, weekday=False, year=True)
