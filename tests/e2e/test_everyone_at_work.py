"""The pages of staff, cinemas and platforms for everyone (what that means: inspection.py)."""

from __future__ import annotations

import pytest

from . import pages


@pytest.fixture(scope="module")
def numbers(installation) -> dict[str, str]:
    """A case at each point of the line, and one at the counter."""
    made = {"filed": installation.elsewhere.file()["number"]}
    for act in (
        "request_answers",
        "answer",
        "propose",
        "approve",
        "report_remedy",
        "confirm_remedy",
        "confirm_received",
    ):
        made[act] = installation.elsewhere.file()["number"]
        installation.elsewhere.walk(made[act], act)
    made["counter"] = installation.elsewhere.file(at_the_cinema="yes", story="")["number"]
    return made


def test_the_desk(person, numbers, inspector):
    reviewer = person("reviewer", user="lin")
    for path in ("mine", "queue", "all", "all/?q=兑换"):
        inspector(reviewer.opens(f"/desk/{path}"), path)
    for act in ("filed", "answer", "report_remedy", "confirm_remedy", "confirm_received", "counter"):
        pages.open_case(reviewer, numbers[act])
        inspector(reviewer, f"case, {act}")
    pages.open_case(reviewer, numbers["answer"])
    pages.sheet(reviewer, "propose")
    inspector(reviewer, "proposing a finding")
    inspector(reviewer.opens("/notifications/"), "bell")

    lead = person("lead", user="tang")
    pages.open_case(lead, numbers["propose"])
    pages.sheet(lead, "approve")
    inspector(lead, "approving")
    for path in ("approve", "team", "absences"):
        inspector(lead.opens(f"/desk/{path}/"), path)


def test_cinemas_and_platforms(person, numbers, inspector):
    cinema = person("cinema", user="tianyuan1").opens("/desk/party/")
    inspector(cinema, "home")
    for act in ("request_answers", "answer", "approve", "report_remedy", "confirm_remedy", "confirm_received"):
        pages.open_request(cinema, numbers[act])
        inspector(cinema, f"case, {act}")
    pages.open_request(cinema, numbers["request_answers"])
    pages.answer(cinema, admits="no", account="当晚一切正常。")
    inspector(cinema, "receipt")
    platform = person("platform", user="pingtai")
    pages.open_request(platform, numbers["request_answers"])
    inspector(platform, "platform's case")
