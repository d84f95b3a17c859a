"""What only the film authority may punish is referred to it, and its result recorded with its number (LAW §0)."""

import pytest

from blacklist.models import Measure, Referral
from casework.engine.errors import Refused

from .deciding import Deciding, make_deciding_world

pytestmark = pytest.mark.django_db
BOX_OFFICE = "虚假排场，涉嫌违反电影产业促进法第三十四条。"


@pytest.fixture
def world():
    return make_deciding_world()


def refer(decision) -> Referral:
    said = {"authority": "湖南省电影局", "grounds": BOX_OFFICE, "attachments": decision.proof()}
    decision.do("refer", "handler", **said)
    return decision.case.referrals.latest("pk")


def test_it_goes_with_its_evidence_and_decides_nothing_itself(world):
    decision = Deciding(world, violation="box_office").to_in_force()
    with pytest.raises(Refused) as refused:
        decision.do("refer", "handler", authority="湖南省电影局", grounds=BOX_OFFICE)
    assert set(refused.value.fields) == {"attachments"}
    before = list(Measure.objects.values_list("kind", "agreed", "starts", "ends"))
    refer(decision)
    assert list(Measure.objects.values_list("kind", "agreed", "starts", "ends")) == before
    assert decision.case.state == "in_force"


def test_a_penalty_of_the_authority_is_recorded_with_its_number(world):
    decision = Deciding(world, violation="box_office").to_in_force()
    row = refer(decision)
    with pytest.raises(Refused) as refused:
        decision.do("record_authority", "handler", referral=row.pk, result="penalty")
    assert set(refused.value.fields) == {"number"}
    decision.do("record_authority", "handler", referral=row.pk, result="penalty", number="湘影罚字〔2026〕3号")
    row.refresh_from_db()
    assert (row.result, row.number) == ("penalty", "湘影罚字〔2026〕3号")
    with pytest.raises(Refused):
        decision.do("record_authority", "handler", referral=row.pk, result="none")


def test_the_handler_alone_refers(world):
    decision = Deciding(world, violation="box_office").to_in_force()
    with pytest.raises(Refused):
        decision.do("refer", "colleague", authority="湖南省电影局", grounds=BOX_OFFICE, attachments=decision.proof())
