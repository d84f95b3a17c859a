"""Which kinds of case a reader may open at their desk: staff those that they begin themselves, people of a party those
that it begins in its own name. And what else a party's desk leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.engine.access import speaks_for
from casework.engine.kinds import Kind, all_kinds
from casework.parties.models import Unit

from .kind_pages import page_of

if TYPE_CHECKING:
    from casework.engine.models import Case

    from .people import Reader


def opened_here(reader: Reader) -> list[Kind]:
    """The kinds of which this reader may open a case."""
    return [kind for kind in all_kinds() if _opens(reader, kind)]


def opening_links(reader: Reader, current: str = "") -> list[dict[str, Any]]:
    """The same as links of a rail; `current`: "open-" and the kind's name on its own page."""
    in_rail = [kind for kind in all_kinds() if page_of(kind).in_rail]
    links = [(kind, *page_of(kind).opening_link(reader, kind)) for kind in in_rail if _opens(reader, kind)]
    return [
        {
            "name": f"open-{kind.name}",
            "url": url,
            "icon": kind.opening.icon,
            "label": str(label),
            "count": None,
            "current": current == f"open-{kind.name}",
        }
        for kind, url, label in links
    ]


def party_links(reader: Reader, current: str = "") -> list[dict[str, Any]]:
    """The same for a party's desk; a platform's also leads to its webhook ("webhook")."""
    links = opening_links(reader, current)
    if speaks_for(reader.actor, (Unit.Kind.PLATFORM,)):
        words = {"name": "webhook", "icon": "broadcast", "label": _("Webhook"), "count": None}
        links.append(words | {"url": reverse("ours:webhook"), "current": current == "webhook"})
    return links


def _opens(reader: Reader, kind: Kind) -> bool:
    return reader.begins(kind.opening) and _why_not(kind, reader) is None


def _why_not(kind: Kind, reader: Reader) -> object | None:
    unborn, now = blank(kind), timezone.now()
    return next((why for guard in kind.opening.guards if (why := guard(unborn, reader.actor, now))), None)


def blank(kind: Kind) -> Case:
    return kind.model(kind=kind.name)
