"""Details of the acts of enrolments that make sense, for whoever tries acts at random (tests/engine/property)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from casework.admissions.enrolments.forms import Fact
from casework.admissions.models import Enrolment
from casework.engine.forms import ActForm
from casework.parties.models import Campaign, Platform, Qualification, Unit

from .enrolling import COUNTY, SIGNED

Pick = Callable[[Sequence[Any]], Any]


def proposed(form: ActForm, pick: Pick) -> dict[str, Any]:
    """A cinema that takes part in nothing and is not under way, as long as there is one."""
    cinemas = Unit.objects.filter(kind=Unit.Kind.CINEMA).order_by("pk")
    free = cinemas.exclude(pk__in=Qualification.objects.values("unit"))
    free = free.exclude(pk__in=Enrolment.objects.under_way().values("parties__unit"))
    cinema = pick(list(free) or list(cinemas))
    terms = pick(({}, {"procedure": "扫码出票。", "settlement_days": 30}))
    return {"campaign": Campaign.objects.get().pk, "cinema": cinema.pk, **terms}


def stated(form: ActForm, pick: Pick) -> dict[str, Any]:
    pk = Platform.objects.order_by("pk").first().pk
    own = {"county": COUNTY, "address": "示例路 1 号", "duty_manager": "蒋小例", "duty_phone": "0731-0000 0101"}
    terms = {f"takes_{pk}": True, f"procedure_{pk}": "扫码出票。", f"days_{pk}": pick((7, 30))}
    return own | {"extension_channel": pick(("到服务台登记。", "请找购券平台。"))} | terms | SIGNED


def checked(form: ActForm, pick: Pick) -> dict[str, Any]:
    wrong = [pick(Fact.values)]
    return pick(({"holds": "all"}, {"holds": "some", "wrong": wrong, "remarks": "与实际不符。"}))


WHOLE: Mapping[str, Callable[[ActForm, Pick], dict[str, Any]]] = {
    "EnrolForm": proposed,
    "EnrolmentForm": stated,
    "StatementForm": stated,
    "CheckFactsForm": checked,
}
