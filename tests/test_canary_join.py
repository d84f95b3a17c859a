"""The canary in joined cases (issue 5 §1): everything that the two complainants, and those they complain of, can fetch
holds nothing of the other complainant, and a complainant's pages not even the other case's number."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from casework.engine.models import Attachment, Event
from casework.engine.outside import letter
from complaints.evidence import evidence_choices
from notifications.models import Notification
from tests.access import walker
from tests.access.cage import keep
from tests.access.walker import fetch_all, sung
from tests.engine.world import Line, make_world
from tests.portal.browsers import opened

pytestmark = pytest.mark.django_db

LEADING = {
    "story": "金丝雀甲一",
    "wish": "金丝雀甲二",
    "name": "金丝雀甲三",
    "phone": "13900007731",
    "file": "金丝雀甲四",
}
JOINED = {
    "story": "金丝雀乙一",
    "wish": "金丝雀乙二",
    "name": "金丝雀乙三",
    "phone": "13900007732",
    "file": "金丝雀乙四",
}
OFFICE = {"why": "金丝雀丙一并案理由", "left": "金丝雀丙二退出理由"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-10-12 17:00+08:00", tick=False):
        yield


def filed(world, said: dict[str, str]) -> Line:
    line = Line(world, **{name: said[name] for name in ("story", "wish", "name", "phone")}, email="a@example.com")
    line.do("evidence", "complainant", attachments=[keep(said["file"], line.complainant)])
    line.do("claim", "handler")
    line.do("accept", "handler")
    return line


@pytest.fixture
def two() -> tuple[Line, Line]:
    """Joined, asked, answered and decided, each on what the leading case has as well."""
    world = make_world()
    leading, joined = filed(world, LEADING), filed(world, JOINED)
    third = filed(world, JOINED | {"phone": "13900007733"})
    for line in (joined, third):
        line.do("join", "handler", leading=leading.pk, reason=f"{OFFICE['why']}：与 {leading.case.number} 同。")
    third.do("leave_join", "handler", reason=OFFICE["left"])
    for line in (leading, joined):
        line.do("request_answers", "handler", cinema="请说明。")
        line.do(
            "answer", "cinema_clerk", admits="partly", account="断网。", attachments=[keep("班表", world.cinema_clerk)]
        )
        refs = [ref for ref, _words in evidence_choices(line.case, world.handler)]
        found = {
            "finding": "upheld",
            "facts_found": "拒绝兑换。",
            "rule": "R33",
            "remedy_by": "cinema",
            "remedy": "补兑。",
        }
        line.do("propose", "handler", **found, evidence=refs)
        line.do("approve", "lead")
    assert any(
        ref.startswith("file:") and ref.split(":")[1] in of(leading) for ref in joined.case.proposals.get().evidence
    )
    return leading, joined


def of(line: Line) -> set[str]:
    return {str(pk) for pk in Attachment.objects.filter(case=line.pk).values_list("pk", flat=True)}


def everything(client: Client, line: Line, other: Line) -> dict[str, bytes]:
    """All addresses with everything that either case has; what the reader typed themselves says nothing."""
    cases = [line.case, other.case]
    acts = ["message", "evidence", "join", "lead_join", "propose"]
    values = {
        "number": [case.number for case in cases],
        "case_no": [case.number for case in cases],
        "pk": [*of(line), *of(other), *(case.pk for case in cases)],
        "int:number": [1],
        "case_id": [case.pk for case in cases],
        "seq": list(range(1, max(case.last_seq for case in cases) + 1)),
        "act": acts,
        "name": acts,
        "last_id": [0],
    }
    found = fetch_all(client, walker.addresses(values, ["part=state", "group=waiting", "group=ended"]))
    return {url: body for url, body in found.items() if other.case.number not in url}


@pytest.mark.parametrize("mine", [0, 1], ids=["the leading case's complainant", "the joined case's complainant"])
def test_a_complainant_reads_that_others_are_handled_with_theirs_and_nothing_of_them(two, mine):
    line, other = two[mine], two[1 - mine]
    theirs = JOINED if mine == 0 else LEADING
    found = everything(opened(line.case), line, other)
    page = found[f"/track/case/{line.case.number}/"].decode()
    assert "并案办理" in page
    assert any(url.startswith("/files/") for url in found), "their own photo was fetched: the silence says something"
    assert sung(found, theirs | OFFICE | {"number": other.case.number, "the office's word": "主案"}) == []
    assert not [url for url in found if any(pk in url for pk in of(other))]


@pytest.mark.parametrize("mine", [0, 1])
def test_no_mail_to_a_complainant_names_the_other_case(two, mine):
    line, other = two[mine], two[1 - mine]
    rows = Notification.objects.filter(address=line.complainant.address, quiet=False)
    letters = [found for row in rows if (found := letter(row, line.now)) is not None]
    assert letters
    assert not [found for found in letters if other.case.number in str(found) or "金丝雀" in str(found)]


def test_those_complained_of_read_nothing_of_either_complainant_nor_that_the_cases_are_joined(two):
    leading, joined = two
    client = Client()
    client.force_login(leading.world.cinema_clerk.person)
    found = everything(client, leading, joined) | everything(client, joined, leading)
    assert f"/desk/party/{joined.case.number}/" in found
    assert sung(found, LEADING | JOINED | OFFICE | {"that they are joined": "并案", "that one leads": "主案"}) == []


def test_the_canaries_are_really_there(two):
    leading, joined = two
    told = str(list(Event.objects.filter(case__in=[leading.pk, joined.pk]).values_list("text__values", "facts")))
    assert OFFICE["why"] in told
    assert leading.case.number in told
    assert joined.case.number in told
