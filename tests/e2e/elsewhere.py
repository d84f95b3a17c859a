"""Another process on the same data: what a colleague, a cinema or the clock does while a story's browsers are open.

Run by `installation.Elsewhere` as `python -m tests.e2e.elsewhere`: one call a line as JSON, one answer a line. Nothing
here touches a case but through the engine's door.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import traceback
import uuid
from typing import Any

import django

from casework.house.loading import loading

if __name__ == "__main__":
    with loading():
        django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from casework.demo.applicants import seed_applicants
from casework.demo.former import seed_former_campaign, seed_other_platform
from casework.demo.moments import Moments
from casework.demo.people import seat_people
from casework.engine import door, seats
from casework.engine.actors import Actor
from casework.engine.attachments.store import store
from casework.engine.codes import access_code
from casework.engine.models import Case, Clock, ContactDetails, Event
from casework.engine.tick import tick
from casework.parties.models import Cinema, Membership, Platform, User
from casework.parties.seed import seed_organisations
from casework.vouchers.models import UnusedBalance
from notifications.selectors import news_since
from tests.admissions.register import write_register
from tests.e2e import field, listing, money
from tests.e2e.pictures import photo

CINEMA, PLATFORM = "示例影城（天元店）", "示例平台"
COMPLAINANT = "complainant"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def prepare() -> None:
    """The world of the stories: organisations, campaigns that today is in, the demo's people, and no case."""
    call_command("prepare")
    today = timezone.localdate()
    _seed_campaigns(today)
    seed_applicants()
    seed_other_platform()
    seat_people(today.replace(month=1, day=1))


def prepare_this_year() -> None:
    """The same for a clock that shows another year than when it was prepared."""
    today = timezone.localdate()
    _seed_campaigns(today)
    Membership.objects.update(since=today.replace(month=1, day=1))


def _seed_campaigns(today: dt.date) -> None:
    for year in {today.year, today.year - (today.month < 3)}:
        seed_organisations(campaign_year=year)


def prepare_stages() -> None:
    """A case at every stage, and what stays of one that is over: what a release leaves in flight."""
    from tests.inflight.make import fill

    call_command("prepare")
    fill()


def links() -> dict[str, str]:
    """The signed tracking link of every case whose complainant is still known, by number."""
    contacts = ContactDetails.objects.select_related("case").order_by("case_id")
    return {contact.case.number: seats.sign_link(contact.case_id, contact.code_round) for contact in contacts}


def session_of(username: str) -> str:
    """The session of someone who has signed in with a password."""
    user = User.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


def file(**changes: Any) -> dict[str, str]:
    """A complaint of today against the example cinema and platform: its number, access code and signed link."""
    said = {
        "category": "refused_redemption",
        "at_the_cinema": "no",
        "cinema": Cinema.objects.get(unit__name=CINEMA).pk,
        "platform": Platform.objects.get(unit__name=PLATFORM).pk,
        "happened_on": timezone.localdate().isoformat(),
        "happened_at": "00:10",
        "story": "售票员说今天人多，系统不收券。",
        "wish": "补兑两张票",
        "name": "林女士",
        "phone": "13800138900",
    }
    case = door.open_case("complaint", by=Actor.filer(), key=uuid.uuid4().hex, **(said | changes)).case
    contact = ContactDetails.objects.get(case=case)
    return {
        "number": case.number,
        "code": access_code(contact),
        "link": seats.sign_link(case.pk, contact.code_round),
    }


def act(number: str, name: str, who: str, **details: Any) -> int:
    """One act by a user, or by the case's complainant; the number of its event within the case."""
    case = Case.objects.get(number=number)
    actor = Actor.seat(case, COMPLAINANT) if who == COMPLAINANT else Actor.user(User.objects.get(username=who))
    key = uuid.uuid4().hex
    return door.perform(case.pk, name, by=actor, key=key, seen=case.version, **details).event.seq


def hand_over(number: str, who: str, to: str) -> int:
    """The case goes from one person of the office to another."""
    return act(number, "hand_over", who, to=User.objects.get(username=to).pk)


def photo_of(who: str) -> list[str]:
    """A photo that the user has stored and not sent yet."""
    user = User.objects.get(username=who)
    upload = SimpleUploadedFile("photo.jpg", photo("补兑的两张票"), "image/jpeg")
    return [str(store(upload=upload, uploader=Actor.user(user).uploader).pk)]


def walk(number: str, until: str) -> None:
    """Everybody does their part in turn, up to and with the act `until`: both answers, for "answer"."""
    walk_on(number, until, after="")


def walk_on(number: str, until: str, after: str) -> None:
    """As `walk`, from what follows the act `after`."""
    line = _line()
    first = max((place for place, (name, _who, _details) in enumerate(line) if name == after), default=-1) + 1
    last = max(place for place, (name, _who, _details) in enumerate(line) if name == until)
    for name, who, details in line[first : last + 1]:
        act(number, name, who, **(details() if callable(details) else details))


def _line() -> list[tuple[str, str, Any]]:
    finding = {
        "finding": "upheld",
        "facts_found": "影院拒绝兑换两张有效票券。",
        "evidence": ["account"],
        "rule": "R33",
        "remedy_by": "cinema",
        "remedy": "补兑两张票并书面说明。",
    }
    return [
        ("claim", "lin", {}),
        ("accept", "lin", {}),
        ("request_answers", "lin", {"cinema": "请说明当天的情况。", "platform": "请提供当天的系统日志。"}),
        ("answer", "pingtai", {"admits": "no", "account": "系统当晚正常。"}),
        ("answer", "tianyuan1", {"admits": "partly", "account": "当晚兑换机断网。", "offers": ["redeem"]}),
        ("propose", "lin", finding),
        ("approve", "tang", {}),
        ("report_remedy", "tianyuan1", lambda: {"account": "已补兑。", "attachments": photo_of("tianyuan1")}),
        ("confirm_remedy", "lin", {}),
        ("confirm_received", COMPLAINANT, {}),
    ]


def vouchers_expire() -> str:
    """The campaign before is over, and the clock looks: the number of the example platform's unused balance."""
    campaign = seed_former_campaign(Moments(timezone.now()))
    tick()
    return UnusedBalance.objects.get(campaign=campaign, platform__name=PLATFORM).number


def time_passes(days: int) -> None:
    """What the clock does so many days from now, done today."""
    tick(timezone.now() + dt.timedelta(days=days))


def register_cinemas() -> None:
    """The real register, where it is at hand."""
    write_register()


def notice_ends(number: str) -> None:
    """The last day of a public notice is over now, and the clock looks."""
    now = timezone.now()
    Clock.objects.filter(case__number=number, name="public_notice").update(next_at=now, due_at=now)
    tick(now)


def record(number: str) -> list[str]:
    """The names of all acts in the case's record, in order; that somebody has read them comes when it comes."""
    acts = Event.objects.filter(case__number=number).exclude(name="be_reached")
    return list(acts.order_by("seq").values_list("name", flat=True))


def whole_record(number: str) -> list[str]:
    """The same with who has read what."""
    return list(Event.objects.filter(case__number=number).order_by("seq").values_list("name", flat=True))


def news(username: str) -> dict[str, Any]:
    """What the user is owed: the unread count, and the ids of what a page that knows nothing would be given."""
    found = news_since(f"user:{User.objects.get(username=username).pk}", 0)
    return {"unread": found.unread, "ids": [item["id"] for item in found.items]}


def cases(phrase: str) -> list[str]:
    """Numbers of the complaints whose story has the phrase."""
    filings = Event.objects.filter(name="file").select_related("case", "text")
    return sorted(event.case.number for event in filings if phrase in event.text.values.get("story", ""))


CALLS = {
    name: found
    for module in (globals(), vars(field), vars(listing), vars(money))
    for name, found in module.items()
    if callable(found)
}


def serve() -> None:
    """Answer calls until the other side hangs up."""
    for line in sys.stdin:
        name, args, details = json.loads(line)
        try:
            answer = {"result": CALLS[name](*args, **details)}
        except Exception:
            answer = {"fault": traceback.format_exc()}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
