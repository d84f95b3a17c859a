"""Fields that many forms of a complaint have."""

from __future__ import annotations

from typing import Any

from django import forms


def text(
    label: Any, *, required: bool = True, limit: int = 2000, rows: int = 4, help_text: Any = ""
) -> forms.CharField:
    """A free text of several lines."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=limit,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )
