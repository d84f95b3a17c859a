"""The public lists for machines and for keeping: JSON, RSS, XLSX, CSV (R29, P59)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from casework.admissions.list_changes import Change, changes_of, removals_of
from casework.admissions.lists import ListedCinema, ListedPlatform, PublicList, cinema_list, platform_list
from casework.parties.models import Unit
from casework.portal.pool import pool_list, pool_rows
from casework.ui.published import full_address, sheet_response, unless_known

from .lists import list_or_404


@require_GET
def platforms_json(request: HttpRequest) -> HttpResponseBase:
    return _json(request, platform_list, "platforms", Unit.Kind.PLATFORM, _platform_data)


@require_GET
def cinemas_json(request: HttpRequest) -> HttpResponseBase:
    return _json(request, cinema_list, "cinemas", Unit.Kind.CINEMA, _cinema_data)


@require_GET
def platforms_rss(request: HttpRequest) -> HttpResponseBase:
    return _rss(request, platform_list, Unit.Kind.PLATFORM, _("Platforms of the campaign: who came, who left"))


@require_GET
def cinemas_rss(request: HttpRequest) -> HttpResponseBase:
    return _rss(request, cinema_list, Unit.Kind.CINEMA, _("Cinemas of the campaign: who came, who left"))


@require_GET
def platforms_file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    return _file(request, platform_list, "platforms", suffix, _platform_rows, (24, 18, 60, 14, 10))


@require_GET
def cinemas_file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    return _file(request, cinema_list, "cinemas", suffix, _cinema_rows, (12, 36, 18, 14, 14, 40, 18, 30, 60, 14))


@require_GET
def pool_file(request: HttpRequest, suffix: str) -> HttpResponseBase:
    widths = (16, 28, 18, 28, 18, 20, 8, 10, 16, 16, 16, 16, 20)
    return _file(request, pool_list, "pool", suffix, pool_rows, widths)


# --- JSON and RSS -----------------------------------------------------------------------------------------------------
def _json(request: HttpRequest, read: Any, name: str, kind: Unit.Kind, as_data: Callable) -> HttpResponseBase:
    listed = list_or_404(read, request)
    campaign = listed.campaign
    removed = removals_of(campaign, kind) if campaign else []

    def answer() -> HttpResponseBase:
        data = {
            "campaign": {"year": campaign.year, "name": campaign.name} if campaign else None,
            "as_of": listed.day.isoformat(),
            "changed_at": listed.changed_at.isoformat(timespec="seconds"),
            "order": "none is ranked (排名不分先后)",
            name: [as_data(entry) for entry in listed.entries],
            "removed": [_removed(one) for one in removed],
        }
        return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})

    return _unless_known(request, listed, "json", answer, removed)


def _platform_data(entry: ListedPlatform) -> dict[str, Any]:
    return {
        "name": entry.name,
        "phone": entry.phone,
        "extension_channel": entry.channel,
        "since": entry.since.isoformat(),
        "cinemas": entry.cinemas,
        "manual": full_address(reverse("portal:manual", args=[entry.pk])) if entry.manual else "",
    }


def _cinema_data(entry: ListedCinema) -> dict[str, Any]:
    return {
        "code": entry.code,
        "name": entry.name,
        "chain": entry.chain,
        "prefecture": entry.prefecture,
        "county": entry.county,
        "address": entry.address,
        "phone": entry.phone,
        "platforms": [name for _pk, name in entry.platforms],
        "extension_channel": entry.channel,
        "since": entry.since.isoformat(),
        "page": full_address(reverse("portal:cinema", args=[entry.code])),
    }


def _removed(change: Change) -> dict[str, str]:
    code = {"code": change.code} if change.code else {}
    return {**code, "name": change.name, "left_at": change.at.isoformat(timespec="seconds")}


def _rss(request: HttpRequest, read: Any, kind: Unit.Kind, title: str) -> HttpResponseBase:
    listed = list_or_404(read, request)
    changes = changes_of(listed.campaign, kind) if listed.campaign else []

    def answer() -> HttpResponseBase:
        home = reverse("portal:cinemas" if kind == Unit.Kind.CINEMA else "portal:platforms")
        feed = Rss201rev2Feed(
            title, full_address(home), title, language=get_language(), feed_url=full_address(request.path)
        )
        for change in changes:
            said = _("%(name)s has left the list") if change.left else _("%(name)s is on the list")
            link = full_address(reverse("portal:cinema", args=[change.code]) if change.code else home)
            feed.add_item(
                title=said % {"name": change.name},
                link=link,
                description="",
                pubdate=change.at,
                unique_id=f"{full_address(home)}#{change.mark}",
                unique_id_is_permalink=False,
            )
        return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")

    return _unless_known(request, listed, "rss", answer, changes)


# --- to keep ----------------------------------------------------------------------------------------------------------
def _file(
    request: HttpRequest, read: Any, name: str, suffix: str, rows_of: Callable, widths: tuple[int, ...]
) -> HttpResponseBase:
    listed = list_or_404(read, request)

    def answer() -> HttpResponseBase:
        return sheet_response(name, listed.day, suffix, rows_of(listed), widths)

    return _unless_known(request, listed, suffix, answer)


def _platform_rows(listed: PublicList) -> Iterator[tuple]:
    yield _("Platform"), _("Service phone"), _("Extension and pooling"), _("In the campaign since"), _("Cinemas")
    for entry in listed.entries:
        yield entry.name, entry.phone, entry.channel, entry.since.isoformat(), entry.cinemas


def _cinema_rows(listed: PublicList) -> Iterator[tuple]:
    yield (
        _("Cinema code"),
        _("Cinema"),
        _("Cinema chain"),
        _("Prefecture"),
        _("County"),
        _("Address"),
        _("Phone"),
        _("Takes vouchers of"),
        _("Extension and pooling"),
        _("In the campaign since"),
    )
    for entry in listed.entries:
        names = "、".join(name for _pk, name in entry.platforms)
        where = (entry.prefecture, entry.county, entry.address)
        yield entry.code, entry.name, entry.chain, *where, entry.phone, names, entry.channel, entry.since.isoformat()


# --- whoever has it already -------------------------------------------------------------------------------------------
def _unless_known(
    request: HttpRequest,
    listed: PublicList,
    form: str,
    answer: Callable[[], HttpResponseBase],
    changes: Sequence[Change] = (),
) -> HttpResponseBase:
    """`changes` are noted by the clock, some seconds after the list has them: what tells of them changes once more."""
    dated = {"digest": listed.digest, "changed_at": listed.changed_at}
    return unless_known(request, answer, **dated, form=form, changes=changes)
