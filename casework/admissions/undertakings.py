"""The signed undertaking of a platform or a cinema (R26, R32): the text that is shown, signing it, and what was signed.

What is signed is an event of the case's record: the version of the text stands among its facts, the name of whoever
signed among its words (erased with them), the scan among its files; when and by which account is the event's own. So it
cannot be changed afterwards, and there is no second place where it might say something else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm, AttachmentsField
from casework.engine.reading import reads_words

if TYPE_CHECKING:
    from casework.engine.models import Attachment
    from casework.engine.present import CaseView

PLATFORM, CINEMA = "platform", "cinema"
# By who undertakes, the versions of the text, the one that is signed now last. A version that was once shown never
# changes and never goes: what was signed must be readable as it was. A new text is a new version.
VERSIONS: Mapping[str, tuple[str, ...]] = {PLATFORM: ("platform-2026-1",), CINEMA: ("cinema-2026-1",)}
_TEXTS = Path(__file__).parent / "texts"
SHORTEST_NAME = 2


@dataclass(frozen=True)
class Text:
    """One version, in both languages: a title, a blank line, then the paragraphs. What is signed is the Chinese; the
    English says the same."""

    version: str
    chinese: str
    english: str

    @property
    def shown(self) -> str:
        """In the reader's language."""
        return self.chinese if self._in_chinese else self.english

    @property
    def beside(self) -> str:
        """The same in the other one."""
        return self.english if self._in_chinese else self.chinese

    @property
    def _in_chinese(self) -> bool:
        return (get_language() or "").startswith("zh")


@cache
def text_of(version: str) -> Text:
    """Raises LookupError for a version that never was."""
    if version not in {one for versions in VERSIONS.values() for one in versions}:
        raise LookupError(f"no undertaking is called {version}")
    return Text(version, *((_TEXTS / f"{version}.{tongue}.txt").read_text("utf-8").strip() for tongue in ("zh", "en")))


def current(whose: str) -> Text:
    """The text that a PLATFORM or a CINEMA signs now."""
    return text_of(VERSIONS[whose][-1])


# --- signing ----------------------------------------------------------------------------------------------------------
class TextInput(forms.HiddenInput):
    """Shows the text of today, and carries which version it is. whose: PLATFORM or CINEMA."""

    whose = ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> str:
        text = current(self.whose)
        hidden = super().render(name, text.version, attrs, renderer)
        return render_to_string("admissions/undertaking.html", {"text": text, "hidden": hidden})


class UndertakingForm(ActForm):
    """Mixed into the form of the act by which a unit applies. `undertakes`: PLATFORM or CINEMA.

    Signed by the full name of the person who signs, here and now, or on paper: then the scan is added. Signing is never
    prepared: the tick is asked of whoever sends, and no draft keeps it. Its fields come where the form's `field_order`
    puts them, together: FIELDS.
    """

    FIELDS: ClassVar[tuple[str, ...]] = ("undertaking", "signatory", "agrees", "signed_scan")
    undertakes: ClassVar[str]
    conditional = ("signatory", "signed_scan")
    unsearched = ("signatory",)
    recorded_as = {"undertaking": _("Undertaking, version"), "agrees": None}

    undertaking = forms.SlugField(label=_("Undertaking"), widget=TextInput(), required=False)
    signatory = forms.CharField(
        label=_("Signed by (full name)"),
        required=False,
        max_length=60,
        help_text=_("Of the person who signs for your unit. With the date and time of sending it is the signature."),
    )
    agrees = forms.BooleanField(label=_("I have read the undertaking and sign it for our unit"), required=False)
    signed_scan = AttachmentsField(
        label=_("Or: the undertaking signed on paper, as a scan or photo"),
        required=False,
        stored_as={"purpose": "undertaking"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["undertaking"].widget.whose = self.undertakes
        self.initial = {**self.initial, "agrees": False}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "signatory" in self.errors or "signed_scan" in self.errors:
            return said
        if not said.get("signed_scan"):
            self._check_name(said.get("signatory") or "", said.get("agrees"))
        if said.get("undertaking") != current(self.undertakes).version:
            self.add_error("agrees", _("The text has changed since this page was opened. Please read it once more."))
        return said

    def _check_name(self, name: str, agrees: bool) -> None:
        if not name:
            self.add_error("signatory", _("Please type the full name of who signs, or add the signed paper below."))
        elif len(name) < SHORTEST_NAME:
            self.add_error("signatory", _("Please type the full name, not only a part of it."))
        if name and not agrees:
            self.add_error("agrees", _("Please tick that you have read the undertaking and sign it."))


# --- reading ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Signed:
    """What was signed, as its reader may see it. name: who signed, "" where it was on paper or is erased. by: the unit,
    and where the reader may know it the account that sent it. scans: the paper."""

    text: Text
    name: str
    by: str
    at: dt.datetime
    scans: list[Attachment]

    @property
    def how(self) -> str:
        """In a word."""
        return gettext("Signed on paper") if self.scans else gettext("Signed here by name")


def signed(view: CaseView) -> list[Signed]:
    """Every undertaking that was signed in the case and that this reader reads, the newest first. No statement beyond
    those of the page."""
    rows = {row.seq: row for row in view.timeline}
    found = [event for event in view.events if event.facts.get("undertaking")]
    return [_signed(view, event, rows[event.seq].files) for event in reversed(found)]


def _signed(view: CaseView, event: Any, files: list[Attachment]) -> Signed:
    scans = {one["id"] for one in event.facts.get("signed_scan", ())}
    full = reads_words(view.actor, event, view.kind.acts[event.name], view.roles)
    words = event.text.values if full and hasattr(event, "text") else {}
    return Signed(
        text=text_of(event.facts["undertaking"]),
        name=words.get("signatory", ""),
        by=view.who(event),
        at=event.at,
        scans=[file for file in files if str(file.pk) in scans],
    )
