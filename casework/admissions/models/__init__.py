"""One file a subject; import from here."""

from .applications import Amendment, Objection, Opinion, PlatformApplication
from .cinema_sheets import CinemaSheet, SheetLine
from .enrolments import CinemaStatement, Enrolment, EnrolmentTerms

__all__ = [
    "Amendment",
    "CinemaSheet",
    "CinemaStatement",
    "Enrolment",
    "EnrolmentTerms",
    "Objection",
    "Opinion",
    "PlatformApplication",
    "SheetLine",
]
