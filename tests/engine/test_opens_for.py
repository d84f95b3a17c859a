"""A unit outside brings a case into being: it is a party from the first moment, in its own name (issue 8)."""

import dataclasses

import pytest

from casework.engine import door, kinds, lint
from casework.engine.access import roles_of
from casework.engine.actors import Actor
from casework.engine.errors import Refused
from notifications.models import Notification
from tests.engine.world import key, make_world
from tests.parties.factories import make_cinema, make_membership
from tests.toy.kind import TOY

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch):
    """In this world cinemas petition."""
    kind = dataclasses.replace(TOY)
    changed = {"opens_for": "petitioner", "form": "OutsideForm", "tells": ("office", "petitioner")}
    kind.__dict__["acts"] = TOY.acts | {"petition": dataclasses.replace(TOY.acts["petition"], **changed)}
    monkeypatch.setitem(kinds._kinds, "toy", kind)
    return make_world()


@pytest.fixture
def both_ways(monkeypatch, world):
    """Cinemas petition in their own name, and anybody for themselves."""
    kind = dataclasses.replace(kinds.kind_named("toy"), seated=lambda case: not case.party_list)
    changed = {"opens_as": "complainant", "form": "OpenForm", "staff_form": "OutsideForm"}
    opening = kinds.kind_named("toy").acts["petition"]
    kind.__dict__["acts"] = TOY.acts | {"petition": dataclasses.replace(opening, **changed)}
    monkeypatch.setitem(kinds._kinds, "toy", kind)
    return world


def petition(world, by: Actor, **said):
    details = {"office": world.association.pk, "campaign": world.campaign.pk, "wish": "一桶爆米花"}
    return door.open_case("toy", by=by, key=key(), **details, **said).case


def test_the_unit_is_a_party_of_what_it_opened_and_the_record_says_so(world):
    case = door.load(petition(world, world.cinema_clerk).pk)
    (party,) = case.party_list
    assert (party.unit, party.role, party.involved_at) == (world.cinema.unit, "petitioner", case.opened_at)
    event = case.events.get()
    assert (event.unit, event.actor_role) == (world.cinema.unit, "petitioner")
    assert {"petitioner", "respondent"} <= roles_of(world.cinema_clerk, case)
    assert not roles_of(world.platform_clerk, case)


def test_its_colleagues_are_told_and_whoever_did_it_is_not(world):
    colleague = make_membership(unit=world.cinema.unit, role="lead").user
    case = petition(world, world.cinema_clerk)
    told = set(Notification.objects.filter(case_no=case.number, quiet=False).values_list("address", flat=True))
    assert f"user:{colleague.pk}" in told
    assert world.cinema_clerk.address not in told


def test_who_speaks_for_several_says_for_which_and_never_for_anybody_elses(world):
    other, stranger = make_cinema(name="第二影城"), make_cinema(name="别家影城")
    person = world.cinema_clerk.person
    make_membership(user=person, unit=other.unit, role="handler")
    both = Actor.user(person)
    with pytest.raises(Refused) as asked:
        petition(world, both)
    assert "unit" in asked.value.fields
    with pytest.raises(Refused):
        petition(world, both, unit=stranger.unit.pk)
    case = petition(world, both, unit=other.unit.pk)
    assert [party.unit for party in case.party_list] == [other.unit]


def test_an_act_that_says_both_gives_a_seat_to_whoever_comes_without_an_account_and_a_place_to_a_unit(both_ways):
    theirs = door.load(petition(both_ways, Actor.filer()).pk)
    assert (theirs.party_list, theirs.events.get().actor_role) == ([], "complainant")
    assert roles_of(Actor.seat(theirs, "complainant"), theirs) == {"complainant"}
    ours = door.load(petition(both_ways, both_ways.cinema_clerk).pk)
    assert [party.role for party in ours.party_list] == ["petitioner"]
    assert (kinds.has_a_seat(theirs), kinds.has_a_seat(ours)) == (True, False)
    seats = Notification.objects.filter(address__startswith="seat:").values_list("case_no", flat=True)
    assert set(seats) == {theirs.number}


def test_units_of_several_kinds_open_one_each_in_its_own_role(world, monkeypatch):
    acts = kinds.kind_named("toy").acts
    roles = {"cinema": "petitioner", "platform": "advocate"}
    monkeypatch.setitem(acts, "petition", dataclasses.replace(acts["petition"], opens_for=roles))
    monkeypatch.setattr("tests.toy.forms.OutsideForm.own_kinds", ("cinema", "platform"))
    for actor, role in ((world.cinema_clerk, "petitioner"), (world.platform_clerk, "advocate")):
        case = door.load(petition(world, actor).pk)
        assert [party.role for party in case.party_list] == [role]
        assert case.events.get().actor_role == role


def test_a_kind_whose_form_does_not_ask_for_the_unit_is_refused(world):
    kind = kinds.kind_named("toy")
    kind.__dict__["acts"]["petition"] = dataclasses.replace(kind.acts["petition"], form="OpenForm")
    assert any("whose form asks for the unit" in fault for fault in lint.faults(kind))
