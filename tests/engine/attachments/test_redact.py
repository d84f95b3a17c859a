"""What a party is given of a file: a copy of its own, with black where nothing may be read."""

import io
import json

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from casework.engine.attachments import vault
from casework.engine.attachments.redact import Box, given_to, grant, parse_boxes, prepare, prepared_for
from casework.engine.attachments.store import NotYours, bind
from casework.engine.models import AttachmentGrant

from . import factories as f
from .conftest import browser

pytestmark = pytest.mark.django_db

MIDDLE = Box(page=1, x=0.4, y=0.4, width=0.2, height=0.2)


@pytest.fixture
def file(world):
    """A white photo in the case."""
    return in_case(world, f.encoded(f.picture(color="white"), "JPEG"))


def in_case(world, content: bytes, **fields):
    stored = f.stored(content, **fields)
    return bind(case=world.case, attachments=[stored.pk], uploader="upload:me", event_seq=1)[0]


def shown(of, number: int = 1) -> Image.Image:
    name = vault.page_name(number, of.shown_type)
    return Image.open(io.BytesIO(vault.read(f"{of.shown}/{name}"))).convert("RGB")


def prepared(world, file, *boxes, unit=None) -> AttachmentGrant:
    return prepare(attachment=file, unit=unit or world.cinema, boxes=boxes, by="user:1")


def test_the_box_is_black_in_the_partys_copy_and_the_rest_is_as_it_was(world, file):
    image = shown(prepared(world, file, MIDDLE))
    assert image.size == (400, 300)
    assert max(image.getpixel((200, 150))) < 10
    assert min(image.getpixel((100, 50))) > 245


def test_nothing_of_a_boxs_edge_is_left(world, file):
    image = shown(prepared(world, file, MIDDLE))
    assert all(max(image.getpixel((x, 120))) < 60 for x in range(160, 240))


def test_the_original_and_the_offices_copy_stay_as_they_are(world, file):
    before = vault.read(file.original), shown(file).tobytes()
    prepared(world, file, MIDDLE)
    assert (vault.read(file.original), shown(file).tobytes()) == before


def test_the_thumbnail_is_blackened_too(world, file):
    prepared_copy = prepared(world, file, MIDDLE)
    thumb = Image.open(io.BytesIO(vault.read(f"{prepared_copy.shown}/{vault.THUMB}")))
    assert max(thumb.getpixel((160, 120))) < 20


def test_a_box_belongs_to_its_page(world):
    pages = in_case(world, f.pdf(2))
    copy = prepared(world, pages, Box.whole(2))
    assert min(shown(copy, 1).getpixel((90, 90))) > 245
    assert max(shown(copy, 2).getpixel((90, 90))) < 10


def test_a_screenshot_is_blackened_as_png(world):
    copy = prepared(world, in_case(world, f.screenshot()), MIDDLE)
    assert copy.shown_type == "image/png"
    assert shown(copy).getpixel((300, 400)) == (0, 0, 0)


def test_preparing_again_replaces_what_was_not_given_yet(world, file, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = prepared(world, file)
        second = prepared(world, file, MIDDLE)
    assert prepared_for(case=world.case, unit=world.cinema) == [second]
    assert not default_storage.exists(first.shown)
    assert default_storage.exists(second.shown)


def test_a_file_that_is_not_part_of_a_case_cannot_be_prepared(world):
    with pytest.raises(ValueError, match="nothing to show"):
        prepared(world, f.stored())


# --- giving -----------------------------------------------------------------------------------------------------------
def give(world, *copies, unit=None, case=None):
    return grant(prepared={unit or world.cinema: [c.pk for c in copies]}, case=case or world.case, event_seq=5)


def test_what_is_prepared_shows_nothing_until_an_act_gives_it(world, file, django_assert_num_queries):
    copy = prepared(world, file)
    assert given_to(attachment=file, units=[world.cinema.pk]) is None
    with django_assert_num_queries(1):
        give(world, copy)
    assert given_to(attachment=file, units=[world.cinema.pk]) == copy
    assert given_to(attachment=file, units=[world.other.pk]) is None


def test_a_copy_for_one_party_cannot_be_given_to_another(world, file):
    with pytest.raises(NotYours):
        give(world, prepared(world, file), unit=world.other)


def test_a_copy_cannot_be_given_twice_or_from_another_case(world, file):
    copy = prepared(world, file)
    with pytest.raises(NotYours):
        give(world, copy, case=world.case.pk + 1)
    give(world, copy)
    with pytest.raises(NotYours):
        give(world, copy)


def test_what_a_party_was_shown_stays_when_another_copy_is_prepared(world, file):
    first = prepared(world, file)
    give(world, first)
    second = prepared(world, file, MIDDLE)
    assert given_to(attachment=file, units=[world.cinema.pk]) == first
    give(world, second)
    assert given_to(attachment=file, units=[world.cinema.pk]) == second
    assert default_storage.exists(first.shown)


# --- what a browser sends ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "raw",
    [
        {},
        ["box"],
        [{"page": 1}],
        [{"page": 3, "x": 0, "y": 0, "width": 1, "height": 1}],
        [{"page": 1, "x": -0.5, "y": 0, "width": 1, "height": 1}],
        [{"page": 1, "x": 0, "y": 0, "width": 0, "height": 1}],
        [{"page": 1, "x": float("nan"), "y": 0, "width": 1, "height": 1}],
        [{"page": 1, "x": 0, "y": 0, "width": float("inf"), "height": 1}],
        [{"page": 1, "x": None, "y": 0, "width": 1, "height": 1}],
        [{"page": 1, "x": 0, "y": 0, "width": 0.1, "height": 0.1}] * 301,
    ],
)
def test_boxes_that_are_none_are_refused_rather_than_dropped(raw):
    with pytest.raises(ValueError, match="box"):
        parse_boxes(raw, pages=2)


def post(world, file, by=None, **fields):
    return browser(by or world.handler).post(reverse("files:redact", args=[file.pk]), {"next": "/desk/", **fields})


def test_the_handler_draws_boxes_and_the_copy_is_prepared(world, file, looks):
    box = {"page": 1, "x": 0.4, "y": 0.4, "width": 0.2, "height": 0.2}
    answer = post(world, file, unit=world.cinema.pk, boxes=json.dumps([box]))
    assert answer.status_code == 303
    copy = AttachmentGrant.objects.get()
    assert (copy.unit, copy.boxes, copy.prepared_by) == (world.cinema, [box], f"user:{world.handler.pk}")
    assert copy.event_seq is None


def test_without_scripts_a_page_is_shown_or_blacked_out_whole(world, file, looks):
    post(world, file, unit=world.cinema.pk, boxes="", hide="1")
    assert max(shown(AttachmentGrant.objects.get()).getpixel((50, 50))) < 10


@pytest.mark.parametrize(
    "boxes", ["not json", '[{"page": 9}]', '[{"page": 1, "x": 2, "y": 0, "width": 1, "height": 1}]']
)
def test_boxes_that_did_not_arrive_prepare_nothing_and_say_so(world, file, looks, boxes):
    answer = post(world, file, unit=world.cinema.pk, boxes=boxes)
    assert answer.status_code == 422
    assert "did not arrive as drawn" in answer.content.decode()
    assert not AttachmentGrant.objects.exists()


def test_only_a_party_of_the_case_can_be_chosen(world, file, looks):
    answer = post(world, file, unit=world.other.pk)
    assert "Choose who may be shown" in answer.content.decode()
    assert not AttachmentGrant.objects.exists()


@pytest.mark.parametrize("who", ["manager", "stranger", "colleague"])
def test_only_who_may_open_the_original_decides_what_others_see(world, file, looks, who):
    client = browser(getattr(world, who))
    assert client.get(reverse("files:redact", args=[file.pk])).status_code == 404
    assert post(world, file, by=getattr(world, who), unit=world.cinema.pk).status_code == 404
    assert not AttachmentGrant.objects.exists()


def test_the_page_lists_every_page_of_the_file_and_what_is_prepared(world, looks):
    pages = in_case(world, f.pdf(2))
    copy = prepared(world, pages)
    text = browser(world.handler).get(reverse("files:redact", args=[pages.pk])).content.decode()
    assert reverse("files:page", args=[pages.pk, 2]) in text
    assert reverse("files:prepared", args=[pages.pk, copy.pk, 1]) in text
    assert str(world.cinema) in text


def test_the_office_can_see_the_copy_as_the_party_will(world, file, looks):
    copy = prepared(world, file, MIDDLE)
    url = reverse("files:prepared", args=[file.pk, copy.pk, 1])
    assert browser(world.handler).get(url).content == vault.read(f"{copy.shown}/1.jpg")
    assert browser(world.manager).get(url).status_code == 404
