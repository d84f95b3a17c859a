"""Whoever holds a letter sees whether it is ours, what was signed, and whether it holds now (issue 9 §3).

The digest in the address is the key: nothing of a letter is shown without it, not even that it says something else.
"""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from casework.ui.limits import BROWSER, Limit, clock_after
from casework.ui.views import private, too_many

from . import signing
from .checking import Outcome, Verdict, signed_text, verify
from .forms import CheckForm

# What leads to no letter. 64 bits are not guessed; this is for whoever tries all the same.
WRONG_TRIES = Limit("letters", "60/h", BROWSER)
PEM = "application/x-pem-file"


@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """How a letter is checked, here and without us; POST leads to its page."""
    form = CheckForm(request.POST or None)
    if form.is_valid():
        return redirect("letters:check", **form.place())
    context = {"form": form, "keys": signing.public_keys()}
    return private(render(request, "blacklist/letters/home.html", context, status=422 if form.is_bound else 200))


@require_GET
def key(request: HttpRequest) -> HttpResponse:
    """The public keys, the present one first."""
    headers = {"Content-Disposition": 'attachment; filename="key.pem"'}
    return HttpResponse("".join(signing.public_keys()), PEM, headers=headers)


@require_GET
def check(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    if wait := WRONG_TRIES.reached(request):
        return too_many(request, again_at=clock_after(wait))
    verdict = verify(slug, digest)
    genuine = verdict.outcome == Outcome.GENUINE
    if not genuine:
        WRONG_TRIES.count(request)
    context = {"verdict": verdict, "now": timezone.now(), "words": _words(verdict) if genuine else []}
    response = private(render(request, "blacklist/letters/check.html", context, status=200 if genuine else 404))
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
def text(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """The signed words with their signature, to be kept and checked without us."""
    verdict = verify(slug, digest)
    if verdict.outcome != Outcome.GENUINE:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{slug}.txt"'}
    return private(HttpResponse(signed_text(verdict.letter), "text/plain; charset=utf-8", headers=headers))


def _words(verdict: Verdict) -> list[tuple[str, list[str]]]:
    """What was signed, as labels with their paragraphs, without the heading."""
    pairs = [line.partition("：") for line in verdict.letter.canonical.split("\n")[1:]]
    return [(label, [words for _label, _colon, words in lines]) for label, lines in groupby(pairs, key=lambda p: p[0])]
