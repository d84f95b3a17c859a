"""One file a subject; import from here."""

from .absences import Absence
from .agreements import Agreement
from .campaigns import Campaign, figure_groups, figure_source
from .divisions import Division, DivisionAlias
from .films import Film, FilmAlias, Hall, ReleasePrice
from .listings import Listing
from .profiles import Cinema, Platform, Qualification, cinema_warnings
from .units import Membership, Unit, UnitContact, memberships_of
from .users import User

__all__ = [
    "Absence",
    "Agreement",
    "Campaign",
    "Cinema",
    "Division",
    "DivisionAlias",
    "Film",
    "FilmAlias",
    "Hall",
    "Listing",
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
