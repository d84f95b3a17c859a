"""Forms with an undertaking or a list of cinemas, for the toy kind."""

from casework.admissions.list_field import CinemaListForm
from casework.admissions.undertakings import CINEMA, UndertakingForm
from tests.toy.forms import NeighbourForm


class SignedReportForm(UndertakingForm, NeighbourForm):
    undertakes = CINEMA
    field_order = ("count", "account", *UndertakingForm.FIELDS)


class ListReportForm(CinemaListForm, NeighbourForm):
    pass
