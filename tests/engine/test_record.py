"""The record: nobody changes it, what was changed is found, and nothing private is in it."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from casework.engine import record, triggers
from casework.engine.models import Case, Event, EventText, Receipt

from .world import Line, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def test_the_record_refuses_to_be_changed_or_deleted(world):
    event = Line(world).case.events.get()
    for change in (
        lambda: Event.objects.update(name="x"),
        lambda: Event.objects.filter(pk=event.pk)._raw_delete("default"),
    ):
        with pytest.raises((DatabaseError, IntegrityError), match="append-only"), transaction.atomic():
            change()
    assert triggers.missing() == []


def test_a_changed_word_a_lost_event_and_a_forged_one_are_found(world):
    line = Line(world).to_investigating()
    case = Case.objects.get(pk=line.pk)
    EventText.objects.filter(event__case=case, event__seq=1).update(values={"story": "没有这回事"})
    assert [fault.split(": ")[1] for fault in record.verify([case])] == ["its words were changed"]
    triggers.lift()
    try:
        case.events.filter(seq=2).update(name="accept")
        assert any("was changed after" in fault for fault in record.verify([case]))
        EventText.objects.filter(event__case=case, event__seq=case.last_seq).delete()
        Receipt.objects.filter(event__case=case, event__seq=case.last_seq).delete()
        case.events.filter(seq=case.last_seq)._raw_delete("default")
        assert any("end is missing" in fault for fault in record.verify([case]))
    finally:
        triggers.install()


def test_erasing_words_leaves_the_record_whole_and_nothing_to_guess(world):
    line = Line(world)
    EventText.objects.filter(event__case=line.pk).delete()
    assert record.verify([Case.objects.get(pk=line.pk)]) == []


def test_personal_data_is_in_no_event(world):
    line = Line(world, name="林女士", phone="13800138000", email="lin@example.com").to_decided()
    rows = str(list(Event.objects.filter(case=line.pk).values())) + str(list(EventText.objects.values()))
    for private in ("林女士", "13800138000", "lin@example.com"):
        assert private not in rows


def test_looking_at_contact_details_is_itself_recorded(world):
    from casework.engine.looks import contact_details

    line = Line(world)
    assert contact_details(world.handler, line.case).phone == "+8613800138000"
    look = line.case.events.get(name="look")
    assert (look.actor, look.facts["what"]) == (world.handler.person, "contact")
