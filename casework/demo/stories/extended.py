"""A union asks for more time for its members' vouchers: decided in part, with the association, with the platform. And a
member asks for one of their own."""

from __future__ import annotations

from django.utils import timezone

from casework.parties.models import Campaign, Unit
from casework.vouchers.lists import read_text
from casework.vouchers.money import fen_of
from casework.vouchers.requests.asking_forms import mark_of, vouchers_of

from ..people import GAO, LIN, ZHU
from ..script import COMPLAINANT, PLATFORM, Step, Story, does, example_phone


def platform() -> int:
    return Unit.objects.get(name=PLATFORM).pk


def campaign() -> Campaign:
    """The one whose vouchers end first: it has run for as long as any story reaches back."""
    return Campaign.objects.filter(redeem_until__gte=timezone.localdate()).earliest("starts_on")


def asked_by_a_member(when: str, *steps: Step, number: str, who: tuple[str, int], why: str) -> Story:
    """who: name, and last three digits of an example phone."""

    def seen_back() -> str:
        one = campaign()
        return mark_of(platform(), vouchers_of(read_text(number).vouchers, fen_of(one.face_value), one.ends_on))

    details = {
        "platform": platform,
        "number": number,
        "face_value": lambda: str(campaign().face_value),
        "expires_on": lambda: campaign().ends_on.isoformat(),
        "why": why,
        "name": who[0],
        "phone": example_phone(who[1]),
        "seen_back": seen_back,
    }
    return Story(Step(when, COMPLAINANT, "ask_for_vouchers", details), steps, kind="extension")


def asked(when: str, *steps: Step, numbers: str, why: str) -> Story:
    listed = read_text(numbers).vouchers

    def seen_back() -> str:
        one = campaign()
        return mark_of(platform(), vouchers_of(listed, fen_of(one.face_value), one.ends_on))

    details = {
        "platform": platform,
        "numbers": numbers,
        "count": len(listed),
        "face_value": lambda: str(campaign().face_value),
        "expires_on": lambda: campaign().ends_on.isoformat(),
        "reason": why,
        "seen_back": seen_back,
    }
    return Story(Step(when, ZHU, "ask_for_vouchers", details), steps, kind="extension")


PARTLY_GRANTED = asked(
    "8 09:20",
    does(
        "7 15:05",
        GAO,
        "confirm_vouchers",
        which="some",
        used="HN26-00217、HN26-00218",
        other_day="HN26-00230",
        note="217、218 号已于上月兑换；230 号是另一批次。",
    ),
    does("6 09:40", LIN, "claim"),
    does(
        "5 10:30",
        LIN,
        "decide_vouchers",
        which="some",
        used="HN26-00217、HN26-00218",
        other_day="HN26-00230",
        explanation="两张已兑换，没有余额可延；HN26-00230 的到期日与申请不同，请核对后另行申请。",
    ),
    numbers="HN26-00201~HN26-00240",
    why="三班轮休，部分职工在到期前排不出时间观影。",
)
TO_BE_DECIDED = asked(
    "3 10:10",
    does("2 11:20", GAO, "confirm_vouchers", which="some", not_found="HN26-00355"),
    numbers="HN26-00351~HN26-00360",
    why="新入职职工的票券发放较晚。",
)
WITH_THE_PLATFORM = asked(
    "1 16:45",
    numbers="HN26-01001~HN26-01200",
    why="设备大修期间全厂停休，二百名职工未能观影。",
)

BY_A_MEMBER = asked_by_a_member(
    "4 20:35",
    does("2 10:05", GAO, "confirm_vouchers", which="all"),
    number="HN26-07731",
    who=("邹小例", 195),
    why="今年住院做了手术，一直没能去影院。",
)

EXTENDED = (PARTLY_GRANTED, TO_BE_DECIDED, WITH_THE_PLATFORM, BY_A_MEMBER)
