"""The prefectures and counties of the province as a choice of a form."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from .models import Division

Places = list[tuple[Division, list[Division]]]


def place_choices(places: Places) -> list[tuple[Any, Any]]:
    """All of the province, or each prefecture as a whole and by its counties. `places`: `Division.by_prefecture`."""
    return [("", _("All of Hunan")), *(_group(top, parts) for top, parts in places)]


def _group(top: Division, parts: list[Division]) -> tuple[str, list[tuple[str, Any]]]:
    whole = (top.code, _("All of %(city)s") % {"city": top.name})
    return top.name, [whole, *((part.code, part.name) for part in parts)]
