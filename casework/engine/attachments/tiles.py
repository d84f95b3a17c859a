"""How a file of a case stands on pages: under our name for it, with the way to what its reader may see of it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from ..models.attachments import Attachment


def tile(file: Attachment, number: int, *, investigates: bool = False, back: str = "") -> dict[str, str]:
    """For the tag `evidence`: name, url, picture, icon, note. `number`: its place among the files of the case.

    `investigates`: the reader may open originals. Anybody else sees of a video or a sheet only that it came.
    """
    if file.is_film:
        return {"name": file.title(number), "picture": "", "icon": "camera-reels", **_film(file, investigates, back)}
    if file.is_sheet:
        return {"name": file.title(number), "picture": "", "icon": "file-earmark", **_sheet(file, investigates)}
    return {
        "name": file.title(number),
        "url": reverse("files:copy", args=[file.pk]),
        "picture": "" if file.sensitive else reverse("files:thumb", args=[file.pk]),
        "icon": "file-earmark-pdf" if file.is_pdf else "file-earmark",
        "note": "",
    }


def _sheet(file: Attachment, investigates: bool) -> dict[str, str]:
    if not investigates:
        return {"url": "", "note": _("sealed; only those who investigate can open it")}
    return {"url": reverse("files:original", args=[file.pk]), "note": _("opening it leaves a trace")}


def _film(file: Attachment, investigates: bool, back: str) -> dict[str, str]:
    if not investigates:
        return {"url": "", "note": _("sealed; only those who investigate can play it")}
    address = reverse("files:watch", args=[file.pk])
    return {"url": f"{address}?{urlencode({'next': back})}", "note": _("playing it leaves a trace")}
