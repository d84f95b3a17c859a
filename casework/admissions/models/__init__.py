"""One file a subject; import from here."""

from .applications import Amendment, Objection, Opinion, PlatformApplication
from .cinema_sheets import CinemaSheet, SheetLine

__all__ = ["Amendment", "CinemaSheet", "Objection", "Opinion", "PlatformApplication", "SheetLine"]
