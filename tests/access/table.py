"""The access matrix (issue 4 §6): for every route what each role gets, when it asks for the case and when it posts.

A new route fails the test until it has its row here. What may be asked for is never a reason to leave a row out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from complaints.models import Complaint
from notifications.recipients import sign_wish
from tests.engine.world import filing

from .cast import DESK, EVERYBODY, INVOLVED, NO_ACCOUNT, NOT_INVOLVED, OFFICE, OTHER_DESKS, PARTIES, Cast, said

# Answers. OK is any page or a redirect onwards; numbers are statuses.
OK = "ok"
SIGN_IN = "sign in first"
HOME = "led to where their own work is"
CODE = "asked for number and code"
# Pages of the reader's own account: whatever they say, they know no case.
OWN = "their own account"
NOT_THERE, FORBIDDEN, NO_METHOD, WRONG, UNKNOWN = 404, 403, 405, 422, 401

Answers = Mapping[str, object]


def says(*pairs: tuple[tuple[str, ...] | str, object], rest: object = None) -> Answers:
    """What each role gets; a later pair overrules an earlier one."""
    found = dict.fromkeys(EVERYBODY, rest)
    for roles, answer in pairs:
        found |= dict.fromkeys((roles,) if isinstance(roles, str) else roles, answer)
    return found


@dataclass(frozen=True)
class Row:
    """`args` are the address's parts, `body` a valid form, both for the case that the role asks for."""

    get: Answers
    post: Answers
    args: Callable[[Cast, Complaint], dict[str, Any]] = field(default=lambda cast, case: {})
    body: Callable[[Cast, Complaint], dict[str, Any]] = field(default=lambda cast, case: {})


THE_CINEMA = ("cinema", "two_hats")
ALL = says(rest=OK)
NOBODY_GETS = says(rest=NOT_THERE)
NOT_SO = says(rest=NO_METHOD)
ACCOUNT = says(rest=OWN)
NOTHING_HELD = says((NO_ACCOUNT, OK), rest=HOME)
ACCOUNT_SIGNED_IN = says((NO_ACCOUNT, SIGN_IN), rest=OWN)

LEADS = ("lead", "other_lead", "recused", "two_hats")
FOR_HANDLERS = says((NO_ACCOUNT, SIGN_IN), ((*OFFICE, *OTHER_DESKS), OK), rest=HOME)
FOR_LEADS = says((NO_ACCOUNT, SIGN_IN), (LEADS, OK), rest=HOME)
AT_THE_DESK = says((NO_ACCOUNT, SIGN_IN), (DESK, OK), rest=HOME)
ITS_READERS = says((NO_ACCOUNT, SIGN_IN), ((*OFFICE, "auditor"), OK), (OTHER_DESKS, NOT_THERE), rest=HOME)
ITS_OFFICE = ITS_READERS | {"auditor": NOT_THERE}
NO_LIST = {role: NOT_THERE if answer == OK else answer for role, answer in ITS_READERS.items()}
IN_THE_FIELD = says((NO_ACCOUNT, SIGN_IN), (("union", "union_auditor"), OK), rest=HOME)
NOTHING_OUT_THERE = IN_THE_FIELD | dict.fromkeys(("union", "union_auditor"), NOT_THERE)
TAKES_IN = says((NO_ACCOUNT, SIGN_IN), ((*OFFICE, *OTHER_DESKS, "union", "union_auditor"), OK), rest=HOME)
# Cases like the one being typed in: for those of them who work on cases. A receipt: for who took it in, here nobody.
SHOWN_LIKE_ONES = TAKES_IN | dict.fromkeys(("union", "union_auditor"), NOT_THERE)
NOBODYS_RECEIPT = {role: NOT_THERE if answer == OK else answer for role, answer in TAKES_IN.items()}
# Units of these may be complained of too, and are asked of nothing here.
NEVER_ASKED = (*OFFICE, "other_lead", "recused", "union", "union_auditor")
NOTHING_OF_OURS = says((NO_ACCOUNT, SIGN_IN), ((*PARTIES, *NEVER_ASKED), NOT_THERE), rest=FORBIDDEN)
PARTY_HOME = says((NO_ACCOUNT, SIGN_IN), ((*PARTIES, *NEVER_ASKED), OK), rest=FORBIDDEN)
PLATFORMS = NOTHING_OF_OURS | {"platform": OK}
ITS_PARTIES = says((NO_ACCOUNT, SIGN_IN), (INVOLVED, OK), ((*NOT_INVOLVED, *NEVER_ASKED), NOT_THERE), rest=FORBIDDEN)
THE_ASKED = ITS_PARTIES | {"platform": NOT_THERE}
ITS_COMPLAINANT = says(("complainant", OK), rest=CODE)
ITS_FILE = says(((*OFFICE, "auditor", "complainant", *THE_CINEMA), OK), rest=NOT_THERE)
ITS_INVESTIGATORS = ITS_OFFICE | {"colleague": NOT_THERE}
INVESTIGATORS = says((("handler", "lead"), OK), rest=NOT_THERE)
TOLD = says((NO_ACCOUNT, UNKNOWN), rest=OK)


def number(cast: Cast, case: Complaint) -> dict[str, Any]:
    return {"number": case.number}


def only(**args: Any) -> Callable[[Cast, Complaint], dict[str, Any]]:
    return lambda cast, case: args


def act(name: str, part: str = "name") -> Callable[[Cast, Complaint], dict[str, Any]]:
    return lambda cast, case: {"number": case.number, part: name}


def no_list(cast: Cast, case: Complaint) -> dict[str, Any]:
    """A complaint has no list of cinemas."""
    return number(cast, case) | {"pk": 1}


def no_line(cast: Cast, case: Complaint) -> dict[str, Any]:
    return no_list(cast, case) | {"line": 1}


def task(cast: Cast, case: Complaint) -> dict[str, Any]:
    return {"number": case.number, "task": cast.task().pk}


def photo(cast: Cast, case: Complaint) -> dict[str, Any]:
    return {"pk": cast.files["photo"]}


def film(cast: Cast, case: Complaint) -> dict[str, Any]:
    return {"pk": cast.files["film"]}


def page(cast: Cast, case: Complaint) -> dict[str, Any]:
    return photo(cast, case) | {"number": 1}


def prepared(cast: Cast, case: Complaint) -> dict[str, Any]:
    return page(cast, case) | {"grant": cast.grant(given=False).pk}


def told(cast: Cast, case: Complaint) -> dict[str, Any]:
    return {"number": case.number, "delivery": cast.delivery().pk}


def mine(cast: Cast, case: Complaint) -> dict[str, Any]:
    return {"token": sign_wish(cast.line.complainant.address)}


def words(**details: Any) -> Callable[[Cast, Complaint], dict[str, Any]]:
    return lambda cast, case: said(case, **details)


def intake(cast: Cast, case: Complaint) -> dict[str, Any]:
    """A call about the case's own cinema, from its complainant's phone."""
    return {"key": "key-of-the-intake", "source": "phone", **filing(cast.world)}


def proposal(cast: Cast, case: Complaint) -> dict[str, Any]:
    """What a platform types before anything is proposed."""
    return {"unit": cast.world.platform.pk, "campaign": cast.world.campaign.pk, "listed": "43029901"}


MESSAGE, NOTE, ANSWER = words(message="请查。"), words(note="内部"), words(admits="no", account="没有。")
FOUND = words(facts_found="影院拒绝兑换。", draft_version="0")

MATRIX: dict[str, Row] = {
    # the public
    "portal:home": Row(ALL, NOT_SO),
    "portal:file": Row(ALL, ALL),
    "portal:track": Row(ALL, says(rest=WRONG), body=lambda cast, case: {"number": case.number, "code": "AAAA-AAAA"}),
    "portal:case": Row(ITS_COMPLAINANT, NOT_SO, number),
    "portal:act": Row(ITS_COMPLAINANT, ITS_COMPLAINANT, act("message", "act"), MESSAGE),
    "portal:seen": Row(NOT_SO, ALL, number),
    # asking to extend a voucher: nobody here did
    "portal:extend": Row(ALL, says(rest=WRONG), body=lambda cast, case: {"key": "key-of-the-form", "go": "check"}),
    "portal:extend_sent": Row(says(rest=CODE), NOT_SO, number),
    # objecting to an entry of the list: a complaint is none
    "portal:object": Row(NOBODY_GETS, NOBODY_GETS, number),
    "portal:object_sent": Row(says(rest=CODE), NOT_SO, number),
    "portal:paper": Row(ITS_COMPLAINANT, NOT_SO, number),
    "portal:link": Row(NOBODY_GETS, NOT_SO, lambda cast, case: {"token": f"WzE:{case.pk}:forged"}),
    # letters are opened by what stands on them; of a complaint there are none
    "letters:home": Row(ALL, says(rest=WRONG), body=lambda cast, case: {"number": case.number, "digest": "0" * 16}),
    "letters:key": Row(ALL, NOT_SO),
    **dict.fromkeys(
        ("letters:check", "letters:text"), Row(NOBODY_GETS, NOT_SO, only(slug="decision-2026-1", digest="0" * 16))
    ),
    # the lists: the cinema of the case never took part in a campaign, so it has no page
    **dict.fromkeys(
        (
            *("portal:platforms", "portal:platforms_json", "portal:platforms_rss"),
            *("portal:platforms_xlsx", "portal:platforms_csv", "portal:embedded_platforms"),
            *("portal:cinemas", "portal:cinemas_json", "portal:cinemas_rss"),
            *("portal:cinemas_xlsx", "portal:cinemas_csv", "portal:embedded_cinemas"),
            *("portal:pool", "portal:pool_xlsx", "portal:pool_csv"),
        ),
        Row(ALL, NOT_SO),
    ),
    "portal:enrolling": Row(ALL, NOT_SO),
    "portal:manual": Row(NOBODY_GETS, NOT_SO, only(pk=1)),
    **dict.fromkeys(("portal:pool_photo", "portal:pool_photo_thumb"), Row(NOBODY_GETS, NOT_SO, photo)),
    "portal:manual_page": Row(NOBODY_GETS, NOT_SO, only(pk=1, number=1)),
    # a complaint is never in public notice
    "portal:notices": Row(ALL, NOT_SO),
    "portal:notice": Row(NOBODY_GETS, NOBODY_GETS, number),
    "portal:notice_manual": Row(NOBODY_GETS, NOT_SO, lambda cast, case: {"number": case.number, "page": 1}),
    **dict.fromkeys(("portal:cinema", "portal:poster"), Row(NOBODY_GETS, NOT_SO, only(code="43029901"))),
    "complaints:new": Row(ALL, NOT_SO),
    "complaints:answer": Row(ALL, ALL, only(name="what"), lambda cast, case: {"category": "other", "go": "next"}),
    "complaints:filed": Row(ITS_COMPLAINANT, NOT_SO, number),
    "complaints:filed_paper": Row(ITS_COMPLAINANT, NOT_SO, number),
    # how plans were drawn: of a number that is no plan's there is nothing
    "inspections:results": Row(ALL, NOT_SO),
    "inspections:draw": Row(NOBODY_GETS, NOT_SO, number),
    "inspections:draw_data": Row(NOBODY_GETS, NOT_SO, lambda cast, case: {"number": case.number, "draw": 1}),
    # the list of penalty decisions: a complaint is never on it
    **dict.fromkeys(
        ("listing:list", "listing:announcements", "listing:json", "listing:rss", "listing:xlsx", "listing:csv"),
        Row(ALL, NOT_SO),
    ),
    "listing:entry": Row(NOBODY_GETS, NOT_SO, number),
    # staff
    "desk:home": Row(says((NO_ACCOUNT, SIGN_IN), rest=OK), NOT_SO),
    "desk:mine": Row(AT_THE_DESK, NOT_SO),
    "desk:approve": Row(FOR_LEADS, NOT_SO),
    "desk:team": Row(FOR_LEADS, NOT_SO),
    "desk:team_time": Row(FOR_LEADS, NOT_SO),
    "desk:team_hand_over": Row(NOT_SO, FOR_LEADS, body=lambda cast, case: {"n": case.number, "to": "1", "key": "k"}),
    # what was on that list: each reads the decisions that their desk may read; who is on it today, all of them
    "desk:archive": Row(AT_THE_DESK, NOT_SO),
    "desk:praise": Row(AT_THE_DESK, AT_THE_DESK, body=lambda cast, case: {"names": "示例影城"}),
    "desk:board": Row(FOR_HANDLERS, NOT_SO),
    "desk:board_urge": Row(NOT_SO, FOR_HANDLERS),
    "desk:open": Row(
        FOR_HANDLERS, FOR_HANDLERS | dict.fromkeys((*OFFICE, *OTHER_DESKS), WRONG), only(kind="plan"), words()
    ),
    # those to whom work is given out: of a complaint they know nothing
    "field:home": Row(IN_THE_FIELD, NOT_SO),
    "field:case": Row(NOTHING_OUT_THERE, NOT_SO, number),
    "field:live": Row(NOTHING_OUT_THERE, NOT_SO, number),
    "field:act": Row(NOTHING_OUT_THERE, NOTHING_OUT_THERE, act("message"), MESSAGE),
    # parties to cases of all kinds but complaints, which have no page there; nobody here may open one
    "ours:open": Row(NOTHING_OF_OURS, NOTHING_OF_OURS, only(kind="plan"), words()),
    # Only a platform proposes cinemas, and nothing is opened before it ticks some.
    "ours:propose": Row(PLATFORMS, PLATFORMS, body=proposal),
    "ours:case": Row(NOTHING_OF_OURS, NOT_SO, number),
    "ours:live": Row(NOTHING_OF_OURS, NOT_SO, number),
    "ours:sheet": Row(NOTHING_OF_OURS, NOT_SO, number),
    "ours:webhook": Row(NOTHING_OF_OURS | {"platform": OK}, NOT_SO),
    "ours:webhook_address": Row(NOT_SO, NOTHING_OF_OURS | {"platform": OK}, body=lambda cast, case: {"url": ""}),
    "ours:webhook_secret": Row(NOT_SO, NOTHING_OF_OURS),
    "ours:webhook_test": Row(NOT_SO, NOTHING_OF_OURS),
    "ours:webhook_again": Row(NOT_SO, NOTHING_OF_OURS, only(delivery=999999)),
    "ours:act": Row(NOTHING_OF_OURS, NOTHING_OF_OURS, act("message"), MESSAGE),
    "ours:letter": Row(NOTHING_OF_OURS, NOT_SO, no_list),
    "ours:list": Row(NOTHING_OF_OURS, NOT_SO, no_list),
    "ours:list_copy": Row(NOTHING_OF_OURS, NOT_SO, no_list),
    "ours:list_line": Row(NOT_SO, NOTHING_OF_OURS, no_line),
    "ours:draft": Row(NOT_SO, NOTHING_OF_OURS, act("message"), MESSAGE),
    "desk:absences": Row(FOR_HANDLERS, FOR_HANDLERS | dict.fromkeys((*OFFICE, *OTHER_DESKS), WRONG), body=words()),
    "desk:absence_end": Row(NOT_SO, FOR_HANDLERS | dict.fromkeys((*OFFICE, *OTHER_DESKS), NOT_THERE), only(pk=999999)),
    "desk:queue": Row(AT_THE_DESK, NOT_SO),
    "desk:all": Row(AT_THE_DESK, NOT_SO),
    "desk:rows": Row(AT_THE_DESK, NOT_SO),
    "desk:take": Row(NOT_SO, AT_THE_DESK, body=lambda cast, case: {"key": "take"}),
    "desk:intake": Row(TAKES_IN, TAKES_IN, body=intake),
    "desk:intake_cinemas": Row(NOT_SO, TAKES_IN, body=lambda cast, case: {"q": "示例"}),
    "desk:intake_similar": Row(NOT_SO, SHOWN_LIKE_ONES, body=intake),
    "desk:intake_receipt": Row(NOBODYS_RECEIPT, NOT_SO, number),
    "desk:case": Row(ITS_READERS, NOT_SO, number),
    "desk:live": Row(ITS_READERS, NOT_SO, number),
    # a complaint has no sheet
    "desk:sheet": Row(ITS_READERS | dict.fromkeys((*OFFICE, "auditor"), NOT_THERE), NOT_SO, number),
    "desk:new_code": Row(ITS_READERS, NOT_SO, number),
    "desk:like": Row(ITS_READERS, NOT_SO, number),
    "desk:contact": Row(NOT_SO, ITS_OFFICE, number),
    "desk:send": Row(NOT_SO, ITS_INVESTIGATORS, told),
    "desk:act": Row(ITS_READERS, ITS_OFFICE | {"auditor": WRONG}, act("note"), NOTE),
    "desk:letter": Row(NO_LIST, NOT_SO, no_list),
    "desk:list": Row(NO_LIST, NOT_SO, no_list),
    "desk:list_copy": Row(NO_LIST, NOT_SO, no_list),
    "desk:list_line": Row(NOT_SO, NO_LIST, no_line),
    "desk:draft": Row(NOT_SO, ITS_OFFICE, act("propose"), FOUND),
    # cinemas and platforms
    "respondent:home": Row(PARTY_HOME, NOT_SO),
    "respondent:case": Row(ITS_PARTIES, NOT_SO, number),
    "respondent:seen": Row(NOT_SO, ITS_PARTIES, number),
    "respondent:do": Row(NOT_SO, ITS_PARTIES, act("message", "act"), MESSAGE),
    "respondent:finish": Row(NOT_SO, THE_ASKED, task, ANSWER),
    "respondent:draft": Row(NOT_SO, THE_ASKED, task, ANSWER),
    "respondent:receipt": Row(THE_ASKED, NOT_SO, lambda cast, case: {"number": case.number, "seq": cast.message_seq()}),
    # the inspectors' phone: the page knows nobody, its data are of who is named; no complaint is reached there
    "inspect:page": Row(ALL, NOT_SO),
    "inspect:worker": Row(ALL, NOT_SO),
    "inspect:manifest": Row(ALL, NOT_SO),
    "inspect:tasks": Row(TOLD, NOT_SO),
    "inspect:act": Row(NOT_SO, says((NO_ACCOUNT, UNKNOWN), rest=NOT_THERE), act("start_visit")),
    "inspect:visit": Row(NOBODY_GETS, NOBODY_GETS, lambda cast, case: {"token": f"{case.pk}:forged"}),
    # the bell is the reader's own; the files
    "notifications:bell": Row(says((NO_ACCOUNT, SIGN_IN), rest=OK), says((NO_ACCOUNT, SIGN_IN), rest=NO_METHOD)),
    "notifications:since": Row(TOLD, NOT_SO, lambda cast, case: {"last_id": 0}),
    "notifications:wish": Row(ALL, ALL, mine, lambda cast, case: {"wants": "urgent"}),
    "notifications:read": Row(NOT_SO, TOLD, body=lambda cast, case: {"upto": "9"}),
    "files:upload": Row(NOT_SO, says(rest=WRONG)),
    "files:announce": Row(NOT_SO, says(rest=WRONG)),
    "files:arriving": Row(NOBODY_GETS, NOBODY_GETS, photo),
    "files:unsent": Row(NOT_SO, ALL),
    "files:remove": Row(NOT_SO, NOBODY_GETS, photo),
    "files:thumb": Row(ITS_FILE, NOT_SO, photo),
    "files:copy": Row(ITS_FILE, NOT_SO, photo),
    "files:page": Row(ITS_FILE, NOT_SO, page),
    "files:original": Row(INVESTIGATORS, NOT_SO, photo),
    "files:watch": Row(INVESTIGATORS, NOT_SO, film),
    "files:film": Row(NOBODY_GETS, NOT_SO, film),
    "files:redact": Row(
        INVESTIGATORS, INVESTIGATORS, photo, lambda cast, case: {"unit": cast.world.cinema.unit.pk, "boxes": "[]"}
    ),
    "files:prepared": Row(INVESTIGATORS, NOT_SO, prepared),
    # one's own account; what this browser had typed before it was signed out
    "go_on": Row(NOTHING_HELD, NOTHING_HELD, only(name="of-nobody")),
    "set_language": Row(ALL, ALL, body=lambda cast, case: {"language": "en"}),
    "account_confirm_email": Row(ACCOUNT, ACCOUNT, lambda cast, case: {"key": "Mw:forged"}),
    "account_reset_password_from_key": Row(ACCOUNT, ACCOUNT, lambda cast, case: {"uidb36": "1", "key": "a-forged"}),
    **dict.fromkeys(
        (
            "account_login",
            "account_logout",
            "account_inactive",
            "account_signup",
            "account_email_verification_sent",
            "account_reset_password",
            "account_confirm_login_code",
            "account_reset_password_from_key_done",
            "account_reset_password_done",
            "mfa_authenticate",
        ),
        Row(ACCOUNT, ACCOUNT),
    ),
    **dict.fromkeys(
        (
            "account_reauthenticate",
            "account_email",
            "account_change_password",
            "account_set_password",
            "mfa_index",
            "mfa_reauthenticate",
            "mfa_activate_totp",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes",
        ),
        Row(ACCOUNT_SIGNED_IN, ACCOUNT_SIGNED_IN),
    ),
}

# Which socket opens for whom: True, or the code it is closed with. The seat's token is itself the proof.
SOCKETS: dict[str, dict[str, object]] = {
    "ws/bell/": {role: 4401 if role in NO_ACCOUNT else True for role in EVERYBODY},
    "ws/bell/seat/<str:token>/": dict.fromkeys(EVERYBODY, 4403),
}

# Files of the case by whose they are and form: who gets them. Whoever is not named hears that it is not there.
READERS = (*OFFICE, "auditor")
_PAGES = ("copy", "page")
_SEALED = ("original", "redact")
FILES: dict[tuple[str, str], tuple[str, ...]] = {
    **{("photo", form): (*READERS, "complainant", *THE_CINEMA) for form in ("thumb", *_PAGES)},
    ("papers", "thumb"): (),
    **{("papers", form): (*OFFICE, "complainant") for form in _PAGES},
    **{("cinema's", form): (*READERS, *THE_CINEMA) for form in ("thumb", *_PAGES)},
    **{("ours", form): READERS for form in ("thumb", *_PAGES)},
    **{(whose, form): ("handler", "lead") for whose in ("photo", "papers", "cinema's", "ours") for form in _SEALED},
    **{("unsent", form): ("handler",) for form in ("thumb", *_PAGES)},
    **{("unsent", form): () for form in _SEALED},
    # Of a video nobody sees anything but those who investigate; its bytes need the look that the page records.
    **{("film", form): () for form in ("thumb", *_PAGES, "redact", "film")},
    **{("film", form): ("handler", "lead") for form in ("original", "watch")},
}
