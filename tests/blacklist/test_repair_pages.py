"""Credit repair on the pages: the decision leads to it, it is opened with its proof, read by whoever may (issue 9)."""

from __future__ import annotations

import pytest
import time_machine

from blacklist.listing.publishing import publish_all
from blacklist.models import Repair
from tests.desk.factories import signed_in
from tests.desk.respondent import upload
from tests.engine.world import at

from .deciding import Deciding, make_deciding_world
from .objecting import Objecting
from .test_repair import Repairing

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
BEFORE, FROM = "2026-12-27 12:00", "2026-12-28 12:00"


@pytest.fixture
def world():
    return make_deciding_world()


@pytest.fixture
def decision(world):
    return Deciding(world).to_in_force()


def read(world, who: str, url: str, when: str, status: int = 200) -> str:
    with time_machine.travel(at(when), tick=False):
        response = signed_in(getattr(world, who)).get(url, headers=ENGLISH)
    assert response.status_code == status, response.content.decode()[:800]
    return response.content.decode()


def address(world, decision) -> str:
    return f"/desk/ours/open/repair/?unit={world.cinema.unit.pk}&amp;decision={decision.pk}"


def test_the_decision_leads_its_party_there_from_the_first_day_on(world, decision):
    page = f"/desk/ours/{decision.case.number}/"
    early, late = (read(world, "cinema_clerk", page, when) for when in (BEFORE, FROM))
    assert "credit repair from 28 Dec 2026 on" in early
    assert address(world, decision) not in early
    assert address(world, decision) in late


def test_it_is_opened_with_files_and_what_was_wrong_stands_beside_its_field(world, decision):
    url = address(world, decision).replace("&amp;", "&")
    text = read(world, "cinema_clerk", url, FROM)
    assert f'<option value="{decision.pk}" selected>' in text
    assert 'enctype="multipart/form-data"' in text
    said = {"key": "k1", "unit": world.cinema.unit.pk, "decision": decision.pk, "account": "已补兑。"}
    with time_machine.travel(at(FROM), tick=False):
        client = signed_in(world.cinema_clerk)
        refused = client.post("/desk/ours/open/repair/", said, headers=ENGLISH)
        assert refused.status_code == 422
        assert "Please add: Proof that it was done" in refused.content.decode()
        whole = {"attachments_file": upload(), "undertaken": "on", "signed_by": "王经理"}
        done = client.post("/desk/ours/open/repair/", said | whole, headers=ENGLISH)
    assert done.status_code == 302, done.content.decode()[:800]
    assert Repair.objects.get().signed_by == "王经理"


def test_the_rail_does_not_offer_it(world, decision):
    assert "/desk/ours/open/repair/" not in read(world, "cinema_clerk", "/desk/party/", FROM)


def test_bodies_read_each_word_and_the_party_the_result_alone(world, decision):
    repair = Repairing(world, decision).to_words()
    repair.do("say_on_repair", "union_judge", agrees="no", reasons="上月又有投诉。")
    number = repair.case.number
    assert "上月又有投诉。" in read(world, "bureau_judge", f"/desk/cases/{number}/", FROM)
    assert "上月又有投诉。" not in read(world, "cinema_clerk", f"/desk/ours/{number}/", FROM)


def test_the_decision_leads_its_party_to_the_objection_while_it_is_on_the_list(world, decision):
    page = f"/desk/ours/{decision.case.number}/"
    url = f"/desk/ours/open/objection/?unit={world.cinema.unit.pk}&amp;decision={decision.case.number}"
    assert url not in read(world, "cinema_clerk", page, "2026-09-28 12:00")
    decision.time_passes("2026-09-28 12:30")
    assert url in read(world, "cinema_clerk", page, "2026-09-28 13:00")
    opened = read(world, "cinema_clerk", url.replace("&amp;", "&"), "2026-09-28 13:00")
    assert f'<option value="{decision.case.number}" selected>' in opened
    decision.time_passes("2027-04-01 09:00")
    assert url not in read(world, "cinema_clerk", page, "2027-04-01 09:30")


def test_the_decision_lists_what_was_asked_about_it_since_and_the_party_its_own_alone(world, decision):
    publish_all(decision.now)
    repair = Repairing(world, decision, FROM)
    objection = Objecting(world, decision, when=FROM)
    office, party = (f"/desk/{desk}/{decision.case.number}/" for desk in ("cases", "ours"))
    theirs, ours = read(world, "cinema_clerk", party, FROM), read(world, "handler", office, FROM)
    assert f"/desk/ours/{repair.case.number}/" in theirs
    assert objection.case.number not in theirs
    for case in (repair.case, objection.case):
        assert f"/desk/cases/{case.number}/" in ours
