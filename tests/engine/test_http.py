"""What a form's page carries to the door, and back."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from casework.engine import http
from casework.engine.errors import NotFound, Refused
from complaints.forms import NotAcceptForm

from .world import Line, at, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    return Line(make_world())


def form_of(line, data=None):
    return NotAcceptForm(data, case=line.case, actor=line.world.handler, now=at("2026-10-01 09:00"))


def posted(**data):
    return RequestFactory().post("/", data)


def test_marks_that_make_no_sense_are_as_good_as_none():
    sent = http.read_form(posted(key="k", seen="x", read_to="9" * 30), None)
    assert (sent.marks.seen, sent.marks.read_to) == (None, None)


def test_a_form_is_read_as_its_widgets_say(line):
    sent = http.read_form(
        posted(key="k", seen="1", read_to="2", because="not_ours", reason="不是活动的事"), form_of(line)
    )
    assert sent.arguments == {
        "key": "k",
        "seen": 1,
        "read_to": 2,
        "because": "not_ours",
        "reason": "不是活动的事",
    }


def test_the_doors_sentence_stands_beside_its_field_and_once(line):
    sent = http.Sent(http.Marks("k", 1, 1), {"because": "not_ours", "reason": "r", "other_ways": "12315"})
    error = Refused("no", fields={"reason": ["太短了"], "gone": ["也不行"]})
    form = http.refill(NotAcceptForm, sent, error, case=line.case, actor=line.world.handler)
    assert form.errors["reason"] == ["太短了"]
    assert form.non_field_errors() == ["也不行"]


def test_what_is_not_there_is_not_found(line):
    def gone():
        raise NotFound

    with pytest.raises(Http404):
        http.act_response(
            posted(key="k"),
            sent=http.Sent(http.Marks("k", 1, 1), {}),
            perform=gone,
            act="x",
            back_url="/",
            on_done=lambda done: HttpResponse(),
            redraw=lambda error: HttpResponse(),
        )
