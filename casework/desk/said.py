"""What stands in the record, as a page says it."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from casework.ui.times import day_words


def plain(value: str) -> str:
    """A day or time of day of the record, as people say it."""
    with suppress(ValueError):
        return day_words(dt.date.fromisoformat(value))
    with suppress(ValueError):
        return f"{dt.time.fromisoformat(value):%H:%M}"
    return value


def line(label: Any, value: str) -> str:
    """A question needs no colon before its answer."""
    if str(label).endswith(("?", "？")):
        return f"{label} {value}"
    return _("%(label)s: %(value)s") % {"label": label, "value": value}
