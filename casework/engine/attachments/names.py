"""What a sender's device called a file, made safe to show; and the neutral names under which files leave us."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from django.utils.translation import gettext as _

from .sniff import EXTENSIONS

LONGEST = 255
JOINER = "\N{ZERO WIDTH JOINER}"
# Unicode's categories of what is not seen: control, format (direction marks), surrogate, private, line separators.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_name(name: str) -> str:
    """The last part of the path in NFC, without control, direction and invisible characters ("gpj.exe" tricks)."""
    last = unicodedata.normalize("NFC", name or "").replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(c for c in last if c == JOINER or unicodedata.category(c) not in UNSEEN).strip(" .")
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
