"""What the party gets of its decision, from notice to review, has nothing of whoever complained (issue 9 §4)."""

import pytest
import time_machine
from django.urls import reverse

from blacklist.decisions import papers
from blacklist.letters.documents import lines_of
from blacklist.listing.publishing import publish_all
from casework.engine import present
from casework.engine.models import ContactDetails
from notifications.selectors import news_since
from tests.blacklist.deciding import Deciding, make_deciding_world
from tests.desk.factories import signed_in
from tests.engine.world import Line

pytestmark = pytest.mark.django_db
PHONE = "13800138099"


def everything(world, decision: Deciding) -> dict[str, str]:
    """Pages, forms, parts drawn anew, letters as they are downloaded, and what bell and socket say, by where."""
    client, number, actor = signed_in(world.cinema_clerk), decision.case.number, world.cinema_clerk
    offers = [offer.act.name for offer in present.view(actor, decision.case).offers]
    urls = ["/desk/party/", f"/desk/ours/{number}/", f"/desk/ours/{number}/live/", "/notifications/since/0"]
    urls += [f"/desk/ours/{number}/acts/{name}/" for name in offers]
    urls += [f"/list/{number}/", reverse("listing:json"), f"/desk/ours/open/objection/?decision={number}"]
    found = {url: client.get(url).content.decode() for url in urls}
    for one in papers.letters_of(decision.case):
        url = f"/desk/ours/{number}/letters/{one.pk}/"
        found[url] = "\n".join(lines_of(b"".join(client.get(url))))
    return found | {"socket": str(news_since(actor.address, 0).items)}


def test_nothing_of_a_complaint_is_in_what_its_party_gets_at_any_stage():
    world = make_deciding_world()
    line = Line(world, story="售票员说今天人多，金丝雀甲。", name="欧阳示例", phone=PHONE, email="canary@example.org")
    line.do("claim", "handler")
    assert ContactDetails.objects.filter(case_id=line.pk).exists()
    canaries = ("欧阳", PHONE, PHONE[-4:], "金丝雀", "canary@", line.case.number)
    decision = Deciding(world, source=line.case.number)

    def sings_not(where: str) -> None:
        with time_machine.travel(decision.now, tick=False):
            found = everything(world, decision)
            assert "两张有效票券" in found[f"/desk/ours/{decision.case.number}/"], "else its silence says nothing"
            assert [url for url, text in found.items() if "/letters/" in url and "两张有效票券" in text]
            assert decision.case.number in found["socket"]
            for url, text in found.items():
                assert not [canary for canary in canaries if canary in text], f"{where}: {url}"

    decision.to_served()
    decision.do("note", "colleague", note="金丝雀乙：已电话核实。")
    sings_not("notified")
    decision.do("defend", "cinema_clerk", account="当晚系统故障。")
    decision.do("waive_defence", "cinema_clerk")
    decision.do("answer_defence", "handler", defence=decision.case.defences.get().pk, answer="不予采纳。")
    decision.vote("union_judge", "disqualify", "record").vote("bureau_judge", "disqualify", "subsidy", "record")
    decision.do("receive_decision", "cinema_clerk")
    publish_all(decision.now)
    sings_not("in force")
    assert line.case.number in signed_in(world.handler).get(f"/desk/cases/{decision.case.number}/").content.decode()
    decision.do("ask_review", "cinema_clerk", account="处理过重。")
    decision.do("suspend_measures", "bureau_reviewer", reason="损失无法挽回。")
    sings_not("under review")
