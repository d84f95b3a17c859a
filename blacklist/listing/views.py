"""Pages of the list for everybody: who is on it, each decision, and what is not on it any more."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from casework.engine.numbers import read_number
from casework.parties.models import Division
from casework.ui.published import briefly_kept, page_after

from ..remedies import remedies, repair_conditions
from ..violations import NOTICE
from .entries import Entry, the_list
from .forms import ListForm, narrowed
from .removals import removal_of

PAGE_SIZE = 24


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Who is on it today; searched by one form, whose answers have an address."""
    listed = the_list()
    form = ListForm(request.GET, places=Division.objects.by_prefecture())
    after = form.asked.get("after", "")
    page = page_after(narrowed(listed.entries, form), lambda one: one.number, after, PAGE_SIZE)
    context = {
        "listed": listed,
        "form": form,
        "page": page,
        "narrowed": form.narrowing(),
        "start": form.link() if after else "",
        "following": form.link(after=page.after) if page.after else "",
    }
    return briefly_kept(render(request, "blacklist/public/list.html", context))


@require_GET
def entry(request: HttpRequest, number: str) -> HttpResponse:
    """One decision, as long as it is on the list. Afterwards its number alone, since when and why it left it (404)."""
    listed, proper = the_list(), read_number(number)
    found = listed.entry(proper) if proper else None
    if found is not None:
        return briefly_kept(render(request, "blacklist/public/entry.html", _of(found)))
    gone = removal_of(proper, listed.day) if proper else None
    if gone is None:
        raise Http404
    return briefly_kept(render(request, "blacklist/public/gone.html", {"gone": gone}, status=404))


def _of(found: Entry) -> dict[str, object]:
    said = {"remedies": remedies(found.windows), "conditions": repair_conditions(), "notice": NOTICE}
    return {"one": found, **said}
