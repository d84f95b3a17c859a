"""The page for photos and papers, without scripts: what is refused is said beside the picker, nothing else is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.engine.models import Attachment
from complaints.models import Complaint
from tests import films
from tests.engine.attachments.factories import jpeg
from tests.engine.attachments.hostile import REFUSED
from tests.engine.world import make_world

from .filing import Phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone() -> Phone:
    world = make_world()
    phone = Phone().begin().say(category="refused_redemption").say(cinema=world.cinema.pk)
    return phone.say(happened_on="2026-09-26").say(story="不收券")


def beside_the_picker(page: str) -> str:
    """What stands in the picker before its list of files."""
    picker = page[page.index('class="picker field has-wrong"') :]
    return picker[: picker.index("data-upload-list")]


@pytest.mark.parametrize("what", ["an SVG with a script", "an archive that swells", "an empty file", "a locked PDF"])
def test_what_is_refused_is_said_beside_the_picker_under_its_name(phone, what):
    make, _word = REFUSED[what]
    phone.say(attachments_file=SimpleUploadedFile("我的文件.jpg", make()))
    assert (phone.at, phone.response.status_code) == ("evidence", 422)
    assert "我的文件.jpg: " in beside_the_picker(phone.page)
    assert not Attachment.objects.exists()


def test_of_several_the_good_ones_stay_and_each_bad_one_has_its_sentence(phone):
    good = [SimpleUploadedFile("a.jpg", jpeg()), SimpleUploadedFile("b.mp4", films.film())]
    bad = [SimpleUploadedFile("c.svg", b"<svg/>"), SimpleUploadedFile("d.mp4", films.film()[:-50])]
    phone.say(attachments_file=[*good, *bad])
    said = beside_the_picker(phone.page)
    assert "c.svg" in said
    assert "d.mp4" in said
    for file in Attachment.objects.all():
        assert f'value="{file.pk}" checked' in phone.page
    phone.say(attachments=[str(file.pk) for file in Attachment.objects.all()])
    assert phone.at == "who"


def test_p3_sizes_and_kinds_are_said_before_anything_is_chosen(phone):
    for words in ("20 MB", "50 MB", "MP4", "MOV", "40"):
        assert words in phone.page


def test_a_complaint_with_a_video_is_filed_and_its_page_names_it(phone):
    phone.say(attachments_file=SimpleUploadedFile("现场.mp4", films.film()))
    phone.say(name="林女士", phone="138 0013 8000").say("send")
    number = Complaint.objects.get().number
    page = phone.client.get(f"/track/case/{number}/").content.decode()
    assert "视频 1" in page
    assert "现场.mp4" not in page
    film = Attachment.objects.get()
    assert str(film.pk) not in page, "there is nothing to follow"
