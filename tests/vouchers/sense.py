"""Details of the acts of this room that make sense, for whoever tries acts at random (tests/engine/property)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from casework.engine.forms import ActForm
from casework.parties.models import Unit
from casework.vouchers.lists import read_text
from casework.vouchers.models import VoucherExtension
from casework.vouchers.requests.asking_forms import mark_of, vouchers_of
from tests.engine.property.files import waiting_file

from .balancing import NOTHING_LEFT, UNIONS
from .balancing import declared as said

Pick = Callable[[Sequence[Any]], Any]
# Three months on is a Sunday of a year that nobody has announced yet, and then in the middle of a holiday.
MOVES = "2026-11-07"


def asked(form: ActForm, pick: Pick) -> dict[str, Any]:
    """Three vouchers that nobody has named before."""
    first = 10_001 + VoucherExtension.objects.count()
    said = {
        "platform": Unit.objects.get(name="示例平台").pk,
        "numbers": f"{first}~{first + 2}",
        "count": 3,
        "face_value": "200",
        "expires_on": MOVES,
        "reason": "工期紧。",
    }
    listed = read_text(said["numbers"]).vouchers
    return said | {"seen_back": mark_of(said["platform"], vouchers_of(listed, 20_000, dt.date.fromisoformat(MOVES)))}


def asked_for_one(form: ActForm, pick: Pick) -> dict[str, Any]:
    """A voucher of a member's that nobody has named before."""
    said = {
        "platform": Unit.objects.get(name="示例平台").pk,
        "number": f"{20_001 + VoucherExtension.objects.count()}",
        "face_value": "200",
        "expires_on": MOVES,
        "why": "住院两个月。",
        "name": "林女士",
        "phone": pick(("13800138000", "13900139000")),
        "email": pick(("", "lin@example.com")),
    }
    listed = read_text(said["number"]).vouchers
    return said | {"seen_back": mark_of(said["platform"], vouchers_of(listed, 20_000, dt.date.fromisoformat(MOVES)))}


def named(form: ActForm, pick: Pick) -> dict[str, Any]:
    """Nothing against any, or against one of them."""
    numbers = list(form.case.vouchers.values_list("number", flat=True)) if form.case.pk else []
    words = {"note": "已核对。", "explanation": "平台显示已核销。"}
    if len(numbers) == 1:
        return words | {"which": pick(("all", "used"))}
    some = pick(({}, {"used": numbers[0]}, {"other": numbers[-1]})) if numbers else {}
    return words | some | {"which": "some" if some else "all"}


def proposed(form: ActForm, pick: Pick) -> dict[str, Any]:
    """Some days from now, in a cinema of this world."""
    day = form.now.date() + dt.timedelta(days=pick((3, 6)))
    said = {"film": "示例长空", "seats": 120, "cost": pick(("3000", "4800.50")), "answer": "可以。"}
    where = {"cinema": form.fields["cinema"].queryset[0].pk, "day": day.isoformat(), "hour": "19:30"}
    return said | where | {"purpose": "一线职工。"}


def reported(form: ActForm, pick: Pick) -> dict[str, Any]:
    photo = [str(waiting_file(form.actor, form.now).pk)]
    came = pick(({"attendance": 0, "spent": "0"}, {"attendance": 118, "spent": "2875.50"}))
    return {"account": "秩序良好。", "publishable": True, "attachments": photo} | came


def corrected(form: ActForm, pick: Pick) -> dict[str, Any]:
    return {"spent": "0", "found": "影院证实没有这一场。"}


def declared(form: ActForm, pick: Pick) -> dict[str, Any]:
    """Twelve vouchers of two unions, or one more, or none."""
    more = pick(
        ({}, {"unions": f"{UNIONS}\n示例印刷厂工会，1，200.00", "count": 13, "amount": "2550.00"}, NOTHING_LEFT)
    )
    return said(explanation="已逐张核对。") | more


def seen(form: ActForm, pick: Pick) -> dict[str, Any]:
    """Of the declaration that there is."""
    return {"round": getattr(form.case, "round", 0), "reason": "与售出数不符。"}


WHOLE: Mapping[str, Callable[[ActForm, Pick], dict[str, Any]]] = {
    "ConfirmBalanceForm": seen,
    "DeclareBalanceForm": declared,
    "ReturnBalanceForm": seen,
    "MemberForm": asked_for_one,
    "VouchersForm": asked,
    "ConfirmForm": named,
    "DecideForm": named,
    "ScreeningForm": proposed,
    "AmendedForm": proposed,
    "HeldForm": reported,
    "CorrectForm": corrected,
}
