"""Lines of the record in words: what was written, what was chosen, and who can read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from casework.parties.models import Unit, User
from casework.ui.times import day_words, moment_words
from casework.ui.words import listed

from .acts import BODY, COMPLAINANT, FIELD, FIELD_ROLES, HANDLER, LEAD, OFFICE, RESPONDENT, UNIT, Act, unit_role
from .forms import AttachmentsField
from .kinds import THE_FILER, Kind, Matter, has_a_seat, phrase
from .models import Attachment, CaseParty, Event
from .reading import is_own, readers_of, reads_words

if TYPE_CHECKING:
    from .present import CaseView


@dataclass(frozen=True)
class Row:
    """One line of the record, for this reader. `sides` are the roles outside the office that can read it, `readers`
    all who can, in words."""

    seq: int
    name: str
    at: dt.datetime
    who: str
    done: Any
    icon: str
    public: Any
    words: list[tuple[Any, str]]
    facts: list[tuple[Any, str]]
    files: list[Attachment]
    sides: frozenset[str]
    readers: str
    mine: bool
    from_office: bool

    @property
    def internal(self) -> bool:
        """Whether only the office reads it."""
        return not self.sides


def row_of(view: CaseView, event: Event, files: list[Attachment]) -> Row:
    """An event that this reader may read, as a line."""
    spec = view.kind.acts[event.name]
    readers = readers_of(event, spec) | {event.actor_role}
    if not has_a_seat(view.case):
        readers -= {COMPLAINANT}
    own = is_own(view.actor, event, view.roles)
    full = reads_words(view.actor, event, spec, view.roles)
    # Whoever wrote what is for the office alone may read it too.
    internal = view.reads_all or (own and event.actor is None)
    return Row(
        seq=event.seq,
        name=event.name,
        at=event.at,
        who=view.who(event),
        done=view.says(spec.done),
        icon=spec.icon,
        public=view.says(spec.public),
        words=words_of(event, spec, view.kind, view.matter, internal=internal) if full else [],
        facts=facts_of(event, spec, view.kind, view.names, internal=internal) if full else [],
        files=files if view.reads_all or own or (full and view.is_field) else [],
        sides=sides(readers, view.kind),
        readers=readers_in_words(readers, view.parties, view.kind, view.matter),
        mine=own,
        from_office=event.actor_role in (OFFICE, HANDLER, LEAD),
    )


def words_of(event: Event, spec: Act, kind: Kind, matter: Matter, *, internal: bool = True) -> list[tuple[str, str]]:
    """What was written with an event, labelled; without `internal`, what only the office reads is left out."""
    text = getattr(event, "text", None)
    if text is None:
        return []
    fields = kind.recorded_fields(spec)
    order = list(fields)
    hidden = frozenset() if internal else kind.internal_fields(spec)
    names = sorted(set(text.values) - hidden, key=lambda name: order.index(name) if name in order else len(order))
    recorded_as = getattr(kind.form_class(spec), "recorded_as", {})
    labels = {name: recorded_as.get(name) or _label(name, fields, kind) for name in names}
    return [(phrase(labels[name], matter), text.values[name]) for name in names]


def facts_of(
    event: Event, spec: Act, kind: Kind, names: Mapping[int, str], *, internal: bool = True
) -> list[tuple[Any, str]]:
    """Choices, numbers and dates of an event in words; ids of rows are left to the kind's own pages, unless the act put
    words in their place (the number of another case). Without `internal`, what only the office reads is left out."""
    shown, recorded_as = [], getattr(kind.form_class(spec), "recorded_as", {})
    hidden = frozenset() if internal else kind.internal_fields(spec)
    for name, field_ in kind.recorded_fields(spec).items():
        if name in hidden:
            continue
        value = event.facts.get(name)
        label = recorded_as.get(name, field_.label)
        # A field without a label is the clock's or the engine's own: nobody fills it in or reads it.
        if label is None or value in (None, "", [], False):
            continue
        if isinstance(field_, AttachmentsField):
            continue
        words = _named(value) if hasattr(field_, "queryset") else _value(field_, value)
        if words:
            shown.append((label, words))
    handler = event.effects.get("handler")
    if handler and event.name == "hand_over":
        shown.append((_("To"), names.get(handler, "")))
    if internal and "nobody_free" in event.effects:
        shown.append((_("Nobody free of interest"), _who_is_asked(event.effects["nobody_free"])))
    return shown


def _who_is_asked(pairs: list[tuple[int, int | None]]) -> str:
    labels = {unit.pk: unit.label for unit in Unit.objects.filter(pk__in=[pk for pair in pairs for pk in pair if pk])}
    return listed(
        _("%(unit)s; %(above)s is asked instead") % {"unit": labels[unit], "above": labels[above]}
        if above
        else _("%(unit)s, and nobody above it; somebody who took no part must be added there") % {"unit": labels[unit]}
        for unit, above in pairs
    )


def _named(value: Any) -> str:
    """A row that the record names by words of its own; "" where it has an id only."""
    return value if isinstance(value, str) else ""


def _value(field_: Any, value: Any) -> str:
    """A recorded value in words. Codes of choices that only a form at work knows have none here."""
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(field_, forms.DateTimeField):
        return moment_words(dt.datetime.fromisoformat(value))
    if isinstance(field_, forms.DateField):
        return day_words(dt.date.fromisoformat(value))
    if isinstance(field_, forms.TimeField):
        return value[:5]
    choices = {str(key): str(label) for key, label in getattr(field_, "choices", [])}
    if not hasattr(field_, "choices"):
        return str(value)
    codes = value if isinstance(value, list) else [value]
    return listed(choices[str(code)] for code in codes if str(code) in choices)


def _label(name: str, fields: Mapping[str, Any], kind: Kind) -> Any:
    return fields[name].label if name in fields else kind.party_roles.get(name, "")


def names_of_handlers(events: list[Event]) -> dict[int, str]:
    """Of those to whom the case was handed over, and of those in whose stead somebody acted."""
    ids = {e.effects["handler"] for e in events if e.name == "hand_over" and e.effects.get("handler")}
    ids |= {e.facts["in_stead_of"] for e in events if "in_stead_of" in e.facts}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def sides(readers: frozenset[str] | set[str], kind: Kind) -> frozenset[str]:
    """Those of the readers who are outside the office."""
    outside = {COMPLAINANT, RESPONDENT, *kind.party_roles, *FIELD_ROLES}
    return frozenset(role for role in readers if role in outside or role.startswith(UNIT))


def readers_in_words(readers: frozenset[str] | set[str], parties: list[CaseParty], kind: Kind, matter: Matter) -> str:
    """Who can read a line of the record, in the words of the office, as it stands below every line.

    A party that was told of nothing yet does not know of the case, so it reads nothing of it.
    """
    sides = [phrase(THE_FILER, matter)] if COMPLAINANT in readers else []
    involved = [party for party in parties if party.involved_at is not None]
    theirs = [party for party in involved if party.role not in (FIELD, BODY)]
    if RESPONDENT in readers and theirs:
        sides.append(str(kind.respondents))
    else:
        sides += [p.unit.label for p in theirs if readers & {p.role, unit_role(p.unit_id)}]
    # Bodies that decide with the office read all of the case.
    sides += [p.unit.label for p in involved if p.role == BODY]
    if readers & set(FIELD_ROLES):
        sides += [p.unit.label for p in involved if p.role == FIELD]
    if not sides:
        return _("Only the office can read this")
    return _("Visible to the office, %(sides)s") % {"sides": listed(sides)}
