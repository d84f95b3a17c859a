"""One file a subject; import from here."""

from .cinema_sheets import CinemaSheet, SheetLine

__all__ = ["CinemaSheet", "SheetLine"]
