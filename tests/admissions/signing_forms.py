"""Forms with an undertaking, for the toy kind."""

from casework.admissions.undertakings import CINEMA, UndertakingForm
from tests.toy.forms import ReportForm


class SignedReportForm(UndertakingForm, ReportForm):
    undertakes = CINEMA
    field_order = ("count", "account", *UndertakingForm.FIELDS)
