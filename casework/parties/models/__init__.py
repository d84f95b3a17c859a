"""One file a subject; import from here."""

from .absences import Absence
from .campaigns import Campaign, figure_groups, figure_source
from .divisions import Division, DivisionAlias
from .films import Film, FilmAlias, Hall, ReleasePrice
from .profiles import Cinema, Platform, Qualification, cinema_warnings
from .units import Membership, Unit, UnitContact, memberships_of
from .users import User

__all__ = [
    "Absence",
    "Campaign",
    "Cinema",
    "Division",
    "DivisionAlias",
    "Film",
    "FilmAlias",
    "Hall",
    "Membership",
    "Platform",
    "Qualification",
    "ReleasePrice",
    "Unit",
    "UnitContact",
    "User",
    "cinema_warnings",
    "figure_groups",
    "figure_source",
    "memberships_of",
]
