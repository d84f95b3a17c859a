"""How long a case keeps what was said in it: masked after one year, erased after three (LAW §9; PIPL 19, 47; P56)."""

import datetime as dt

import pytest
from django.core.management import call_command

from casework.engine import present
from casework.engine.actors import CLOCK_ACTOR
from casework.engine.errors import Refused
from casework.engine.models import Attachment, Case, ContactDetails, EventText, Receipt
from casework.engine.record import verify
from casework.engine.retention import years_after
from casework.engine.tick import tick
from casework.parties.models import Campaign
from complaints.models import AnswerRequest
from notifications import outside
from tests.complaints import rights

from .world import Line, at, make_world

pytestmark = pytest.mark.django_db
EMAIL = "lin.example@example.org"
# `to_closed` ends on this day.
CLOSED_ON = "2026-10-12"


@pytest.fixture
def world():
    return make_world()


def closed(world, **changes) -> Line:
    return Line(world, email=EMAIL, **changes).to_closed()


def looked_at(when: str) -> None:
    """The clock comes by every 30 days; here only at the end."""
    Case.objects.filter(forget_at__isnull=False).update(forget_at=at(when))
    tick(at(when))


def names(line: Line) -> list[str]:
    return list(line.case.events.values_list("name", flat=True))


def contact(line: Line) -> ContactDetails:
    return ContactDetails.objects.get(case=line.pk)


def test_a_year_after_it_ended_the_complainant_can_be_recognised_and_not_reached(world):
    line = closed(world)
    looked_at("2027-10-12 00:00")
    assert contact(line).name == "林女士", "not yet: it ended later that day"
    looked_at("2027-10-13 00:00")
    masked = contact(line)
    assert (masked.name, masked.phone, masked.email) == ("林**", "+86138****8000", "l***@example.org")
    assert outside.contacts([line.complainant.address]) == {}, "nothing is sent to what only looks like an address"
    assert line.case.kept == "masked"


def test_three_years_after_it_ended_only_that_there_was_a_case_is_left(world):
    line = closed(world)
    looked_at("2027-10-13 00:00")
    looked_at("2029-10-13 00:00")
    gone = contact(line)
    assert (gone.name, gone.phone, gone.phone_digest, gone.email) == ("", "", "", "")
    assert not EventText.objects.filter(event__case=line.pk).exists()
    assert not Attachment.objects.filter(case=line.pk).exists()
    assert set(AnswerRequest.objects.values_list("account", flat=True)) == {""}
    assert not Receipt.objects.filter(case=line.pk).exclude(event__name="erase_data").exists()
    case = line.case
    assert (case.kept, case.state, case.finding, case.happened_on) == (
        "erased",
        "closed",
        "upheld",
        dt.date(2026, 9, 26),
    )


def test_the_record_verifies_after_both_and_says_when_they_were(world):
    line = closed(world)
    looked_at("2027-10-13 00:00")
    looked_at("2029-10-13 00:00")
    assert verify([line.case]) == []
    assert names(line)[-2:] == ["mask_data", "erase_data"]
    call_command("check_invariants")


def test_it_happens_once(world):
    line = closed(world)
    for when in ("2027-10-13", "2027-11-13", "2028-11-13", "2029-10-13", "2029-12-13", "2035-01-01"):
        looked_at(f"{when} 00:00")
    assert names(line).count("mask_data") == names(line).count("erase_data") == 1
    assert line.case.forget_at is None, "no tick need look at it any more"


def test_the_clock_looks_every_thirty_days_so_that_a_figure_that_was_shortened_is_heeded(world):
    line = closed(world)
    Campaign.objects.update(mask_years=1, erase_years=2)
    for month in range(26):
        tick(at(CLOSED_ON + " 23:00") + dt.timedelta(days=31 * (month + 1)))
    erased = line.case.events.get(name="erase_data").at
    assert at("2028-10-12 00:00") < erased < at("2028-12-15 00:00")


def test_an_open_case_keeps_everything_however_old(world):
    line = Line(world).to_answered()
    tick(at("2031-01-01 00:00"))
    assert line.case.kept == ""
    assert line.case.forget_at is None
    with pytest.raises(Refused):
        line.do("erase_data", CLOCK_ACTOR, when="2031-01-01 00:00")


def test_a_case_that_is_looked_at_again_is_kept_and_counted_from_its_new_end(world):
    line = Line(world, email=EMAIL)
    rights.decided_by_others(line)
    line.do("contest", "complainant", reason="不同意。", when="2026-11-20 10:00")
    assert line.case.is_open
    assert line.case.forget_at is None


def test_what_a_party_says_after_the_end_moves_it(world):
    """P56: not erased the day after new words came."""
    line = closed(world).looks()
    line.do("rate", "complainant", stars=5, words="谢谢。", when="2026-10-26 10:00")
    looked_at("2027-10-26 00:00")
    assert line.case.kept == ""
    looked_at("2027-10-27 00:00")
    assert line.case.kept == "masked"


def test_a_case_that_an_open_one_needs_waits_for_it(world):
    leading = Line(world)
    leading.do("claim", "handler")
    line = Line(world, phone="13900139000")
    line.do("claim", "handler")
    line.do("accept", "handler")
    line.do("join", "handler", leading=leading.pk, reason="同一场次。")
    line.do("withdraw", "complainant", reason="算了。")
    looked_at("2030-01-01 00:00")
    assert line.case.kept == "", "the leading case is still open"
    leading.do("withdraw", "complainant", reason="算了。", when="2030-01-02 09:00")
    looked_at("2030-02-02 00:00")
    assert line.case.kept == "erased"
    assert leading.case.kept == ""


def test_a_hold_keeps_everything_until_it_is_released(world):
    line = closed(world)
    line.do("hold_data", "lead", reason="法院调取。", when="2027-01-05 10:00")
    looked_at("2030-01-01 00:00")
    tick(at("2030-01-01 00:00"))
    assert line.case.kept == ""
    assert contact(line).name == "林女士"
    line.do("release_hold", "lead", reason="案件已结。", when="2030-01-02 10:00")
    tick(at("2030-01-02 10:01"))
    assert line.case.kept == "erased"


def test_only_a_lead_holds_and_with_a_reason_that_colleagues_read_and_the_complainant_does_not(world):
    line = closed(world)
    with pytest.raises(Refused):
        line.do("hold_data", "handler", reason="我想留着。")
    with pytest.raises(Refused) as refused:
        line.do("hold_data", "lead", reason="")
    assert "reason" in refused.value.fields
    line.do("hold_data", "lead", reason="法院调取。")
    office, theirs = (present.view(who, line.case).timeline[0] for who in (world.colleague, line.complainant))
    assert office.words
    assert not theirs.words
    assert "更久" in theirs.public


def test_also_a_withdrawn_case_can_be_held_though_nothing_else_can_be_done_in_it(world):
    line = Line(world)
    line.do("withdraw", "complainant", reason="已解决。")
    line.do("hold_data", "lead", reason="法院调取。")
    assert [offer.act.name for offer in present.view(world.lead, line.case).offers if offer.open] == ["release_hold"]


def test_whoever_filed_without_a_name_has_nothing_to_mask(world):
    line = Line(world)
    ContactDetails.objects.filter(case=line.pk).update(name="", phone="", email="", address="")
    line.do("withdraw", "complainant", reason="算了。")
    looked_at("2027-12-01 00:00")
    assert "mask_data" not in names(line)
    looked_at("2029-12-01 00:00")
    assert "erase_data" in names(line)


def test_papers_of_a_person_go_with_the_first_year(world):
    """R21: deleted by retention; here before everything else."""
    line = closed(world)
    proof = Attachment.objects.filter(case=line.pk).first()
    Attachment.objects.filter(pk=proof.pk).update(sensitive=True)
    looked_at("2027-10-13 00:00")
    assert not Attachment.objects.filter(pk=proof.pk).exists()


def test_a_look_at_what_is_sealed_is_recorded_after_the_end_too(world):
    """Investigators open originals of closed and withdrawn cases; the look must not be refused, nor go unrecorded."""
    from casework.engine import looks

    line = Line(world)
    line.do("withdraw", "complainant", reason="算了。")
    assert looks.contact_details(world.handler, line.case).name == "林女士"
    assert names(line)[-1] == "look"


def test_29_february_has_its_day_in_every_year():
    assert years_after(at("2028-02-29 10:00"), 1) == at("2029-03-01 10:00")
    assert years_after(at("2028-02-28 10:00"), 3) == at("2031-02-28 10:00")
