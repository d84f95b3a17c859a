from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone, translation

from casework.engine.models import Case, CaseParty
from casework.parties.models import Unit
from tests.parties.factories import make_membership, make_unit


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def world(db):
    """A case of the association with its handler, a colleague who reads, a cinema in it and one outside it."""
    office = make_unit(Unit.Kind.ASSOCIATION)
    handler = make_membership(unit=office).user
    colleague = make_membership(unit=office).user
    cinema, other = make_unit(Unit.Kind.CINEMA), make_unit(Unit.Kind.CINEMA)
    now = timezone.now()
    case = Case.objects.create(
        kind="toy", office=office, holder=office, handler=handler, opened_at=now, state_since=now
    )
    CaseParty.objects.create(case=case, unit=cinema, role="cinema", involved_at=now)
    return SimpleNamespace(
        case=case,
        office=office,
        handler=handler,
        colleague=colleague,
        cinema=cinema,
        other=other,
        manager=make_membership(unit=cinema).user,
        stranger=make_membership(unit=other).user,
    )


def browser(user=None, *, seats=()) -> Client:
    """A browser that reads English; signed in, or proved to be the complainant of the cases `seats`."""
    client = Client(headers={"accept-language": "en"})
    if user is not None:
        client.force_login(user)
    if seats:
        session = client.session
        session["seats"] = list(seats)
        session.save()
    return client


@pytest.fixture
def looks(monkeypatch) -> list[tuple[str, str]]:
    """The looks that were recorded: who, in which form."""
    recorded = []
    fake = SimpleNamespace(record_look=lambda actor, attachment, form: recorded.append((actor.address, form)))
    for module in ("views", "opening", "redact_views", "film_views"):
        monkeypatch.setattr(f"casework.engine.attachments.{module}.looks", fake)
    return recorded
