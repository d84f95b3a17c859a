"""A small world for tests of cases: an association with people, a cinema, a platform, and the steps of a complaint."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from casework import engine  # noqa: F401
from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.attachments.store import store
from casework.engine.models import Case
from casework.engine.tick import tick
from casework.parties.models import Unit
from tests.parties.factories import make_campaign, make_cinema, make_membership, make_platform, make_unit, make_user

SHANGHAI = ZoneInfo("Asia/Shanghai")
_keys = itertools.count(1)


def at(text: str) -> dt.datetime:
    """A moment in Shanghai: "2026-09-28 20:14"."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def key() -> str:
    return f"key-{next(_keys)}"


def make_world() -> SimpleNamespace:
    """An association with a handler, a second handler and a lead; a cinema and a platform with one person each."""
    world = SimpleNamespace(campaign=make_campaign(year=2026))
    world.association = make_unit(Unit.Kind.ASSOCIATION, name="湖南省电影行业协会", division="430000")
    world.cinema = make_cinema(name="示例影城（天元店）", code="43029901")
    world.platform = make_platform(name="示例平台")
    people = {
        "handler": ("林小例", world.association, "handler"),
        "colleague": ("周小样", world.association, "handler"),
        "lead": ("唐示范", world.association, "lead"),
        "cinema_clerk": ("值班经理", world.cinema.unit, "handler"),
        "platform_clerk": ("客服主管", world.platform.unit, "handler"),
    }
    for name, (shown, unit, role) in people.items():
        user = make_user(shown)
        make_membership(user=user, unit=unit, role=role)
        setattr(world, name, Actor.user(user))
    return world


def filing(world: SimpleNamespace, **changes: Any) -> dict[str, Any]:
    """Details of a complete complaint against the cinema and the platform."""
    said = {
        "category": "refused_redemption",
        "at_the_cinema": "no",
        "cinema": world.cinema.pk,
        "platform": world.platform.pk,
        "happened_on": "2026-09-26",
        "happened_at": "19:30",
        "story": "买了两张 19:50 的票，售票员说今天人多，系统不收券，要看就付现金 45 元。",
        "wish": "补兑两张票，并说明原因",
        "name": "林女士",
        "phone": "13800138000",
    }
    return said | changes


class Line:
    """A complaint walked through its stages, each step at a moment of its own."""

    def __init__(self, world: SimpleNamespace, start: str = "2026-09-28 20:14", **changes: Any) -> None:
        self.world, self.now = world, at(start)
        done = door.open_case("complaint", by=Actor.filer(), key=key(), at=self.now, **filing(world, **changes))
        self.pk = done.case.pk
        self.complainant = Actor.seat(self.pk, "complainant")

    @property
    def case(self) -> Any:
        return door.load(self.pk)

    def do(self, act: str, who: str | Actor, *, when: str | None = None, seen: int | None = None, **details: Any):
        """One act by a person of the world, on the case's present version unless `seen` says otherwise."""
        self.now = at(when) if when else self.now + dt.timedelta(minutes=5)
        actor = getattr(self, who, None) or getattr(self.world, who) if isinstance(who, str) else who
        if seen is None:
            seen = Case.objects.values_list("version", flat=True).get(pk=self.pk)
        return door.perform(self.pk, act, by=actor, key=key(), seen=seen, at=self.now, **details)

    def to_investigating(self) -> Line:
        self.do("claim", "handler")
        self.do("accept", "handler", when="2026-09-29 10:18")
        self.do("request_answers", "handler", cinema="请说明 9 月 26 日晚的情况。", platform="请提供当晚的系统日志。")
        return self

    def to_answered(self) -> Line:
        self.to_investigating()
        self.do("answer", "platform_clerk", admits="no", account="系统当晚正常。", when="2026-10-12 16:02")
        self.do("answer", "cinema_clerk", admits="partly", account="当晚兑换机断网。", offers=["redeem"])
        return self

    def to_proposed(self, **changes: Any) -> Line:
        self.to_answered()
        said = {
            "finding": "upheld",
            "facts_found": "影院以系统不收券为由拒绝兑换两张有效票券。",
            "evidence": ["account"],
            "rule": "R33",
            "remedy_by": "cinema",
            "remedy": "补兑两张票并书面说明。",
        }
        self.do("propose", "handler", **(said | changes))
        return self

    def to_decided(self, **changes: Any) -> Line:
        self.to_proposed(**changes)
        self.do("approve", "lead")
        return self

    def to_verified(self) -> Line:
        """The remedy is reported and verified; the complainant is asked whether it arrived."""
        self.to_decided()
        self.do("report_remedy", "cinema_clerk", account="已补兑。", attachments=[make_file(self)])
        self.do("confirm_remedy", "handler")
        return self

    def to_closed(self) -> Line:
        self.to_verified()
        self.do("confirm_received", "complainant")
        return self

    def looks(self, when: str | None = None) -> Line:
        """The complainant opens the page."""
        self.do("be_reached", "complainant", when=when, way="page")
        return self

    def ticks(self, when: str) -> Line:
        self.now = at(when)
        tick(self.now)
        return self


def make_file(line: Line, actor: Actor | None = None) -> str:
    """A photo that this actor (the cinema's, unless said) has stored and not sent yet; its id."""
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(data, "JPEG")
    upload = SimpleUploadedFile("proof.jpg", data.getvalue(), content_type="image/jpeg")
    return str(store(upload=upload, uploader=(actor or line.world.cinema_clerk).uploader).pk)
