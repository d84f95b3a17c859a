"""One file a subject; import from here."""

from .cinema_sheets import CinemaSheet, SheetLine
from .enrolments import CinemaStatement, Enrolment, EnrolmentTerms

__all__ = ["CinemaSheet", "CinemaStatement", "Enrolment", "EnrolmentTerms", "SheetLine"]
