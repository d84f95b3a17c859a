"""Three people's complaints about one evening at one cinema, handled together (并案办理): the first leads."""

from casework.engine.codes import phone_digest
from complaints.evidence import own_evidence, shared_evidence
from complaints.models import Complaint

from ..people import HETANG, LIN, WU
from ..pictures import sheet
from ..script import answers, asks, does, example_phone, filed, proposes, story

FIRST = 171
WHY = "同一影院、同一晚、同一说法：荷塘店称“系统升级”，当晚一律不收票券。"
FACTS = "当晚影院以系统升级为由拒收票券，同场次现金售票正常。"


def first_case(case: Complaint) -> int:
    return Complaint.objects.get(contact__phone_digest=phone_digest(f"+86{example_phone(FIRST)}")).pk


def what_both_have(case: Complaint) -> list[str]:
    """The own account, and what the cinema answered in the leading case."""
    return [reference for reference, _words in own_evidence(case) + shared_evidence(case.leading)]


JOINED = (
    story(
        filed(
            "10 20:06",
            "refused_redemption",
            who=("秦示范", FIRST),
            cinema=HETANG,
            showing="19:40",
            story="今晚 19:40 的场次，前台说系统升级，票券一律不收，现金可以买。",
            wish="补兑一张票",
        ),
        does("9 09:02", LIN, "claim"),
        does("9 09:20", LIN, "accept"),
        asks("9 10:15", LIN, cinema="请说明当晚停收票券的原因、起止时间，以及当晚现金售票的情况。"),
        answers(
            "5 15:48",
            WU,
            "partly",
            "兑换系统当晚 18 时至 22 时升级，前台没有改用手工核销，是我们的疏忽。",
            sheet("系统升级通知", "18:00-22:00", "手工核销：未启用"),
            offers=("redeem", "explain"),
        ),
        proposes("2 10:20", LIN, "upheld", FACTS, rule="R33", remedy_by="cinema", remedy="补兑一张票，书面说明。"),
    ),
    story(
        # Nobody was asked for it: it rests on what the cinema answered in the leading case.
        filed(
            "10 20:31",
            "refused_redemption",
            who=("尤小例", 172),
            cinema=HETANG,
            showing="20:10",
            story="20:10 的票，前台说系统升级不收票券，只收现金，白跑一趟。",
            wish="补兑两张票",
        ),
        does("9 09:04", LIN, "claim"),
        does("9 09:24", LIN, "accept"),
        does("9 10:40", LIN, "join", leading=first_case, reason=WHY),
        proposes(
            "2 10:26",
            LIN,
            "upheld",
            FACTS,
            evidence=what_both_have,
            rule="R33",
            remedy_by="cinema",
            remedy="补兑两张票，书面说明。",
        ),
    ),
    story(
        # Filed a day later; still under investigation, so the leading case's acts are shut here for now.
        filed(
            "8 12:20",
            "refused_redemption",
            who=("许小样（示例）", 173),
            cinema=HETANG,
            showing="19:40",
            days_later=2,
            story="前天晚上荷塘店说系统升级，票券全部不收，我当时没有留凭证，只有聊天记录。",
            wish="查一查是不是只对票券升级",
        ),
        does("7 09:10", LIN, "claim"),
        does("7 09:31", LIN, "accept"),
        does("7 09:45", LIN, "join", leading=first_case, reason=WHY),
    ),
)
