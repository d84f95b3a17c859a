"""What leads to acts that no way through the states leads to by itself."""

from __future__ import annotations

import datetime as dt

from casework.engine.retention import ERASE, MASK

# Acts of the engine on a case out of which another one is opened.
BROUGHT_BY_OPENING = ("split_off",)
# Acts of the engine for somebody who stands before no door of ours.
BROUGHT_BY_OTHERS = ("be_scanned", "receive_objection", "be_replaced", "end_early", "restore", "take_up_again")
# Acts of the clock long after the end.
BROUGHT_BY_YEARS = (MASK, ERASE)
# What follows, after the end too, when the next year is announced.
BROUGHT_BY_THE_CALENDAR = ("move_last_days",)
# Acts of the clock months later: after the campaign's last day to redeem, or the last day of a term.
BROUGHT_BY_MONTHS = ("expire", "end_decision")
# Kinds in which nothing is the handler's to do by itself, so that a claim would never be left alone.
OTHERS_HAVE_THE_WORK = ("balance", "screening", "extension")
# Acts of the clock where, once the way is gone, anything else that anybody does would lead away.
BROUGHT_BY_WAITING = (
    ("application", "hold_notice"),
    ("application", "task_overdue"),
    ("complaint", "fall_silent"),
    ("inspection", "leave_unanswered"),
    ("penalty", "end_announcement_of_decision"),
    ("penalty", "end_announcement_of_notice"),
    ("penalty", "task_overdue"),
    *((kind, "fall_back") for kind in OTHERS_HAVE_THE_WORK),
)
# Where the only clock of a kind is so short that its case must begin late to reach into the next year.
BEGINS = {("objection", "count_again"): "2026-12-30 10:00"}
# 2027 as the State Council might announce it; only that the days differ from the guess matters.
REST_OF_2027 = [dt.date(2027, 1, day) for day in (1, 2, 3)] + [dt.date(2027, 2, day) for day in range(5, 12)]
REST_OF_2027 += [dt.date(2027, 10, day) for day in range(1, 8)]
# Sweeps after which there may be more to do.
SWEPT = ("clocks", "tasks", "claims", "dates", "promises", "unreached", "forgotten", "last days")
SWEPT += ("qualifications", "coverage", "enrolments", "measures", "decisions")
# What leads to an act where the state alone does not: whoever can does the first of these.
LEADS_TO: dict[str, tuple[str, ...]] = {
    "replace_remedy": ("agree_settlement", "offer_remedy"),
    "withdraw_consent": ("agree_settlement", "offer_settlement"),
    **dict.fromkeys(("agree_settlement", "decline_settlement", "record_consent"), ("offer_settlement",)),
    **dict.fromkeys(("drop_settlement", "leave_settlement_unsaid"), ("offer_settlement",)),
    "set_aside": ("approve_screening",),
    **dict.fromkeys(("change_decision", "revoke_decision"), ("vote_on_review",)),
    **dict.fromkeys(("defend", "waive_defence", "end_terms_of_defence"), ("receive_notice",)),
}
# What must have been done before an act, in this order, where many ways lead to its state and one only past that.
THROUGH: dict[tuple[str, str], tuple[str, ...]] = {
    ("application", "answer_objection"): ("receive_objection",),
    ("application", "hold_notice"): ("receive_objection",),
    ("application", "review_again"): ("answer_objection",),
    ("application", "task_overdue"): ("hold_notice",),
    ("application", "accept_amendment"): ("propose_amendment",),
    ("application", "decline_amendment"): ("propose_amendment",),
    ("application", "note_mended"): ("accept_amendment",),
    ("application", "note_coverage"): ("note_shortfall",),
    ("enrolment", "become_overdue"): ("check_facts",),
    ("enrolment", "leave_unchecked"): ("ask_office_above",),
    ("enrolment", "supervise"): ("check_facts",),
    ("complaint", "go_on_alone"): ("join",),
    ("complaint", "go_on_without_inspection"): ("ask_inspection",),
    ("complaint", "inspection_over"): ("ask_inspection",),
    ("complaint", "leave_join"): ("join",),
    ("complaint", "mark_read"): ("message",),
    # Upheld is only what those asked answered, or had their time to.
    ("complaint", "propose_decision"): ("request_answers", "fall_silent"),
    ("complaint", "unmerge"): ("merge",),
    ("extension", "move_last_days"): ("decide_vouchers",),
    # Before that, nobody outside has a part in it.
    **dict.fromkeys([("inspection", act) for act in ("ask_recusal", "message")], ("show_findings",)),
    ("inspection", "fall_back"): ("show_findings",),
    ("inspection", "grant_more_time"): ("ask_more_time",),
    ("inspection", "leave_unanswered"): ("show_findings",),
    ("inspection", "mark_read"): ("show_findings", "message"),
    **dict.fromkeys(
        [("inspection", f"{word}_recusal") for word in ("grant", "refuse")], ("show_findings", "ask_recusal")
    ),
    ("inspection", "refuse_more_time"): ("ask_more_time",),
    ("inspection", "task_overdue"): ("pass_inspection",),
    ("penalty", "answer_defence"): ("defend",),
    ("penalty", "end_announcement_of_decision"): ("decide", "announce"),
    ("penalty", "end_announcement_of_notice"): ("announce",),
    ("penalty", "close_hearing"): ("ask_hearing", "fix_hearing", "hold_hearing"),
    ("penalty", "mark_read"): ("message",),
    # Where it is about subsidies.
    **dict.fromkeys([("penalty", act) for act in ("task_overdue", "tell_fund_office")], ("receive_decision",)),
    **dict.fromkeys([("penalty", f"{word}_recusal") for word in ("grant", "refuse")], ("ask_recusal",)),
    # Before that, the party has no part in it.
    **dict.fromkeys([("penalty", act) for act in ("ask_recusal", "message")], ("clear_decision",)),
    ("plan", "claim"): ("put_back",),
    ("repair", "warn"): ("accept_repair",),
    ("screening", "return_report"): ("report_screening",),
    ("toy", "hear"): ("ask_around",),
    **dict.fromkeys([(kind, "fall_back") for kind in OTHERS_HAVE_THE_WORK], ("claim", "message")),
}
WORKED_IN_2027 = [dt.date(2027, 1, 9), dt.date(2027, 2, 14)]
