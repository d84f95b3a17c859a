"""A case as the desk draws it: head, acts, clocks, evidence, record. Everything comes from one `CaseView`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from casework.engine import numbers, present
from casework.engine.acts import BODY, FIELD, HANDLER, LEAD, OFFICE, Act
from casework.engine.attachments.tiles import tile
from casework.engine.envelopes import Sealed
from casework.engine.errors import NotFound
from casework.engine.keeping import keeping_words
from casework.engine.kinds import all_kinds, has_a_seat
from casework.engine.models import Attachment, Case
from casework.engine.present import CaseView, Row
from casework.parties.models import Absence
from casework.ui.words import listed

from . import rail, turns
from .buttons import ActButtons
from .clocks import clock_words
from .kind_pages import page_of
from .lists import WorkList
from .outside import Told, told_outside
from .people import Reader
from .said import line

STAGE_TONES = {"calm": "", "info": "info", "ok": "ok"}


@dataclass
class CasePane(ActButtons):
    """What the templates of a case's page are given, as `pane`. `query`: the list that stays beside it.

    template: the case as it is drawn; parts: what of it is drawn anew as it changes, each part under its id.
    """

    view: CaseView
    reader: Reader
    query: str = ""

    template: ClassVar[str] = "desk/_case.html"
    parts: ClassVar[str] = "desk/_parts.html"

    @property
    def case(self) -> Case:
        return self.view.case

    @property
    def kind_page(self) -> Any:
        return page_of(self.view.kind)

    def url(self, name: str = "case", *args: Any) -> str:
        """A page of this case, at the reader's own desk."""
        address = reverse(f"{self.reader.desk}:{name}", args=[self.case.number, *args])
        return f"{address}?{self.query}" if self.query else address

    @property
    def list_name(self) -> str:
        """The name of the address at which a list of cinemas of this case is read, given its number and the list's."""
        return f"{self.reader.desk}:list"

    @property
    def letter_name(self) -> str:
        """The same of a letter of this case."""
        return f"{self.reader.desk}:letter"

    @property
    def live_url(self) -> str:
        return self.url("live")

    @property
    def sheet_url(self) -> str:
        return self.url("sheet")

    # --- head ---------------------------------------------------------------------------------------------------------
    @property
    def where(self) -> str:
        return listed(party.unit.label for party in self.view.parties if party.role not in (FIELD, BODY))

    @property
    def held_in_the_field(self) -> bool:
        """Whether the unit to which the work was given out answers for it now."""
        return self.case.holder_id is not None and self.case.holder_id != self.case.office_id

    @property
    def tone(self) -> str:
        return STAGE_TONES.get(self.view.stage.tone, "")

    @property
    def may_look(self) -> bool:
        """Whether the contact of whoever filed it can be asked for: by staff of the case's own office."""
        return OFFICE in self.view.roles and self.view.kind.reachable(self.case)

    @property
    def nobody_known(self) -> bool:
        """Whether it was filed without a name."""
        return has_a_seat(self.case) and not self.view.kind.reachable(self.case)

    # --- acts ---------------------------------------------------------------------------------------------------------
    @property
    def open_at_once(self) -> Act | None:
        """The act whose form lies open on the page, without being asked for."""
        return None

    @property
    def home_url(self) -> str:
        """Where the reader goes when the case is theirs no more."""
        return reverse("desk:mine")

    def around(self, request: HttpRequest) -> dict[str, Any]:
        """What stands around the case on a whole page: the list it was opened from, and the rail."""
        work = WorkList.asked(self.reader, request.GET.dict())
        return {"list": work, "list_url": work.page_url, **rail.context(request, self.reader, work.name)}

    def next_url(self) -> str:
        """Where the reader is led after an act; "" to its row in the record."""
        return ""

    # --- beside -------------------------------------------------------------------------------------------------------
    @property
    def waiting(self) -> list[dict[str, Any]]:
        return [{"whom": w.whom, "what": w.what, "due_at": w.due_at} for w in self.view.waiting_for]

    @property
    def sealed(self) -> list[Sealed]:
        return self.view.sealed

    @property
    def clocks(self) -> list[dict[str, Any]]:
        return [clock_words(clock) for clock in self.view.clocks]

    @property
    def no_clock(self) -> Any:
        return self.view.stage.no_clock

    @property
    def keeping(self) -> str:
        """How long what was said is kept, once the case is over."""
        return keeping_words(self.view)

    @property
    def turns(self) -> list[Any]:
        """Whose time it took, in working days."""
        return turns.of_view(self.view)

    @cached_property
    def files(self) -> list[dict[str, Any]]:
        back = self.url()
        return [_file(file, number, back, self.view) for number, file in enumerate(self.view.shown_files, 1)]

    @property
    def tells_outside(self) -> bool:
        """Whether anybody outside could have been told of the case by mail."""
        return bool(self.view.kind.opening.opens_as)

    @cached_property
    def told(self) -> tuple[list[Told], list[Told]]:
        """Who was told outside, the latest first, and what folds away."""
        return told_outside(self)

    @property
    def may_send(self) -> bool:
        return bool(self.view.roles & {HANDLER, LEAD})

    # --- below --------------------------------------------------------------------------------------------------------
    @cached_property
    def feed(self) -> list[dict[str, Any]]:
        """The record, newest first; the opening's words stand in a panel of their own."""
        return [self.feed_row(row) for row in self.view.timeline]

    def feed_row(self, row: Row) -> dict[str, Any]:
        return {
            "id": f"e{row.seq}",
            "title": str(row.done),
            "actor": row.who,
            "at": row.at,
            "icon": row.icon,
            "internal": row.internal and row.from_office,
            "audience": row.readers,
            "body": "" if row.seq == 1 else self._body(row),
            "detail": self._files_of(row),
        }

    def _body(self, row: Row) -> str:
        """What was said with an act, a line for each; alone it needs no label."""
        form_class = self.view.kind.form_class(self.view.kind.acts[row.name])
        silent = {str(form_class.base_fields[name].label) for name in self.kind_page.unspoken.get(row.name, ())}
        said = [pair for pair in [*row.facts, *row.words] if str(pair[0]) not in silent]
        if len(said) == 1 and row.words:
            return str(said[0][1])
        return "\n".join(line(label, value) for label, value in said)

    def _files_of(self, row: Row) -> str:
        if not row.files:
            return ""
        shown = [file for file in self.files if file["file"] in row.files]
        return render_to_string("desk/_row_files.html", {"files": shown})

    def rows_of(self, seqs: set[int]) -> list[dict[str, Any]]:
        """These events as rows of the record, newest first."""
        return [self.feed_row(row) for row in self.view.timeline if row.seq in seqs]

    @property
    def sorts_record(self) -> bool:
        """Whether the record can be narrowed to what those outside read."""
        return self.view.reads_all

    @property
    def own_rows(self) -> str:
        return " ".join(str(row.seq) for row in self.view.timeline if row.mine and row.from_office)

    @property
    def opening(self) -> Row | None:
        """The first event: what it is all about, in its own words; None where the kind has a panel for that."""
        if self.kind_page.own_opening:
            return None
        return next((row for row in reversed(self.view.timeline) if row.seq == 1), None)

    @property
    def about(self) -> list[tuple[Any, str]]:
        """Choices, days and numbers of the first event."""
        return self.opening.facts if self.opening else []

    @property
    def like_url(self) -> str:
        """Where cases are that may be about the same; "" where none are looked for."""
        return self.url("like") if self.kind_page.likes(self.view) else ""

    @cached_property
    def panels(self) -> Any:
        """What this kind shows of its own, for the template of the kind."""
        return self.kind_page.panels(self.view)


def pane_of(reader: Reader, number: str, query: str = "", sort: type[CasePane] = CasePane) -> CasePane:
    """The case of this number, typed anyhow, as this reader may see it. Raises Http404."""
    case = find_case(number)
    try:
        view = present.view(reader.actor, case)
    except NotFound as error:
        raise Http404 from error
    if not view.roles & reader.reads_as:
        raise Http404
    return sort(view, reader, query)


def find_case(number: str) -> Case:
    """A case as its own kind, with the name of whoever stands in for its handler today (`stand_in`), in one statement.
    Raises Http404; whether the reader may see it is asked afterwards."""
    proper = numbers.read_number(number)
    kind = next((kind for kind in all_kinds() if proper and proper.startswith(kind.prefixes)), None)
    if kind is None:
        raise Http404
    away = Absence.objects.on(timezone.localdate()).filter(unit=OuterRef("office"), user=OuterRef("handler"))
    cases = kind.model.objects.annotate(stand_in=Subquery(away.values("stand_in__name")[:1]))
    found = cases.select_related("office", "holder", "handler", "campaign").filter(number=proper).first()
    if found is None:
        raise Http404
    return found


def _file(file: Attachment, number: int, back: str, view: CaseView) -> dict[str, Any]:
    sender = view.kind.party_roles.get(file.by_role) or (view.filer if file.by_role == "complainant" else "")
    investigates = bool(view.roles & {"handler", "lead"})
    redact = f"{reverse('files:redact', args=[file.pk])}?next={back}"
    return {
        **tile(file, number, investigates=investigates, back=back),
        "file": file,
        "sender": sender,
        "veiled": file.sensitive,
        "original": reverse("files:original", args=[file.pk]) if investigates else "",
        "redact": redact if investigates and file.pages_shown else "",
    }
