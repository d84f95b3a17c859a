"""What a phone sends of a visit: one structure (`report`) and the files it speaks of, read without trust.

{"began_at": iso, "ended_at": iso, "account": str, "party_words": str,
 "place": {"lat": degrees, "lon": degrees, "accuracy": metres}, where the inspector allowed it,
 "answers": {item code: {"value": str, "note": str, "photos": [attachment id]}},
 "taken_at": {attachment id: iso},
 "signatures": [{"role": "inspector", "user": id, "file": attachment id, "at": iso}, or, by whoever cannot draw, with
                 their own name typed as "name" instead of a file,
                {"role": "party", "name": str, "file": attachment id} or {"role": "party", "refused": why}]}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.engine.forms import ActForm, AttachmentsField
from casework.ui.text import clean_text

from ..answers import Read, items_of, load_version, read_answers
from ..models import Report, Signature

# A phone's clock may be a little ahead of ours.
AHEAD = dt.timedelta(minutes=10)
LONGEST = 2000
# Degrees of latitude and longitude, and metres by which a phone may be wrong.
FAR = {"lat": 90, "lon": 180, "accuracy": 100_000}


@dataclass(frozen=True)
class Signed:
    """One signature, or why there is none. `file` is an attachment's id, "" for none."""

    role: str
    user: int | None = None
    name: str = ""
    file: str = ""
    refused: str = ""
    at: dt.datetime | None = None


class SaidField(forms.JSONField):
    """A structure; whatever else came is refused as damaged."""

    default_error_messages = {"invalid": gettext_lazy("The report came damaged. Please send it again.")}

    def clean(self, value: Any) -> dict[str, Any]:
        said = value if isinstance(value, Mapping) else super().clean(value)
        if not isinstance(said, Mapping):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return dict(said)


class SentForm(ActForm):
    """What every report has in common. It may refer to files that came with an earlier part."""

    private = ("report",)

    report = SaidField(label=gettext_lazy("Report"))
    attachments = AttachmentsField(label=gettext_lazy("Photos and signatures"), required=False)

    def clean_report(self) -> dict[str, Any]:
        said = self.as_sent = self.cleaned_data["report"]
        began, ended = moment_of(said.get("began_at")), moment_of(said.get("ended_at")) or self.now
        if began is None:
            raise ValidationError(_("The report does not say when the visit began."))
        if max(began, ended) > self.now + AHEAD or ended < began:
            raise ValidationError(_("The times of the visit cannot be right. Please check the clock of the phone."))
        words = {name: _words(said, name) for name in ("account", "party_words")}
        taken = said.get("taken_at")
        taken = taken.items() if isinstance(taken, Mapping) else ()
        taken = {file_id(name): moment_of(at) for name, at in taken}
        read = {"began_at": began, "ended_at": ended, "taken_at": taken, "place": read_place(said.get("place"))}
        return said | words | read

    @cached_property
    def known_files(self) -> set[str]:
        """Files that came with this, or with an earlier part."""
        sent = {str(pk) for pk in self.cleaned_data.get("attachments") or ()}
        return sent | {str(pk) for pk in self.case.attachments.values_list("pk", flat=True)}

    def _found(self, cleaned: dict[str, Any], read: Read, signed: list[Signed]) -> dict[str, Any]:
        """What the act writes, beside what was sent."""
        return cleaned | {"read": read, "signed": signed, "files": self.known_files, "as_sent": self.as_sent}

    def refuse(self, sentences: Iterable[str]) -> None:
        for sentence in sentences:
            self.add_error("report", sentence)


class ReportForm(SentForm):
    """A whole report: every question answered, a photo where one is needed, signed by every inspector named."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = cleaned.get("report")
        if said is None:
            return cleaned
        version = load_version(self.case.checklist_id)
        self.read, self.signed = read_answers(version, said.get("answers")), read_signatures(said.get("signatures"))
        numbers = {item.code: f"{n}. {item.question}" for n, item in enumerate(items_of(version), 1)}
        self.refuse(f"{numbers[code]}: {error}" if code else error for code, error in self.read.errors.items())
        self.refuse(self._files_missing())
        self.refuse(self._not_signed())
        return self._found(cleaned, self.read, self.signed)

    def _files_missing(self) -> list[str]:
        named = {photo for row in self.read.rows for photo in row.photos} | {s.file for s in self.signed if s.file}
        missing = len(named - self.known_files)
        return [_("Of the report's photos, %(count)d have not arrived yet.") % {"count": missing}] if missing else []

    def _not_signed(self) -> list[str]:
        ours = [one for one in self.signed if one.role == Signature.Role.INSPECTOR]
        drawn, typed = {one.user for one in ours if one.file}, {(one.user, one.name) for one in ours}
        people = [person.user for person in self.case.named]
        missing = [user.name for user in people if user.pk not in drawn and (user.pk, user.name) not in typed]
        faults = [_("The signature of %(name)s is still missing.") % {"name": name} for name in missing]
        if not any(one.role == Signature.Role.PARTY and (one.file or one.refused) for one in self.signed):
            faults.append(_("Let somebody of the inspected unit sign, or say why nobody does."))
        return faults


class OvertakenForm(SentForm):
    """Whatever there is, complete or not: it is kept as evidence."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = cleaned.get("report")
        if said is None:
            return cleaned
        read = read_answers(load_version(self.case.checklist_id), said.get("answers"))
        signed = [s for s in read_signatures(said.get("signatures")) if not s.file or s.file in self.known_files]
        return self._found(cleaned, read, signed)


class NotInspectedForm(SentForm):
    """Why it could not be made, with evidence."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Why not"),
        choices=[choice for choice in Report.Kind.choices if choice[0] in (Report.Kind.CLOSED, Report.Kind.REFUSED)],
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = cleaned.get("report")
        if said is None:
            return cleaned
        if not said["account"]:
            self.refuse([_("Please say what you found there.")])
        if not self.known_files:
            self.refuse([_("Please add a photo that shows it, of the door or a notice.")])
        return self._found(cleaned, Read(), [])


class PartForm(ActForm):
    attachments = AttachmentsField(label=gettext_lazy("Photos and signatures"))


def read_signatures(said: object) -> list[Signed]:
    """Those that can be read; the others are missing."""
    found = []
    for one in said if isinstance(said, list) else ():
        if isinstance(one, Mapping) and one.get("role") in Signature.Role.values:
            user = one.get("user")
            found.append(
                Signed(
                    role=one["role"],
                    user=user if isinstance(user, int) else None,
                    name=_words(one, "name")[:60],
                    file=file_id(one.get("file")),
                    refused=_words(one, "refused")[:300],
                    at=moment_of(one.get("at")),
                )
            )
    return found


def read_place(said: object) -> dict[str, float] | None:
    """Where the phone was, to a metre; None for what is no place on earth."""
    if not isinstance(said, Mapping):
        return None
    found = {name: said.get(name) for name in FAR}
    if not all(isinstance(one, int | float) and abs(one) <= FAR[name] for name, one in found.items()):
        return None
    return {name: round(float(one), 5) for name, one in found.items()}


def moment_of(said: object) -> dt.datetime | None:
    """A moment with its time zone, as phones write it; None for anything else."""
    try:
        found = parse_datetime(said) if isinstance(said, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def file_id(said: object) -> str:
    try:
        return str(UUID(said)) if isinstance(said, str) else ""
    except ValueError:
        return ""


def _words(said: Mapping[str, Any], name: str) -> str:
    text = said.get(name)
    return clean_text(text).strip()[:LONGEST] if isinstance(text, str) else ""
