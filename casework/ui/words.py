"""Words put together in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import pgettext


def listed(items: Iterable[Any]) -> str:
    """Things named one after the other: "a, b", in Chinese "a、b"."""
    return pgettext("between things of a list", ", ").join(str(item) for item in items)
