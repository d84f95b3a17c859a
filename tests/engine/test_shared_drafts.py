"""A form that a unit fills in together over days: nothing is written over, nothing typed is lost (issue 8 §1)."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import time_machine

from casework.engine import door, drafts, erasing
from casework.engine.actors import Actor
from casework.engine.acts import OFFICE
from casework.engine.attachments.held import Place
from casework.engine.attachments.store import sweep_unbound
from casework.engine.errors import Overtaken
from casework.engine.models import Attachment, Draft, Event
from casework.engine.present import view
from notifications.models import Notification
from notifications.selectors import news_since
from tests.desk.factories import HTMX, signed_in
from tests.parties.factories import make_membership, make_user

from .attachments.factories import stored
from .world import at, key, make_world

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
START = "2026-10-08 10:00"


@pytest.fixture
def world():
    with time_machine.travel(at(START), tick=False):
        yield make_asked()


def make_asked() -> SimpleNamespace:
    """A petition about which the cinema is asked; two of its people are to fill in the form."""
    world = make_world()
    user = make_user("副经理")
    make_membership(user=user, unit=world.cinema.unit, role="lead")
    world.deputy = Actor.user(user)
    said = {"office": world.association.pk, "campaign": world.campaign.pk, "wish": "一桶爆米花"}
    world.pk = door.open_case("toy", by=Actor.filer(), key=key(), at=at(START), **said).case.pk
    for act, details in (("claim", {}), ("weigh", {}), ("ask_neighbour", {"unit": world.cinema.unit.pk})):
        do(world, act, world.handler, **details)
    world.number = door.load(world.pk).number
    world.url = f"/desk/ours/{world.number}/"
    return world


def do(world, act: str, by: Actor, **details):
    seen = door.load(world.pk).version
    return door.perform(world.pk, act, by=by, key=key(), seen=seen, at=at("2026-10-08 11:00"), **details)


def save(world, who: Actor, version: int, *, htmx: bool = True, **typed):
    sent = {"key": "once", "draft_version": version, **typed}
    extra = HTMX if htmx else {}
    return signed_in(who).post(f"{world.url}acts/report/draft/", sent, headers=ENGLISH, **extra)


def send(world, who: Actor, draft: int, **typed):
    sent = {"key": key(), "seen": door.load(world.pk).version, "draft_version": draft, **typed}
    return signed_in(who).post(f"{world.url}acts/report/", sent, headers=ENGLISH)


def page(world, who: Actor) -> str:
    return signed_in(who).get(world.url, headers=ENGLISH).content.decode()


def kept_file(who: Actor) -> str:
    return str(stored(uploader=who.uploader).pk)


def test_what_was_typed_so_far_wrong_or_not_is_there_for_the_whole_unit(world):
    text = save(world, world.cinema_clerk, 0, count="viele", account="两桶").content.decode()
    assert "值班经理" in text
    assert door.load(world.pk).state == "asked"
    text = page(world, world.deputy)
    assert "两桶" in text
    assert 'value="viele"' in text
    assert re.search(r"Draft kept by 值班经理, .*everybody in your unit sees it", text)


def test_who_saves_after_a_colleague_reads_both_and_decides(world):
    save(world, world.cinema_clerk, 0, count="2", account="两桶")
    late = save(world, world.deputy, 0, count="2", account="三桶")
    assert late.status_code == 409
    text = late.content.decode()
    assert "值班经理 kept another version of this draft" in text
    assert re.search(r"<dt>Account</dt>.*Theirs</small>两桶.*Yours</small>三桶", text)
    assert "<dt>Seen</dt>" not in text, "what is the same needs no decision"
    assert "三桶</textarea>" in text, "what was typed is in the form still"
    assert Draft.objects.get().details["account"] == "两桶"
    (version,) = re.findall(r'name="draft_version" value="(\d+)"', text)
    save(world, world.deputy, int(version), count="2", account="三桶")
    assert Draft.objects.get().details["account"] == "三桶"


def test_the_same_saved_twice_is_no_conflict(world):
    for _again in range(2):
        assert save(world, world.cinema_clerk, 0, account="两桶").status_code == 200
    assert Draft.objects.get().version == 1


def test_without_scripts_it_is_the_same(world):
    assert save(world, world.cinema_clerk, 0, htmx=False, account="两桶").url == f"{world.url}acts/report/"
    late = save(world, world.deputy, 0, htmx=False, account="三桶")
    assert late.status_code == 409
    assert "Keep mine instead" in late.content.decode()


def test_sending_does_not_leave_out_what_a_colleague_saved_since(world):
    save(world, world.cinema_clerk, 0, count="2", account="两桶")
    late = send(world, world.deputy, 0, count="3", account="三桶")
    assert late.status_code == 409
    assert "两桶" in late.content.decode()
    assert door.load(world.pk).state == "asked"
    assert send(world, world.deputy, 1, count="3", account="三桶").status_code == 302
    assert door.load(world.pk).state == "weighed"
    assert not Draft.objects.exists()


def test_what_one_has_saved_oneself_never_stands_in_the_way(world):
    save(world, world.cinema_clerk, 0, count="2", account="两桶")
    assert send(world, world.cinema_clerk, 0, count="2", account="两桶").status_code == 302


def test_every_gap_is_named_at_once_and_the_draft_stays(world):
    save(world, world.cinema_clerk, 0, count="", account="")
    refused = send(world, world.cinema_clerk, 1, count="", account="")
    assert refused.status_code == 422
    for said in ("Please fill in: Seen", "Please fill in: Account"):
        assert refused.content.decode().count(said) == 2, "on top, and beside the field"
    assert Draft.objects.get().version == 1


def test_a_form_that_was_sent_is_not_saved_any_more(world):
    send(world, world.cinema_clerk, 0, count="2", account="两桶")
    late = save(world, world.deputy, 0, account="三桶")
    assert late.status_code == 409
    assert "三桶</textarea>" in late.content.decode()
    assert not Draft.objects.exists()


def test_files_wait_with_the_draft_and_go_with_whoever_sends(world):
    first, second = kept_file(world.cinema_clerk), kept_file(world.cinema_clerk)
    save(world, world.cinema_clerk, 0, account="两桶", attachments=[first, second])
    assert sweep_unbound(at(START) + timedelta(days=9)) == 0, "no leftovers"
    assert f'value="{first}"' in page(world, world.deputy)
    thumb = f"/files/{first}/thumb/"
    assert signed_in(world.deputy).get(thumb).status_code == 200
    for other in (world.handler, world.platform_clerk):
        assert signed_in(other).get(thumb).status_code == 404
    save(world, world.deputy, 1, account="两桶", attachments=[first])
    assert send(world, world.deputy, 2, count="2", account="两桶", attachments=[first]).status_code == 302
    event = Event.objects.get(case=world.pk, name="report")
    assert [file["id"] for file in event.facts["attachments"]] == [first]
    assert Attachment.objects.get(pk=second).draft is None, "taken out again, it is swept in its time"
    assert sweep_unbound(at(START) + timedelta(days=9)) == 1


def test_the_same_form_sent_twice_is_sent_once_whoever_added_the_files(world):
    file = kept_file(world.cinema_clerk)
    save(world, world.cinema_clerk, 0, count="2", account="两桶", attachments=[file])
    sent = {"key": "twice", "seen": door.load(world.pk).version, "draft_version": 1}
    sent |= {"count": "2", "account": "两桶", "attachments": [file]}
    client = signed_in(world.deputy)
    for _again in range(2):
        assert client.post(f"{world.url}acts/report/", sent).status_code == 302
    assert Event.objects.filter(case=world.pk, name="report").count() == 1


def test_the_office_knows_that_there_is_a_draft_and_never_reads_it(world):
    save(world, world.cinema_clerk, 0, account="两桶")
    text = signed_in(world.handler).get(f"/desk/cases/{world.number}/", headers=ENGLISH).content.decode()
    assert "is filling in “Report”; last kept" in text
    assert "两桶" not in text
    assert "值班经理" not in text
    for who, where in ((world.handler, "cases"), (world.platform_clerk, "ours")):
        answer = signed_in(who).post(f"/desk/{where}/{world.number}/acts/report/draft/", {"draft_version": 1})
        assert answer.status_code == 404 or Draft.objects.count() == 1
    assert Draft.objects.get().unit == world.cinema.unit


def test_whose_draft_it_is_follows_from_who_may_do_the_act(world):
    case = door.load(world.pk)
    spec = view(world.handler, case).kind.acts["report"]
    place = Place(world.pk, world.cinema.unit.pk, "act:report")
    assert view(world.deputy, case).gate.draft_place(spec) == place
    assert view(world.handler, case).gate.roles >= {OFFICE}
    assert view(world.handler, case).gate.draft_place(spec) is None


def test_open_pages_of_the_unit_are_rung_and_nobody_is_told(world):
    Notification.objects.all().delete()
    save(world, world.cinema_clerk, 0, account="两桶")
    rung = Notification.objects.values_list("address", "quiet", "case_no").order_by("address")
    both = sorted((world.cinema_clerk.address, world.deputy.address))
    assert list(rung) == [(address, True, world.number) for address in both]
    (item,) = news_since(world.deputy.address, 0).items
    assert (item["sentence"], item["case_no"]) == ("", world.number)
    save(world, world.cinema_clerk, 1, account="三桶")
    assert Notification.objects.count() == 4
    live = signed_in(world.deputy).get(f"{world.url}live/", **HTMX).content.decode()
    assert 'data-draft="report" data-version="2"' in live


def test_it_goes_with_the_words_of_the_case(world):
    file = kept_file(world.cinema_clerk)
    save(world, world.cinema_clerk, 0, account="两桶", attachments=[file])
    erasing.erase(door.load(world.pk))
    assert not Draft.objects.exists()
    assert sweep_unbound(at(START) + timedelta(days=9)) == 1


def test_the_draft_is_checked_under_the_lock_of_the_case(world):
    save(world, world.cinema_clerk, 0, account="两桶")
    with pytest.raises(Overtaken) as overtaken:
        do(world, "report", world.deputy, draft=0, count="2", account="三桶")
    assert overtaken.value.current.details["account"] == "两桶"
    assert drafts.load_at(Place(world.pk, world.cinema.unit.pk, "act:report")).version == 1
