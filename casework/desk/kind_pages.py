"""What a kind of case shows of its own at the desk. Kinds without a page of their own use this one as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from casework.engine.acts import Act
from casework.engine.forms import ActForm
from casework.engine.kinds import kind_of

from . import previews
from .previews import Preview

if TYPE_CHECKING:
    from casework.engine.kinds import Kind
    from casework.engine.models import Case
    from casework.engine.present import CaseView

    from .panes import CasePane
    from .people import Reader


class KindPage:
    """template: the kind's panels, given `pane` and `panels`. about_template: what stands below the facts of the
    filing, given the same. approval_template: what a lead reads before approving, in one column, given `pane` and
    `approval`. read_back_template: how what was read of the opening act's `form` is shown (`ActForm.read_back`).
    opening_template: what is said before that form.

    parties_at: the desk (name space of addresses) at which parties read it. answers, puts_right: acts by which they
    answer what is asked, or put right what was found; whatever else waits for them is theirs to do.

    unspoken: by act, the fields that a panel says in words, and the record need not repeat. own_opening: the panels
    say all that the opening act said. in_rail: whether the rail leads to its opening; else what it is about does.
    """

    template = ""
    read_back_template = ""
    opening_template = ""
    about_template = ""
    approval_template = "desk/_approval_plain.html"
    unspoken: Mapping[str, tuple[str, ...]] = {}
    own_opening = False
    in_rail = True
    parties_at = "ours"
    answers: tuple[str, ...] = ()
    puts_right: tuple[str, ...] = ()

    def panels(self, view: CaseView) -> Any:
        """Rows of the case that its panels show, read once."""
        return None

    def approval(self, pane: CasePane) -> Any:
        """What the column for a lead shows, read once."""
        return None

    def initial(self, view: CaseView, act: str) -> dict[str, Any]:
        """What a form begins with where there is no draft."""
        return {}

    def form_template(self, act: str) -> str:
        """The fields of an act's form; "" draws them one after another."""
        return "desk/_new_code_fields.html" if act == "reissue_code" else ""

    def form_context(self, view: CaseView, act: str) -> dict[str, Any]:
        return {}

    def gists(self, cases: Sequence[Case], act: str) -> Mapping[int, str]:
        """By case, a few words of what each is about, for whoever does this act in several; one statement at most."""
        return {}

    def also_hint(self, act: str) -> Any:
        """What becomes of the act's words where it is done in other cases as well; "" where it has none."""
        return ""

    def marks(self, reader: Reader, cases: Sequence[Case]) -> Mapping[int, str]:
        """By case, what a list's row says of cases handled together with it, as far as this reader sees those."""
        return {}

    def sheet(self, view: CaseView) -> bytes | None:
        """What the case holds as a sheet (XLSX) to take away; None where it has none."""
        return None

    def opening_link(self, reader: Reader, kind: Kind) -> tuple[str, Any]:
        """Where this reader opens a case of the kind, and what that is called."""
        return reverse(f"{reader.desk}:open", args=[kind.name]), kind.opening.label

    def likes(self, view: CaseView) -> bool:
        """Whether the page looks for cases that may be about the same (`like`)."""
        return False

    def previews(self, view: CaseView, spec: Act, form: ActForm | None) -> list[Preview]:
        return previews.previews(view, spec, form)

    def next_words(self, view: CaseView, spec: Act) -> str:
        return previews.next_words(view, spec)


_pages: dict[str, KindPage] = {}


def show(kind: str, page: KindPage) -> None:
    """Give a kind, by name, a page of its own. Called by the desk's AppConfig.ready()."""
    _pages[kind] = page


def page_of(kind: Kind) -> KindPage:
    return _pages.get(kind.name) or _PLAIN


def party_url(case: Case) -> str:
    """Where people of a party read the case."""
    return reverse(f"{page_of(kind_of(case)).parties_at}:case", args=[case.number])


_PLAIN = KindPage()
