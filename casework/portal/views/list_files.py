"""The public lists for machines and for keeping: JSON, RSS, XLSX, CSV (R29, P59)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from casework.admissions.list_changes import Change, changes_of, removals_of
from casework.admissions.lists import AGE, ListedCinema, ListedPlatform, PublicList, cinema_list, platform_list
from casework.parties.models import Unit
from casework.portal.pool import pool_list, pool_rows
from casework.ui.cells import csv_lines, write_book

from .lists import list_or_404

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
        "manual": _full(reverse("portal:manual", args=[entry.pk])) if entry.manual else "",
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
        "page": _full(reverse("portal:cinema", args=[entry.code])),
    }


def _removed(change: Change) -> dict[str, str]:
    code = {"code": change.code} if change.code else {}
    return {**code, "name": change.name, "left_at": change.at.isoformat(timespec="seconds")}


def _rss(request: HttpRequest, read: Any, kind: Unit.Kind, title: str) -> HttpResponseBase:
    listed = list_or_404(read, request)
    changes = changes_of(listed.campaign, kind) if listed.campaign else []

    def answer() -> HttpResponseBase:
        home = reverse("portal:cinemas" if kind == Unit.Kind.CINEMA else "portal:platforms")
        feed = Rss201rev2Feed(title, _full(home), title, language=get_language(), feed_url=_full(request.path))
        for change in changes:
            said = _("%(name)s has left the list") if change.left else _("%(name)s is on the list")
            link = _full(reverse("portal:cinema", args=[change.code]) if change.code else home)
            feed.add_item(
                title=said % {"name": change.name},
                link=link,
                description="",
                pubdate=change.at,
                unique_id=f"{_full(home)}#{change.mark}",
                unique_id_is_permalink=False,
            )
        return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")

    return _unless_known(request, listed, "rss", answer, changes)


def _full(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path


# --- to keep ----------------------------------------------------------------------------------------------------------
def _file(
    request: HttpRequest, read: Any, name: str, suffix: str, rows_of: Callable, widths: tuple[int, ...]
) -> HttpResponseBase:
    listed = list_or_404(read, request)

    def answer() -> HttpResponseBase:
        filename = f"{name}-{listed.day.isoformat()}.{suffix}"
        if suffix == "csv":
            return StreamingHttpResponse(
                csv_lines(rows_of(listed)),
                content_type="text/csv; charset=utf-8",
                headers={"Content-Disposition": f'attachment; filename="{filename}"'},
            )
        out = io.BytesIO()
        write_book(out, name, rows_of(listed), widths)
        out.seek(0)
        return FileResponse(out, as_attachment=True, filename=filename, content_type=XLSX)

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
    """304 for whoever has it as it is; else the answer. Scripts of other sites may read it: it is public.

    `changes` are noted by the clock, some seconds after the list has them: what tells of them changes once more.
    """
    told = hashlib.sha256(repr(changes).encode()).hexdigest()[:16]
    etag = quote_etag(f"{listed.digest}-{told}-{form}-{get_language()}")
    changed = int(max([listed.changed_at, *(change.at for change in changes[:1])]).timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        response = answer()
        response.headers["ETag"] = etag
        response.headers["Last-Modified"] = http_date(changed)
    response.headers["Cache-Control"] = f"public, max-age={AGE}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
