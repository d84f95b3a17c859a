"""What stands in the record, as a page says it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def is_question(label: Any) -> bool:
    return str(label).endswith(("?", "？"))


def line(label: Any, value: str) -> str:
    """A question needs no colon before its answer."""
    if is_question(label):
        return f"{label} {value}"
    return _("%(label)s: %(value)s") % {"label": label, "value": value}
