"""Who lives in the town, and what they are."""

from __future__ import annotations

from types import SimpleNamespace

from casework.engine.actors import Actor
from casework.parties.models import Membership, Unit
from tests.admissions import applying
from tests.admissions.enrolments import enrolling
from tests.blacklist.deciding import decide_long_ago
from tests.engine.world import make_world
from tests.inspections.world import qualify, two_questions
from tests.parties.factories import make_cinema, make_membership, make_unit, make_user
from tests.vouchers.asking import join_in
from tests.vouchers.holding import put_into_pool

# Who opens cases of the kinds that begin outside.
OPENS = {
    "extension": "union_clerk",
    "screening": "union_clerk",
    "application": "applicant_clerk",
    "enrolment": "platform_clerk",
    "objection": "cinema_clerk",
    "repair": "cinema_clerk",
}


def make_people() -> SimpleNamespace:
    """The world of the engine's tests, and everybody who might try something there."""
    world = make_world()
    bureau = make_unit(Unit.Kind.ORGANISER, name="示例电影局", division="430000")
    world.association.parent = bureau
    world.association.save()
    lead = world.lead.person
    lead.phone = "+8613700137000"
    lead.save(update_fields=["phone"])
    world.both = _person("沈双岗", (world.association, "handler"), (world.association, "lead"))
    world.second_lead = _person("陆二审", (world.association, "lead"))
    # One person, two accounts: she handles under one and leads under the other.
    world.again = _person("唐示范（另一账号）", (world.association, "handler"), phone=lead.phone)
    world.other_cinema = make_cinema(name="示例影城（芦淞店）", code="43029902")
    world.other_clerk = _person("别家经理", (world.other_cinema.unit, "handler"))
    world.bureau_lead = _person("局负责人", (bureau, "lead"))
    world.bureau_handler = _person("局承办人", (bureau, "handler"))
    world.federation = make_unit(Unit.Kind.ORGANISER, name="示例总工会", division="430000")
    world.federation_lead = _person("总工会负责人", (world.federation, "lead"))
    world.federation_handler = _person("总工会承办人", (world.federation, "handler"))
    world.union = _person("工会干部", (make_unit(Unit.Kind.UNION), "handler"))
    prefecture = make_unit(Unit.Kind.UNION, name="株洲市总工会", division="430200")
    world.county = make_unit(Unit.Kind.UNION, name="天元区总工会", division="430211", parent=prefecture)
    world.prefecture_lead = _person("市工会负责人", (prefecture, "lead"))
    world.county_lead = _person("区工会负责人", (world.county, "lead"))
    for name in ("chen", "he"):
        setattr(world, name, _person(f"检查员 {name}", (world.county, "inspector")))
    qualify(world, world.cinema, world.other_cinema)
    join_in(world)
    applying.join_in(world)
    enrolling.join_in(world)
    enrolling.add_new_cinemas(world)
    put_into_pool(world, 1_000_000_000)
    voters = ("federation_lead", "bureau_lead")
    decide_long_ago(world, handler="handler", lead="lead", party="cinema_clerk", voters=voters)
    world.checklist = two_questions()
    world.auditor = _person("审计员", (world.association, "auditor"))
    world.administrator = _person("管理员", (world.association, "administrator"))
    world.stranger = Actor.user(make_user("路人"))
    return world


def _person(name: str, *memberships: tuple[Unit, str], phone: str = "") -> Actor:
    user = make_user(name, phone=phone)
    for unit, role in memberships:
        make_membership(user=user, unit=unit, role=role)
    return Actor.user(user)


def actors_of(world: SimpleNamespace) -> dict[str, Actor]:
    """Everybody with an account, each with their memberships read once."""
    found = {name: value for name, value in vars(world).items() if isinstance(value, Actor)}
    by_user: dict[int, list[Membership]] = {}
    for row in Membership.objects.select_related("unit", "user"):
        by_user.setdefault(row.user_id, []).append(row)
    return {name: Actor.user(actor.person, by_user.get(actor.person.pk, [])) for name, actor in found.items()}
