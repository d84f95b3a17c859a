"""A plan and its draw: who may what, and that nobody could choose the result (issue 7 §2; LAW §5)."""

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from casework.engine import access, door, tick
from casework.engine.actors import Actor
from casework.engine.errors import NotFound, Refused
from casework.engine.models import CaseLink, FollowUp
from casework.parties.models import Unit
from inspections import drawing, pool
from inspections.models import Draw, DrawnInspector, Inspection, Interest, Plan
from tests.engine.world import at, key
from tests.parties.factories import make_membership, make_unit

from .world import Round, Steps, Visit, make_field_world, more_cinemas, planned

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def world():
    return make_field_world()


def test_whoever_drafts_does_not_approve_and_whoever_counts_does_not_enter_the_digits(world):
    plan = Round(world)
    plan.do("submit_plan", "handler")
    with pytest.raises(Refused):
        plan.do("approve_plan", "handler")
    plan.do("return_plan", "lead", reason="期限太短。")
    plan.do("revise_plan", "handler", **planned(world, last_day="2026-11-06"))
    plan.do("submit_plan", "handler")
    plan.do("approve_plan", "lead")
    plan.do("take_snapshot", "handler")
    with pytest.raises(Refused):
        plan.do("draw_lots", "handler", digits="123456", digits_from="骰子")
    plan.do("draw_lots", "lead", digits="123456", digits_from="骰子")
    assert plan.case.state == "drawn"


def test_the_hashes_stand_in_the_record_before_anybody_could_know_the_result(world):
    plan = Round(world).to_drawn()
    facts = {event["name"]: event["facts"] for event in plan.case.history}
    draw = Draw.objects.get()
    assert facts["approve_plan"]["secret_hash"] == drawing.hash_of(draw.secret)
    assert facts["take_snapshot"]["snapshot_hash"] == drawing.hash_of(drawing.canonical(draw.snapshot))
    names = [event["name"] for event in plan.case.history]
    assert names.index("approve_plan") < names.index("take_snapshot") < names.index("draw_lots")


def test_each_unit_drawn_becomes_an_inspection_of_its_county_with_the_inspectors_drawn(world):
    plan = Round(world, percent=100).to_drawn()
    (inspection,) = plan.inspections
    assert (inspection.unit, inspection.field_unit) == (world.cinema.unit, world.county)
    assert (inspection.handler, inspection.visit_by) == (world.handler.person, dt.date(2026, 10, 30))
    drawn = set(DrawnInspector.objects.values_list("user", flat=True))
    assert drawn == {world.chen.person.pk, world.he.person.pk}


def test_a_share_is_rounded_up_in_each_prefecture_and_a_number_overrules_it(world):
    more_cinemas(world, 24)
    make_unit(Unit.Kind.UNION, name="湘潭市总工会", division="430300")
    more_cinemas(world, 5, "430302")
    plan = Round(world, numbers="湘潭 2").to_approved()
    plan.do("take_snapshot", "handler")
    # 25 in Zhuzhou, with the world's own.
    assert plan.case.draw.snapshot["counts"] == {"430200": 3, "430300": 2}


def test_what_is_excluded_is_never_in_the_snapshot(world):
    cinemas = more_cinemas(world, 4)
    out = cinemas[0].unit
    plan = Round(world, excluded=[out.pk], excluded_because="停业装修。").to_approved()
    plan.do("take_snapshot", "handler")
    assert out.pk not in {unit["unit"] for unit in plan.case.draw.snapshot["units"]}
    assert len(plan.case.draw.snapshot["units"]) == 4


def test_nobody_is_drawn_to_inspect_where_they_have_an_interest(world):
    Interest.objects.create(user=world.chen.person, unit=world.cinema.unit, reason="亲属", since=dt.date(2026, 1, 1))
    snapshot = pool.snapshot(Plan.objects.get(pk=Round(world).pk))
    (unit,) = snapshot["units"]
    assert world.chen.person.pk not in unit["inspectors"]


def test_with_fewer_than_two_of_their_own_those_of_the_unit_above_are_drawn_from_too(world):
    above = make_membership(unit=world.prefecture, role="inspector").user
    more_cinemas(world, 1)
    snapshot = pool.snapshot(Plan.objects.get(pk=Round(world).pk))
    of_neighbour = next(unit for unit in snapshot["units"] if unit["field"] == world.neighbour.pk)
    assert of_neighbour["inspectors"] == [world.deng.person.pk, above.pk]


def test_anybody_makes_a_draw_again_with_the_lines_of_the_documentation(world, client, tmp_path, monkeypatch):
    more_cinemas(world, 30)
    plan = Round(world, percent=20).to_drawn()
    with time_machine.travel("2026-10-31 09:00+08:00"):
        data = client.get(f"/inspections/draws/{plan.case.number}/1.json").content
    (tmp_path / "1.json").write_bytes(data)
    monkeypatch.chdir(tmp_path)
    lines = re.search(r"```python\n(.*?)```", (ROOT / "docs/draws.md").read_text(), re.DOTALL)[1]
    exec(lines, {})
    (tmp_path / "1.json").write_bytes(data.replace(plan.case.draw.digits.encode(), b"000000"))
    with pytest.raises(AssertionError):
        exec(lines, {})


def test_the_public_sees_what_binds_the_draw_at_once_and_who_was_drawn_when_it_is_over(world, client):
    more_cinemas(world, 3)
    plan = Round(world, percent=50).to_drawn()
    url, draw = f"/inspections/draws/{plan.case.number}/", plan.case.draw
    names = [inspection.unit.name for inspection in plan.inspections]
    with time_machine.travel("2026-10-30 20:00+08:00"):
        page = client.get(url).content.decode()
        assert draw.secret_hash in page
        assert draw.snapshot_hash in page
        assert draw.secret not in page + client.get(f"{url}1.json").content.decode()
        assert not any(name in page for name in names)
    with time_machine.travel("2026-10-31 00:01+08:00"):
        page = client.get(url).content.decode()
        assert draw.secret in page
        assert all(name in page for name in names)
        assert world.chen.person.name not in page


def test_over_many_seeds_every_unit_is_drawn_equally_often():
    """Chi-square over 2,000 draws of 5 of 50: with 49 degrees of freedom, 85.35 is exceeded once in a thousand."""
    units = [{"code": f"43{n:06d}", "prefecture": "430100", "inspectors": [1, 2, 3]} for n in range(50)]
    snapshot = {"units": units, "counts": {"430100": 5}}
    drawn = Counter()
    for number in range(2000):
        drawn.update(row["code"] for row in drawing.draw(snapshot, drawing.seed_of("secret", f"{number:06d}")))
    expected = 2000 * 5 / 50
    assert sum((drawn[unit["code"]] - expected) ** 2 / expected for unit in units) < 85.35


def test_the_command_verifies_a_stored_draw_and_finds_what_was_changed(world, capsys):
    plan = Round(world, percent=100).to_drawn()
    call_command("verify_draw", plan.case.number)
    assert "is what comes of it" in capsys.readouterr().out
    draw = Draw.objects.get()
    draw.snapshot["units"][0]["code"] = "43029999"
    draw.save()
    with pytest.raises(CommandError, match="snapshot"):
        call_command("verify_draw", plan.case.number)


def test_drawn_again_both_draws_stay_and_the_first_ones_inspections_are_recalled(world):
    more_cinemas(world, 3)
    plan = Round(world, percent=50).to_drawn()
    first = plan.inspections
    plan.do("redraw", "lead", reason="名单漏了一家。")
    assert {inspection.state for inspection in plan.inspections} == {"cancelled"}
    plan.do("take_snapshot", "handler")
    plan.do("draw_lots", "lead", digits="998877", digits_from="骰子")
    assert [draw.number for draw in plan.case.draw_list] == [1, 2]
    assert plan.case.draw_list[0].voided_at is not None
    assert len(plan.inspections) == 2 * len(first)


def test_a_draw_by_which_somebody_was_inspected_is_not_made_void(world):
    plan = Round(world, percent=100).to_drawn()
    visit = Steps(world, plan.inspections[0].pk, plan.now)
    visit.do("take_on", "county_lead")
    people = [world.chen.person.pk, world.he.person.pk]
    visit.do("arrange", "county_lead", inspectors=people, visit_on="2026-10-12")
    visit.do("start_visit", "chen")
    with pytest.raises(Refused, match="already"):
        plan.do("redraw", "lead", reason="…")


def test_the_plan_is_over_when_its_last_inspection_is(world):
    more_cinemas(world, 1)
    plan = Round(world, percent=100).to_drawn()
    one, two = plan.inspections
    for inspection in (one, two):
        Steps(world, inspection.pk, plan.now).do("recall", "handler", reason="不再需要。")
        if inspection is one:
            assert plan.case.state == "drawn"
    assert plan.case.state == "closed"
    names = [event["name"] for event in plan.case.history][-2:]
    assert names == ["count_inspection", "close_plan"]
    assert not CaseLink.objects.filter(ended_at=None).exists()


def test_hundreds_of_inspections_are_opened_by_the_clock_and_nobody_waits_for_them(world):
    more_cinemas(world, 29)
    plan = Round(world, percent=100).to_drawn()
    assert Inspection.objects.count() == door.KEPT_AT_ONCE
    with pytest.raises(Refused, match="still being given out"):
        plan.do("redraw", "lead", reason="…")
    assert tick.keep_promises() == 10
    assert Inspection.objects.count() == 30
    assert not FollowUp.objects.exclude(refused="").exists()


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"last_day": "2026-10-31"}, "last_day", "no working day"),
        ({"last_day": "2026-10-08", "first_day": "2026-10-09"}, "last_day", "before the first"),
        ({"nature": "administrative"}, "nature", "film authority"),
        ({"numbers": "火星 3"}, "numbers", "not understood"),
        ({"percent": 0}, "percent", "greater than or equal to 1"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_beside_its_field(world, changes, field, reason):
    with pytest.raises(Refused) as refused:
        Round(world, **changes)
    assert reason in " ".join(refused.value.fields[field])


def test_the_film_authority_plans_administrative_inspections_and_says_on_what_ground(world):
    office = make_unit(Unit.Kind.FILM_OFFICE, name="株洲市电影主管部门", division="430200")
    county = make_unit(Unit.Kind.FILM_OFFICE, name="天元区电影主管部门", division="430211", parent=office)
    handler = Actor.user(make_membership(unit=office, role="handler").user)
    said = planned(world, nature="administrative", percent=100)
    with pytest.raises(Refused) as refused:
        door.open_case("plan", by=handler, key=key(), at=at("2026-10-08 10:00"), **said)
    assert set(refused.value.fields) == {"approval_no", "legal_basis", "yearly_cap"}
    more = {"approval_no": "株影检〔2026〕3号", "legal_basis": "《电影产业促进法》第四十六条", "yearly_cap": 1}
    plan = door.open_case("plan", by=handler, key=key(), at=at("2026-10-08 10:00"), **(said | more)).case
    assert pool.snapshot(plan)["units"][0]["field"] == county.pk


def test_an_administrative_round_is_walked_by_film_offices_alone(world):
    """The office that planned it stands for the association, the local film office for the union (issue 7 §2)."""
    bureau = make_unit(Unit.Kind.FILM_OFFICE, name="株洲市电影局", division="430200")
    local = make_unit(Unit.Kind.FILM_OFFICE, name="天元区电影管理办公室", division="430211", parent=bureau)
    for name, unit, role in (
        ("planner", bureau, "handler"),
        ("approver", bureau, "lead"),
        ("local_lead", local, "lead"),
        ("fan", local, "inspector"),
        ("li", local, "inspector"),
    ):
        setattr(world, name, Actor.user(make_membership(unit=unit, role=role).user))
    ground = {"approval_no": "湘影检〔2026〕7号", "legal_basis": "电影产业促进法第四十六条", "yearly_cap": 2}
    said = planned(world, nature="administrative", percent=100, **ground)
    done = door.open_case("plan", by=world.planner, key=key(), at=at("2026-10-08 10:00"), **said)
    plan = Steps(world, done.case.pk, at("2026-10-08 10:00"))
    plan.do("submit_plan", "planner")
    plan.do("approve_plan", "approver")
    plan.do("take_snapshot", "planner")
    plan.do("draw_lots", "approver", digits="073115", digits_from="骰子")
    (inspection,) = Inspection.objects.filter(of_plan=plan.pk)
    visit = Visit.of(world, inspection)
    assert (visit.case.office, visit.case.field_unit) == (bureau, local)
    visit.do("take_on", "local_lead")
    people = [world.fan.person.pk, world.li.person.pk]
    visit.do("arrange", "local_lead", inspectors=people, visit_on="2026-10-12")
    visit.do("start_visit", "fan", when="2026-10-12 10:05")
    report = visit.said(who="fan")
    for one, user in zip(report["report"]["signatures"], people, strict=False):
        one["user"] = user
    visit.do("report_visit", "fan", when="2026-10-12 10:50", **report)
    with pytest.raises(NotFound):
        visit.do("pass_inspection", "handler")
    visit.do("pass_inspection", "planner")
    assert (visit.case.state, visit.case.result) == ("closed", "in_order")
    for stranger in ("handler", "county_lead", "chen"):
        assert not access.visible_cases(getattr(world, stranger)).filter(pk=visit.pk).exists()
