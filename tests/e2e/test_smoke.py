"""The one story of `make test`: from a phone to the desk, on processes set up as `make run` sets them up."""

import time

import pytest

from . import pages

SETTINGS = {"DEBUG": "True"}
A_MINUTE = 60


@pytest.mark.smoke
def test_a_complaint_from_a_phone_is_in_the_reviewers_queue_within_two_seconds(person, watch):
    reviewer = person("reviewer", user="lin").opens("/desk/queue/").is_live()
    complainant = person("complainant", at="phone")

    with reviewer.without_reload():
        began = time.monotonic()
        filed = pages.file_complaint(complainant)
        watch.starts()
        assert time.monotonic() - began < A_MINUTE
        watch.soon(pages.listed(reviewer, filed.number))

    pages.follow(complainant, filed.number)
    watch.then(complainant.sees("湖南省电影行业协会", pages.A_DAY, where="#p-hold"))
