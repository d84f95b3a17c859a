"""The canary of DESIGN §4: a complaint full of unmistakable strings, and everything that a respondent can fetch.

Every GET address of the whole system is asked for, with every number, id and name that the case has, before and after
the finding; whatever comes back, pages, JSON, pictures, holds no canary.
"""

import io
import itertools
from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.http import urlencode
from PIL import Image

from casework.engine import drafts, present
from casework.engine.attachments import redact
from casework.engine.attachments.store import store
from casework.engine.models import Attachment, AttachmentGrant, Event, WorkTask
from casework.parties.models import Unit
from tests.engine.world import Line, make_world
from tests.parties.factories import make_cinema, make_membership, make_user

pytestmark = pytest.mark.django_db
EXIF = "CANARY-EXIF-7731"

# What nobody complained of may ever read, by where it is written.
ALWAYS = {
    "story": "金丝雀甲一讲的经过",
    "wish": "金丝雀甲二想要的",
    "film": "金丝雀甲三影片",
    "name": "金丝雀甲四",
    "phone": "13900007731",
    "email": "canary7731@example.org",
    "file name": "金丝雀甲五照片",
    "exif": EXIF,
    "price": "47.31",
    "message": "金丝雀乙一投诉人来信",
    "caption": "金丝雀乙二照片说明",
    "urge": "金丝雀乙三催办",
    "note": "金丝雀丙一内部备注",
    "accept remark": "金丝雀丙二受理附言",
    "contact": "金丝雀丙三电话记录",
    "reply": "金丝雀丙四给投诉人的答复",
    "consents": "金丝雀丙五同意的记录",
    "returned": "金丝雀丙六退回的理由",
    "remark": "金丝雀丙七审批附言",
    "first proposal": "金丝雀丙八没有批准的认定",
    "office draft": "金丝雀丙九办案人的草稿",
    "their draft": "金丝雀丁四平台的草稿",
}
# What one party reads of another's only when the finding is made, if at all.
BEFORE = {
    "their request": "金丝雀丁一问平台的话",
    "their answer": "金丝雀丁二平台的答复",
    "their file name": "金丝雀丁三平台的文件",
    "a further cinema's answer": "金丝雀丁五别家影院的答复",
    "a word to the platform": "金丝雀丁六写给平台的话",
}


def photo(name: str) -> SimpleUploadedFile:
    """A picture with the canary in its EXIF and in its comment."""
    exif = Image.Exif()
    exif[0x010E] = EXIF
    data = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(data, "JPEG", exif=exif, comment=EXIF.encode())
    return SimpleUploadedFile(f"{name}.jpg", data.getvalue(), content_type="image/jpeg")


def keep(name: str, actor) -> str:
    return str(store(upload=photo(name), uploader=actor.uploader).pk)


class Cage:
    """The complaint, filled in everywhere, up to where a finding waits for approval."""

    def __init__(self) -> None:
        self.world = world = make_world()
        self.other_cinema = make_cinema(name="别家影城")
        world.other_clerk = _member(self.other_cinema.unit, "别家经理")
        say = ALWAYS
        filed = {name: say[name] for name in ("story", "wish", "film", "name", "phone", "email")}
        photo_id = str(store(upload=photo(say["file name"]), uploader="anyone").pk)
        self.line = line = Line(world, **filed, price_paid=say["price"], attachments=[photo_id])
        line.do("claim", "handler")
        line.do("accept", "handler", when="2026-09-29 10:18", remark=say["accept remark"])
        line.do("record_contact", "handler", way="phone", reached="yes", result=say["contact"])
        self._prepare(photo_id)
        line.do("request_answers", "handler", cinema="请说明当晚的情况。", platform=BEFORE["their request"])
        self._give(photo_id)
        line.do("message", line.complainant, message=say["message"])
        line.do("urge", line.complainant, words=say["urge"])
        line.do("evidence", line.complainant, attachments=[self._of_complainant()], caption=say["caption"])
        line.do("note", "handler", note=say["note"])
        line.do("reply", "handler", to="complainant", message=say["reply"])
        line.do("reply", "handler", to=f"unit:{world.platform.pk}", message=BEFORE["a word to the platform"])
        self._answer()
        drafts.save(
            case=line.case,
            unit=world.association,
            form="act:propose",
            details={"facts_found": say["office draft"]},
            version=0,
            by=world.handler.person,
        )
        self._propose(say["first proposal"])
        line.do("send_back", "lead", reason=say["returned"])
        self._propose("影院拒绝兑换两张有效票券。")

    def _prepare(self, photo_id: str) -> None:
        attachment = Attachment.objects.get(pk=photo_id)
        by = self.world.handler.address
        redact.prepare(attachment=attachment, unit=self.world.cinema.unit, boxes=[redact.Box.whole(1)], by=by)

    def _give(self, photo_id: str) -> None:
        asked = Event.objects.get(case=self.line.pk, name="request_answers")
        AttachmentGrant.objects.filter(attachment=photo_id).update(event_seq=asked.seq)

    def _of_complainant(self) -> str:
        return keep(ALWAYS["file name"], self.line.complainant)

    def _answer(self) -> None:
        line, world = self.line, self.world
        for task in WorkTask.objects.filter(process__case=line.pk, unit=world.platform.unit, status="NEW"):
            form = f"answer:{task.subject_id}"
            drafts.save(
                case=line.case,
                unit=task.unit,
                form=form,
                details={"account": ALWAYS["their draft"]},
                version=0,
                by=world.platform_clerk.person,
            )
        theirs = [keep(BEFORE["their file name"], world.platform_clerk)]
        line.do("answer", "platform_clerk", admits="no", account=BEFORE["their answer"], attachments=theirs)
        line.do("answer", "cinema_clerk", admits="partly", account="当晚兑换机断网。", offers=["redeem"])
        line.do("ask_further", "handler", unit=self.other_cinema.unit.pk, question="贵店当晚也断网吗？")
        line.do("answer", "other_clerk", admits="no", account=BEFORE["a further cinema's answer"])

    def _propose(self, facts: str) -> None:
        self.line.do(
            "propose",
            "handler",
            finding="upheld",
            facts_found=facts,
            evidence=["account"],
            rule="R33",
            remedy_by="cinema",
            remedy="补兑两张票。",
            consents=ALWAYS["consents"],
        )

    def decide(self) -> None:
        self.line.do("approve", "lead", remark=ALWAYS["remark"])

    # --- everything that can be asked for -----------------------------------------------------------------------------
    def values(self) -> dict[str, list]:
        """What an address's parts may be filled with, by the name of the part."""
        case = self.line.case
        files = [str(pk) for pk in Attachment.objects.values_list("pk", flat=True)]
        tasks = list(WorkTask.objects.filter(process__case=case).values_list("pk", flat=True))
        acts = ["message", "evidence", "urge", "answer", "note", "propose", "look"]
        return {
            "number": [case.number],
            "case_no": [case.number],
            "pk": [*files, case.pk],
            "case_id": [case.pk],
            "seq": list(range(1, case.last_seq + 1)),
            "task": tasks,
            "act": acts,
            "name": acts,
            "grant": list(AttachmentGrant.objects.values_list("pk", flat=True)),
            "last_id": [0],
        }

    def addresses(self) -> Iterator[str]:
        values = self.values()
        for route, names in routes(get_resolver()):
            for filled in itertools.product(*(values.get(name, [1]) for _part, name in names)):
                url = route
                for (part, _name), value in zip(names, filled, strict=True):
                    url = url.replace(part, str(value), 1)
                yield f"/{url}"
                if url.startswith("desk/") and {name for _part, name in names} <= {"number"}:
                    yield from (f"/{url}?{query}" for query in self.queries(values))

    def queries(self, values: dict[str, list]) -> Iterator[str]:
        yield from ("part=state", "part=list", "part=state&at=act", "group=waiting", "group=ended", "before=9")
        yield from (f"act={act}" for act in values["act"])
        yield from (f"task={task}" for task in values["task"])
        yield urlencode({"n": self.line.case.number})


def _member(unit: Unit, name: str):
    from casework.engine.actors import Actor

    user = make_user(name)
    make_membership(user=user, unit=unit)
    return Actor.user(user)


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Every address pattern as (route, [(part, name)]); those by regular expression are Django's and allauth's own."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from routes(pattern, route)
        elif isinstance(pattern, URLPattern) and "^" not in route and "(" not in route:
            names = list(pattern.pattern.converters)
            parts = [part + ">" for part in route.split("<")[1:] for part in ["<" + part.split(">")[0]]]
            yield route, list(zip(parts, names, strict=True))


def fetch_all(client: Client, cage: Cage) -> dict[str, bytes]:
    """What comes back from every address that answers at all."""
    client.raise_request_exception = True
    found = {}
    for url in dict.fromkeys(cage.addresses()):
        if "logout" in url or "setlang" in url:
            continue
        headers = {"HX-Request": "true"} if "part=" in url else {}
        response = client.get(url, headers=headers)
        if response.status_code < 400:
            found[url] = b"".join(response) + str(response.headers).encode()
    return found


def sung(found: dict[str, bytes], canaries: dict[str, str]) -> list[str]:
    """Which canary was heard where."""
    return [
        f"{where}: {url}" for url, body in found.items() for where, text in canaries.items() if text.encode() in body
    ]


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-10-12 17:00+08:00", tick=False):
        yield


@pytest.fixture
def cage() -> Cage:
    return Cage()


@pytest.fixture
def cinema(cage) -> Client:
    client = Client()
    client.force_login(cage.world.cinema_clerk.person)
    return client


def test_the_canaries_are_really_there(cage):
    """For the office: else the silence of the other tests would say nothing."""
    cage.decide()
    view = present.view(cage.world.lead, cage.line.case)
    told = str([(row.words, row.facts) for row in view.timeline])
    private = {"name", "phone", "email", "file name", "exif", "office draft", "their draft", "their file name"}
    missing = {where for where, text in (ALWAYS | BEFORE).items() if text not in told} - private
    assert not missing
    assert any(ALWAYS["file name"] in file.name for file in view.files)


def test_before_the_finding_the_cinema_reads_its_own_request_and_no_canary(cage, cinema):
    found = fetch_all(cinema, cage)
    assert any("请说明当晚的情况。".encode() in body for body in found.values())
    assert any(url.startswith("/files/") for url in found), "the granted picture was fetched"
    assert sung(found, ALWAYS | BEFORE) == []


def test_after_the_finding_the_cinema_reads_the_finding_and_no_canary(cage, cinema):
    cage.decide()
    found = fetch_all(cinema, cage)
    assert any("影院拒绝兑换两张有效票券。".encode() in body for body in found.values())
    assert sung(found, ALWAYS) == []


def test_a_further_cinema_reads_nothing_that_was_asked_of_or_told_to_the_first(cage):
    client = Client()
    client.force_login(cage.world.other_clerk.person)
    cage.line.do("note", "lead", note=ALWAYS["note"])
    mine = BEFORE["a further cinema's answer"]
    found = fetch_all(client, cage)
    own = {"first cinema's request": "请说明当晚的情况。", "first cinema's answer": "当晚兑换机断网。"}
    others = {where: text for where, text in BEFORE.items() if text != mine}
    assert any(mine.encode() in body for body in found.values())
    assert sung(found, ALWAYS | others | own) == []


def test_a_search_for_a_canary_finds_the_case_nowhere(cage, cinema):
    """A search is a question too: that a case is found for a word tells that the word is in it."""
    number = cage.line.case.number.encode()
    for text in (ALWAYS | BEFORE).values():
        for route, names in routes(get_resolver()):
            if names or not route.startswith(("desk/", "complaints/")) or route.startswith("desk/party/"):
                continue
            response = cinema.get(f"/{route}", {"q": text})
            assert response.status_code >= 300 or number not in response.content, route
    for query in ("q", "search", "phrase"):
        plain, asked = cinema.get("/desk/party/"), cinema.get("/desk/party/", {query: "没有这样的话"})
        assert (number in plain.content) == (number in asked.content)
