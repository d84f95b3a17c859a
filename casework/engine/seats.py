"""A complainant's seat in a browser: proved by code, by signed link or by having filed; a new code ends them all."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest

from .actors import Actor
from .acts import COMPLAINANT
from .attachments.posted import SEATS_KEY, known_uploader, seats_of
from .models import ContactDetails

_SALT = "casework.seat-link"
# Beside the list of seats: under which round of the access code each was taken.
ROUNDS_KEY = "seat_rounds"
MAX_SEATS = 50
REMEMBERED_SECONDS = 90 * 24 * 3600


def take_seat(request: HttpRequest, case_id: int, code_round: int) -> None:
    """From now on this browser is the case's complainant; it remembers its latest 50 cases for 90 days."""
    seats = [case_id, *(seat for seat in seats_of(request) if seat != case_id)][:MAX_SEATS]
    rounds = {**request.session.get(ROUNDS_KEY, {}), str(case_id): code_round}
    request.session[SEATS_KEY] = seats
    request.session[ROUNDS_KEY] = {str(seat): rounds.get(str(seat), 0) for seat in seats}
    if not request.user.is_authenticated:
        request.session.set_expiry(REMEMBERED_SECONDS)


def take_seat_anew(request: HttpRequest, case_id: int, code_round: int) -> None:
    """The same by code or link, in a new session: whoever planted the one before does not sit down as well.

    Not for the browser that has just filed: with another cookie it could not go back to the page it sent (P1).
    """
    if request.session.session_key and case_id not in seats_of(request):
        request.session.cycle_key()
    take_seat(request, case_id, code_round)


def seated_actor(request: HttpRequest, case_id: int) -> Actor | None:
    """The complainant's actor for this browser, or None. A seat taken under an older code is given up here."""
    if case_id not in seats_of(request):
        return None
    code_round = ContactDetails.objects.filter(case_id=case_id).values_list("code_round", flat=True).first()
    if str(code_round) != bell_mark(request, case_id):
        request.session[SEATS_KEY] = [seat for seat in seats_of(request) if seat != case_id]
        return None
    return Actor.seat(case_id, COMPLAINANT, uploads=known_uploader(request))


def bell_mark(request: HttpRequest, case_id: int) -> str:
    """What the bell's token of this browser's seat is marked with: the round of the code it was taken under."""
    return str(request.session.get(ROUNDS_KEY, {}).get(str(case_id), 0))


def seated_cases(request: HttpRequest) -> list[int]:
    """The cases in which this browser's seat still holds: not those taken under an older code. One statement."""
    rounds = request.session.get(ROUNDS_KEY, {})
    contacts = ContactDetails.objects.filter(case__in=seats_of(request)).values_list("case", "code_round")
    return [case for case, code_round in contacts if code_round == rounds.get(str(case), 0)]


def sign_link(case_id: int, code_round: int) -> str:
    """The token of a case's tracking link; it opens the complainant's seat until a new code is given out."""
    return signing.dumps([case_id, COMPLAINANT, code_round], salt=_SALT)


def open_link(token: str) -> ContactDetails | None:
    """Whose seat a token opens, with the case; None when forged, damaged or ended by a newer code."""
    try:
        case_id, seat, code_round = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if seat != COMPLAINANT:
        return None
    return ContactDetails.objects.select_related("case").filter(case_id=case_id, code_round=code_round).first()
