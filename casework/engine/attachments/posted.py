"""Files in a request: whose they are, and those that came with a plain form, without scripts."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from django.db.models import Q
from django.http import HttpRequest

from ..models.attachments import Attachment
from .held import Place, readable
from .names import clean_name
from .store import FileRefused, store, waiting

# What the session keeps: whose uploads, and in which cases this browser proved to be the complainant.
UPLOADER_KEY = "upload_key"
SEATS_KEY = "seats"


class Posted(NamedTuple):
    """The files a form stands for, and the sentences to show beside its picker."""

    attachments: list[Attachment]
    errors: list[str]

    @property
    def ids(self) -> list[str]:
        """As they go into an act's details."""
        return [str(attachment.pk) for attachment in self.attachments]


def uploader_of(request: HttpRequest) -> str:
    """Under whom this browser's uploads are kept: the signed-in person, or a random key in its session."""
    known = known_uploader(request)
    if not known:
        known = request.session[UPLOADER_KEY] = f"upload:{secrets.token_urlsafe(18)}"
    return known


def known_uploader(request: HttpRequest) -> str:
    """The same for reading: "" (which owns nothing) for a browser that has uploaded nothing, and no session is made."""
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return request.session.get(UPLOADER_KEY, "")


def store_posted(
    request: HttpRequest,
    field: str,
    *,
    sensitive: bool = False,
    purpose: str = "",
    sheet: bool = False,
    place: Place | None = None,
) -> Posted:
    """What the picker of `field` posted: ids that the script uploaded, files that came with the form itself.
    `sheet`: it asks for a sheet. `place`: of the unit's draft, whose files may be posted as well.

    A file that is refused takes nothing else with it: the others are kept, and its sentence names it.
    """
    uploader = uploader_of(request)
    kept = waiting(uploader=uploader, attachments=request.POST.getlist(field), place=place)
    errors = []
    for upload in request.FILES.getlist(f"{field}_file"):
        try:
            kept.append(store(upload=upload, uploader=uploader, sensitive=sensitive, purpose=purpose, sheet=sheet))
        except FileRefused as refused:
            errors.append(f"{clean_name(upload.name)}: {refused.message}")
    return Posted(kept, errors)


def sent_before(request: HttpRequest, field: str, place: Place | None = None) -> list[str]:
    """Ids that the picker of `field` posted, of files which this browser has sent already: the same form once more says
    the same (P1), and another one cannot have them."""
    named = readable(request.POST.getlist(field))
    if not named:
        return []
    mine = Q(uploader=uploader_of(request), state=Attachment.State.BOUND)
    found = Attachment.objects.filter(mine | place.sent if place else mine, pk__in=named)
    return [str(pk) for pk in found.values_list("pk", flat=True)]


def seats_of(request: HttpRequest) -> list[int]:
    """The cases whose complainant this browser proved to be; the portal writes them where it checks code or link."""
    return request.session.get(SEATS_KEY, [])
