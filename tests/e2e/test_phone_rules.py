"""The phone's script judges answers like the server, whatever is answered: the two are asked the same questions."""

from __future__ import annotations

import itertools
import json
import random
from types import SimpleNamespace

from inspections import answers
from inspections.models import Item

JUDGE = """async ([checklist, all]) => {
  const { judgeAll } = await import("/static/js/inspect/rules.js");
  const codes = (rows) => rows.map(({ item }) => item.code);
  return all.map((said) => {
    const judged = judgeAll(checklist, said);
    return [codes(judged.filter(({ violation }) => violation)), codes(judged.filter(({ lacks }) => lacks))];
  });
}"""
BAD = {
    Item.Kind.YES_NO: {"violation_on": "no"},
    Item.Kind.CHOICE: {"choices": "好\n坏", "bad_choices": "坏"},
    Item.Kind.MONEY: {"more_than": "limit"},
}
FIGURES = [
    "",
    "30",
    "３5.00",
    "35",
    "40。5",
    "35,5 元",
    "1,200",
    "¥35",
    "三十",
    "-3",
    "35.005",
    "99999",
    " 35 ",
    "1e3",
    "35.60",
]
TEXTS = ["", "写了", "字" * 500, "字" * 501, " \u3000 "]


def questions() -> list[Item]:
    """Every sort of question with every need for an answer and a photo; amounts must not exceed the first one."""
    sorts = itertools.product(Item.Kind.values, Item.Needed.values, Item.Photo.values)
    found = [Item(code="limit", kind=Item.Kind.MONEY, needed=Item.Needed.NO)]
    for number, (kind, needed, photo) in enumerate(sorts):
        found.append(Item(code=f"q{number}", kind=kind, needed=needed, photo=photo, **BAD.get(kind, {})))
    for number, item in enumerate(found, start=1):
        item.pk = number
    return found


def draw(item: Item, dice: random.Random) -> dict:
    values = FIGURES if item.kind in ("money", "number") else ["", *item.answers] if item.answers else TEXTS
    value = "" if item.kind == "photo" else dice.choice(values)
    note = dice.choice(["", "", "看到", " ", "注" * 1001])
    return {"value": value, "note": note, "photos": dice.choice([[], [], ["a-1"], [f"a-{n}" for n in range(13)]])}


def test_the_script_and_the_server_find_the_same(person, installation):
    items, dice = questions(), random.Random(7)
    section = SimpleNamespace(pk=1, order=1, title="", items=SimpleNamespace(all=lambda: items))
    checklist = SimpleNamespace(code="c", name="c", for_kinds=[])
    version = SimpleNamespace(pk=1, number=1, checklist=checklist, sections=SimpleNamespace(all=lambda: [section]))
    said = [{item.code: draw(item, dice) for item in items} for _time in range(60)]
    who = person("chen").opens("/inspect/")
    with who.may_get(401):
        judged = who.page.evaluate(JUDGE, [json.loads(json.dumps(answers.as_data(version))), said])
    for one, (violations, lacking) in zip(said, judged, strict=True):
        read = answers.read_answers(version, one)
        assert set(lacking) ^ set(read.errors) == set(), one
        assert set(violations) ^ {row.code for row in read.violations} == set(), one
