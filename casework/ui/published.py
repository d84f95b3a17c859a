"""What the public lists of all rooms have in common: kept for seconds, paged, taken away as files, polled."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language

from .cells import csv_lines, write_book

AGE = 5
# How long it is remembered since when a list says what it says; older than that, it says so since it was read.
REMEMBERED = 24 * 3600
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def lasts(now: dt.datetime | None = None) -> int:
    """For how many seconds what is read at `now` may be shown again: AGE, and never past midnight, as another day's
    rows hold then."""
    local = timezone.localtime(now)
    tomorrow = timezone.make_aware(dt.datetime.combine(local.date() + dt.timedelta(days=1), dt.time()))
    return min(AGE, int((tomorrow - local).total_seconds()))


def since_when(key: str, digest: str, read_at: dt.datetime) -> dt.datetime:
    """Since when what is kept under the key has this digest, as far as that is remembered."""
    known, since = cache.get(f"{key}:was") or ("", read_at)
    if known != digest:
        since = read_at
    cache.set(f"{key}:was", (digest, since), REMEMBERED)
    return since


def briefly_kept(response: HttpResponse) -> HttpResponse:
    """A browser may show it again for as long as the list itself is kept; nobody in between, as it has a language."""
    response["Cache-Control"] = f"private, max-age={lasts()}"
    return response


def full_address(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path


# --- pages ------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Page:
    """Some of the entries; `after` is the key of the last one where there are more, `total` how many there are."""

    entries: Sequence[Any]
    after: str
    total: int


def page_after(found: Sequence[Any], key: Callable[[Any], str], after: str, size: int) -> Page:
    """Those behind the entry with that key; from the start where it is not there any more."""
    first = next((place for place, entry in enumerate(found, 1) if key(entry) == after), 0)
    shown = found[first : first + size]
    return Page(shown, key(shown[-1]) if first + size < len(found) else "", len(found))


# --- to keep ----------------------------------------------------------------------------------------------------------
def sheet_response(
    name: str, day: dt.date, suffix: str, rows: Iterable[Iterable[Any]], widths: Iterable[int]
) -> HttpResponseBase:
    """The rows as a file to keep, named after the day; the first of them is the head. `suffix`: "csv" or "xlsx"."""
    filename = f"{name}-{day.isoformat()}.{suffix}"
    if suffix == "csv":
        return StreamingHttpResponse(
            csv_lines(rows),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{filename}"'},
        )
    out = io.BytesIO()
    write_book(out, name, rows, widths)
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=filename, content_type=XLSX)


# --- whoever has it already -------------------------------------------------------------------------------------------
def unless_known(
    request: HttpRequest,
    answer: Callable[[], HttpResponseBase],
    *,
    digest: str,
    form: str,
    changed_at: dt.datetime,
    changes: Sequence[Any] = (),
) -> HttpResponseBase:
    """304 for whoever has it as it is; else the answer. Scripts of other sites may read it: it is public.

    `digest`, `changed_at`: of the list itself; `form`: which of its files this is. `changes` are told beside the list,
    each with its moment `at`, the newest first: what tells of them changes with them.
    """
    told = hashlib.sha256(repr(changes).encode()).hexdigest()[:16]
    etag = quote_etag(f"{digest}-{told}-{form}-{get_language()}")
    changed = int(max([changed_at, *(change.at for change in changes[:1])]).timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        response = answer()
        response.headers["ETag"] = etag
        response.headers["Last-Modified"] = http_date(changed)
    response.headers["Cache-Control"] = f"public, max-age={lasts()}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response
