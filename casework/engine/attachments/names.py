"""What a sender's device called a file, made safe to show; and the neutral names under which files leave us."""

from __future__ import annotations

import re
from urllib.parse import quote

from django.utils.translation import gettext as _

from casework.ui.text import clean_text

from .sniff import EXTENSIONS

LONGEST = 255
# A name may not turn round what follows it ("gpj.exe"), whatever it is written in.
_DIRECTIONS = re.compile("[\u061c\u200e\u200f]")


def clean_name(name: str) -> str:
    """The last part of the path in NFC, without control, direction and invisible characters ("gpj.exe" tricks)."""
    last = clean_text(name or "").replace("\\", "/").rsplit("/", 1)[-1]
    shown = _DIRECTIONS.sub("", " ".join(last.split())).strip(" .")
    if len(shown) <= LONGEST:
        return shown
    stem, dot, extension = shown.rpartition(".")
    ending = dot + extension if stem and len(extension) <= 10 else ""
    return shown[: LONGEST - len(ending)] + ending


def disposition(kind: str, what: str, reference: str, media_type: str) -> str:
    """A Content-Disposition of `kind` inline or attachment, with a plain name and one in the reader's language.

    `what` is "copy" or "original". A download may be passed on, so it never carries the sender's own name for it.
    """
    extension = EXTENSIONS[media_type]
    titles = {"copy": _("copy %(reference)s"), "original": _("original %(reference)s")}
    title = quote(f"{titles[what] % {'reference': reference}}.{extension}", safe="")
    return f"{kind}; filename=\"{what}-{reference}.{extension}\"; filename*=UTF-8''{title}"
