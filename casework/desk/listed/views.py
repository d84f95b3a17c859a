"""The list for staff over HTTP: the archive, and the look-up before praise."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from blacklist.listing.forms import ListForm
from casework.desk import rail
from casework.desk.people import Reader, for_staff
from casework.parties.models import Division
from casework.ui.published import sheet_response

from .archive import archive_page
from .praise import WIDTHS, PraiseForm, answers, rows

# As what the look-up may be taken away.
FILES = ("xlsx", "csv")


@require_GET
@for_staff
def archive(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = ListForm(request.GET, places=Division.objects.by_prefecture())
    page = archive_page(reader, form)
    context = {
        "form": form,
        "page": page,
        "narrowed": form.narrowing(),
        "start": form.link() if form.asked.get("after") else "",
        "following": form.link(after=page.after) if page.after else "",
    }
    return render(request, "blacklist/desk/archive.html", context | rail.context(request, reader, "archive"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def praise(request: HttpRequest, reader: Reader) -> HttpResponseBase:
    """Asked by POST, so that no address holds a list of names; `as` takes the answer away as a sheet."""
    if request.method != "POST":
        return _praise_page(request, reader, PraiseForm())
    form = PraiseForm(request.POST, request.FILES)
    if not form.is_valid():
        return _praise_page(request, reader, form, status=422)
    day, names = timezone.localdate(), form.cleaned_data["names"]
    found = answers(names, day)
    if request.POST.get("as") in FILES:
        return sheet_response("decisions-in-force", day, request.POST["as"], rows(found), WIDTHS)
    again = PraiseForm(initial={"names": "\n".join(names)})
    return _praise_page(request, reader, again, day=day, names=names, answers=found)


def _praise_page(request: HttpRequest, reader: Reader, form: PraiseForm, *, status: int = 200, **found) -> HttpResponse:
    context = {"form": form, **found, **rail.context(request, reader, "praise")}
    return render(request, "blacklist/desk/praise.html", context, status=status)
