"""Film, hall and price are asked where a complaint is about price (R10, R13, R42), each of them optional."""

import pytest

from complaints.models import Complaint
from tests.engine.world import at, make_world

from .filing import Phone

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(time_machine):
    time_machine.move_to(at("2026-09-28 20:14"))
    return make_world()


def to_when(world, category: str) -> Phone:
    phone = Phone().begin().say(category=category)
    return phone.say(cinema=world.cinema.pk, platform="")


@pytest.mark.parametrize("category", ["over_price", "surcharge", "top_up_refused"])
def test_hall_fee_and_price_are_asked_and_kept(world, category):
    phone = to_when(world, category)
    phone.say(happened_on="2026-09-26", film="示例长空", hall="special", price_paid="48", service_fee="3")
    phone.say(story="多收了钱。").say().say(name="林女士", phone="13800138000")
    assert phone.at == "check"
    for words in ("示例长空", "特殊影厅", "48"):
        assert words in phone.page
    phone.say("send")
    case = Complaint.objects.get()
    assert (str(case.price_paid), str(case.service_fee), case.hall) == ("48.00", "3.00", "special")


def test_all_of_them_may_be_left_out(world):
    phone = to_when(world, "over_price").say(happened_on="2026-09-26")
    assert phone.at == "story"


def test_a_fee_above_the_price_is_told_beside_its_field(world):
    phone = to_when(world, "over_price").say(happened_on="2026-09-26", price_paid="3", service_fee="48")
    assert phone.at == "when"
    assert 'id="id_service_fee-wrong"' in phone.page


def test_other_complaints_are_not_asked(world):
    assert "hall" not in to_when(world, "refused_redemption").response.context["shown"]
