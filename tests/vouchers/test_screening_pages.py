"""Screenings at the desks of the union, the organisers and the association, and what the public's home leads to."""

import pytest
import time_machine
from django.urls import reverse

from casework.engine.models import Attachment
from tests.desk.factories import signed_in
from tests.engine.world import at, make_file

from .holding import START, Holding, make_holding_world, proposal

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def world():
    with time_machine.travel(at(START), tick=False):
        yield make_holding_world()


def shown(client, url: str) -> str:
    response = client.get(url, headers=ENGLISH)
    assert response.status_code == 200, response.content.decode()[:1500]
    return response.content.decode()


def send(client, show: Holding, act: str, **said):
    at_home = "ours" if act in ("report_screening", "cancel_screening") else "cases"
    marks = {"key": "once", "seen": show.case.version, "read_to": show.case.last_seq}
    url = f"/desk/{at_home}/{show.case.number}/acts/{act}/"
    return client.post(url, marks | said, headers=ENGLISH)


def test_a_union_is_led_to_it_only_while_the_pool_holds_something(world):
    client = signed_in(world.union_clerk)
    assert "/desk/ours/open/screening/" in shown(client, "/desk/party/")
    assert "The pool holds 10,000.00 yuan now." in shown(client, "/desk/ours/open/screening/")
    marks = {"key": "k1", "seen": "0", "read_to": "0"}
    answer = client.post("/desk/ours/open/screening/", marks | proposal(world), headers=ENGLISH)
    assert answer.status_code == 302
    assert "一线职工和劳模代表。" in shown(client, answer["Location"])


def test_what_is_wrong_with_a_proposal_stands_beside_its_field_and_nothing_typed_is_lost(world):
    client = signed_in(world.union_clerk)
    marks = {"key": "k1", "seen": "0", "read_to": "0"}
    said = proposal(world, cost="20000", day="2026-10-12", seats="0")
    text = client.post("/desk/ours/open/screening/", marks | said, headers=ENGLISH).content.decode()
    assert "please propose no more than that" in text
    assert "Please choose a day from tomorrow on, within a year." in text
    assert 'value="20000"' in text
    assert "示例长空" in text


def test_each_organiser_finds_it_among_its_work_with_what_the_pool_holds(world):
    show = Holding(world)
    client = signed_in(world.federation_handler)
    assert show.case.number in shown(client, "/desk/mine/")
    text = shown(client, f"/desk/cases/{show.case.number}/")
    assert "10,000.00 yuan" in text
    assert "Send back with questions" in text
    assert send(client, show, "approve_screening").status_code == 302
    assert "湖南省总工会 approved" in shown(signed_in(world.union_clerk), f"/desk/ours/{show.case.number}/")


def test_the_association_ticks_photos_beside_their_pictures(world):
    show = Holding(world).to_reported()
    photo = show.photos[0]
    text = shown(signed_in(world.handler), f"/desk/cases/{show.case.number}/acts/settle_screening/")
    assert f'value="{photo}"' in text
    assert f'src="{reverse("files:thumb", args=[photo])}"' in text
    assert Attachment.objects.get(pk=photo).pages_shown == 1


def test_the_page_stays_within_its_budget_at_both_desks(world, django_assert_max_num_queries):
    show = Holding(world).to_settled()
    for actor, url in ((world.handler, "/desk/cases/"), (world.union_clerk, "/desk/ours/")):
        client = signed_in(actor)
        with time_machine.travel(at("2026-10-23 12:00"), tick=False):
            client.get(f"{url}{show.case.number}/")
            with django_assert_max_num_queries(26):
                client.get(f"{url}{show.case.number}/")


def test_a_report_is_sent_with_its_photo_from_the_unions_page(world):
    show = Holding(world).to_planned()
    with time_machine.travel(at("2026-10-20 22:00"), tick=False):
        photo = make_file(show, world.union_clerk)
        said = {"attendance": "118", "spent": "2875.50", "account": "秩序良好。", "attachments": photo}
        answer = send(signed_in(world.union_clerk), show, "report_screening", **said)
    assert answer.status_code == 302
    assert (show.case.state, show.case.publishable) == ("reported", False)
