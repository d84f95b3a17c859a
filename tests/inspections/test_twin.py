"""The phone decides like the server, from `as_data` alone. Its script has these lines in its own language."""

import json
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inspections.answers import as_data, load_version, read_answers
from inspections.models import ChecklistVersion
from inspections.said import plain_figure

NOTHING = {"value": "", "note": "", "photos": []}


def amount(answer: dict) -> Decimal | None:
    figure = plain_figure(answer["value"])
    return Decimal(figure) if figure else None


def judged_by_the_phone(data: dict, said: dict) -> tuple[set[str], set[str]]:
    """(violations, questions that lack something)."""
    violations, lacking = set(), set()
    for item in (item for section in data["sections"] for item in section["items"]):
        answer = {**NOTHING, **said.get(item["code"], {})}
        value, note, photos = answer["value"], answer["note"], answer["photos"]
        limit, own = amount({**NOTHING, **said.get(item["more_than"], {})}), amount(answer)
        answered = bool(photos) if item["kind"] == "photo" else value != ""
        over = limit is not None and own is not None and own > limit
        violation = value in item["violations"] or over
        no_answer = not answered and (item["needed"] == "always" or (item["needed"] == "reason" and note == ""))
        shown = {"never": False, "violation": violation, "always": answered and value != "na"}[item["photo"]]
        if violation:
            violations.add(item["code"])
        if no_answer or (violation and note == "") or (shown and not photos):
            lacking.add(item["code"])
    return violations, lacking


class TheTwin(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.versions = [load_version(version.pk) for version in ChecklistVersion.objects.published()]

    @settings(max_examples=100, deadline=None)
    @given(draw=st.data())
    def test_phone_and_server_find_the_same(self, draw):
        version = draw.draw(st.sampled_from(self.versions))
        data = json.loads(json.dumps(as_data(version)))
        said = {}
        for item in (item for section in data["sections"] for item in section["items"]):
            if item["kind"] in ("money", "number"):
                values = ["", "30", "３5.00", "35", "40。5"]
            else:
                values = ["", *(choice["value"] for choice in item["choices"])] if item["choices"] else ["", "写了"]
            value = "" if item["kind"] == "photo" else draw.draw(st.sampled_from(values))
            photos = draw.draw(st.sampled_from([[], ["a-1"]]))
            said[item["code"]] = {"value": value, "note": draw.draw(st.sampled_from(["", "看到"])), "photos": photos}
        read = read_answers(version, said)
        assert judged_by_the_phone(data, said) == ({row.code for row in read.violations}, set(read.errors))
