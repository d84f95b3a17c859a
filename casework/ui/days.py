"""A day as a form asks for it: with the browser's own calendar, which wants it as 2026-10-12."""

from typing import Any

from django import forms


class DayField(forms.DateField):
    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**options)
