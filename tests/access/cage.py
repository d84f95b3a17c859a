"""A complaint full of unmistakable strings, up to where a finding waits for approval (DESIGN §4)."""

from __future__ import annotations

import io
from collections.abc import Iterator

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.http import urlencode
from PIL import Image

from casework.engine import drafts, looks
from casework.engine.actors import Actor
from casework.engine.attachments import redact
from casework.engine.attachments.store import store
from casework.engine.models import Attachment, AttachmentGrant, Event, WorkTask
from casework.parties.models import Unit
from tests import films
from tests.complaints import settling
from tests.engine.world import Line, make_world
from tests.parties.factories import make_cinema, make_membership, make_user

from . import walker

EXIF = "CANARY-EXIF-7731"
TERMS = "影院补兑两张票，平台说明兑换记录。"
LAYER = "CANARY-LAYER-7731"

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
    "text layer": LAYER,
    "place": films.PLACE.decode(),
    "price": "47.31",
    "message": "金丝雀乙一投诉人来信",
    "caption": "金丝雀乙二照片说明",
    "urge": "金丝雀乙三催办",
    "note": "金丝雀丙一内部备注",
    "accept remark": "金丝雀丙二受理附言",
    "contact": "金丝雀丙三电话记录",
    "reply": "金丝雀丙四给投诉人的答复",
    "consents": "金丝雀丙五登记的同意",
    "their no": "金丝雀乙四投诉人不同意的理由",
    "returned": "金丝雀丙六退回的理由",
    "remark": "金丝雀丙七审批附言",
    "first proposal": "金丝雀丙八没有批准的认定",
    "office draft": "金丝雀丙九办案人的草稿",
    "hand-over": "金丝雀丙十移交时的交代",
    "put back": "金丝雀丙十一退回队列的理由",
    "their draft": "金丝雀丁四平台的草稿",
}
# What one party reads of another's only when the finding is made, if at all.
BEFORE = {
    "their request": "金丝雀丁一问平台的话",
    "their answer": "金丝雀丁二平台的答复",
    "their file name": "金丝雀丁三平台的文件",
    "a further cinema's answer": "金丝雀丁五别家影院的答复",
    "a word to the platform": "金丝雀丁六写给平台的话",
    "the platform's no": "金丝雀丁七平台不同意的理由",
}


def photo(name: str) -> SimpleUploadedFile:
    """A picture with the canary in its EXIF and in its comment."""
    exif = Image.Exif()
    exif[0x010E] = EXIF
    data = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(data, "JPEG", exif=exif, comment=EXIF.encode())
    return SimpleUploadedFile(f"{name}.jpg", data.getvalue(), content_type="image/jpeg")


def film_of(name: str) -> SimpleUploadedFile:
    """A video with the canary in the three places where phones write down where they are."""
    return SimpleUploadedFile(f"{name}.mp4", films.film(), content_type="video/mp4")


def paper(name: str) -> SimpleUploadedFile:
    """A PDF of one empty page with the canary in its text layer and in its title."""
    drawn = f"BT /F1 12 Tf 20 20 Td ({LAYER}) Tj ET".encode()
    data = b"""%%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>> endobj
4 0 obj <</Length %d>> stream
%s
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
6 0 obj <</Title(%s)>> endobj
trailer <</Root 1 0 R/Info 6 0 R>>
%%%%EOF
""" % (len(drawn), drawn, LAYER.encode())
    return SimpleUploadedFile(f"{name}.pdf", data, content_type="application/pdf")


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
        paper_id = str(store(upload=paper(say["file name"]), uploader="anyone").pk)
        self.line = line = Line(world, **filed, price_paid=say["price"], attachments=[photo_id, paper_id])
        line.do("claim", "colleague")
        line.do("put_back", "colleague", reason=say["put back"])
        line.do("claim", "colleague")
        line.do("hand_over", "colleague", to=world.handler.person.pk, note=say["hand-over"])
        looks.contact_details(world.handler, line.case)
        line.do("accept", "handler", when="2026-09-29 10:18", remark=say["accept remark"])
        line.do("record_contact", "handler", way="phone", reached="yes", result=say["contact"])
        line.do("reissue_code", "handler", email=say["email"], name=say["name"], handed="phone")
        line.do("reissue_code", "handler", email=say["email"], price_paid="1.00", handed="phone")
        self._prepare(photo_id)
        line.do("request_answers", "handler", cinema="请说明当晚的情况。", platform=BEFORE["their request"])
        self._give(photo_id)
        line.do("message", line.complainant, message=say["message"])
        line.do("urge", line.complainant, words=say["urge"])
        film = str(store(upload=film_of(say["file name"]), uploader=line.complainant.uploader).pk)
        line.do("evidence", line.complainant, attachments=[self._of_complainant(), film], caption=say["caption"])
        line.do("note", "handler", note=say["note"])
        line.do("reply", "handler", to="complainant", message=say["reply"])
        line.do("reply", "handler", to=f"unit:{world.platform.pk}", message=BEFORE["a word to the platform"])
        self._answer()
        self._settle()
        self._propose(say["first proposal"])
        line.do("send_back", "lead", reason=say["returned"])
        self._propose("影院拒绝兑换两张有效票券。")
        # Saved by a browser that had not heard yet: the act ended the one that there was.
        drafts.save(
            case=line.case,
            unit=world.association,
            form="act:propose",
            details={"facts_found": say["office draft"]},
            version=0,
            by=world.handler.person,
        )

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

    def _settle(self) -> None:
        """Terms that come to nothing: each side's yes or no is read by the others, its reasons by the office."""
        line = self.line
        settling.offer(line, "cinema", "platform", terms=TERMS)
        settling.declines(line, "complainant", ALWAYS["their no"])
        settling.declines(line, "platform_clerk", BEFORE["the platform's no"])
        settling.record(line, "cinema", result=ALWAYS["consents"])

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
        )

    def decide(self) -> None:
        self.line.do("approve", "lead", remark=ALWAYS["remark"])

    # --- everything that can be asked for -----------------------------------------------------------------------------
    def values(self) -> dict[str, list]:
        """What an address's parts may be filled with, by the name of the part."""
        case = self.line.case
        files = [str(pk) for pk in Attachment.objects.values_list("pk", flat=True)]
        # Of what was asked of each unit, the latest: earlier ones draw the same page.
        asked = WorkTask.objects.filter(process__case=case).order_by("pk").values_list("flow_task", "unit", "pk")
        tasks = list({(node, unit): pk for node, unit, pk in asked}.values())
        acts = ["message", "evidence", "urge", "answer", "note", "propose", "look"]
        return {
            "number": [case.number],
            "int:number": [1, 2],
            "case_no": [case.number],
            "pk": [*files, case.pk],
            "case_id": [case.pk],
            "seq": list(range(1, case.last_seq + 1)),
            "task": tasks,
            "act": acts,
            "name": acts,
            "grant": list(AttachmentGrant.objects.values_list("pk", flat=True)),
            "last_id": [0],
            "code": [self.line.world.cinema.code],
        }

    def addresses(self, *, opened_at_acts: bool = True) -> Iterator[str]:
        """Every address, pages of the case also as they are opened at each act and task: they draw its form."""
        values = self.values()
        of_all = ["part=state", "part=list", "part=state&at=act", "group=waiting", "group=ended", "before=9"]
        of_all.append(urlencode({"n": self.line.case.number}))
        of_a_case = [*(f"act={act}" for act in values["act"]), *(f"task={task}" for task in values["task"])]
        yield from walker.addresses(values, of_all, of_a_case if opened_at_acts else ())


def _member(unit: Unit, name: str):
    user = make_user(name)
    make_membership(user=user, unit=unit)
    return Actor.user(user)
