"""Real input: what citizens really wrote, filed against the cinemas there really are, and found again (issue 4 §6).

The messages keep their publisher's raw white space. They are not in the repository: the data lies beside the clone.
"""

import csv
import unicodedata
from pathlib import Path

import pytest
from django.test import TestCase

from casework.desk.filters import FilterForm
from casework.engine import door
from casework.engine.actors import Actor
from casework.engine.errors import Refused
from casework.engine.models import Case, EventText
from casework.parties.models import Cinema, Unit
from complaints.categories import BODY, CATEGORIES
from complaints.filing_forms import FilingForm
from tests.engine.world import at, make_world

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
LIMIT = FilingForm.base_fields["story"].max_length
FILED = at("2026-09-28 20:14")
PHRASE = 12
ABSENT = 20

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the data to try things with is not beside the clone")


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def story_of(message: dict[str, str]) -> str:
    """The whole message as a browser posts a text of several lines."""
    return f"{message['theme']}\n{message['detail']}".replace("\r\n", "\n").replace("\n", "\r\n")


ABOUT_CINEMAS = [category for category in CATEGORIES if BODY not in category.answers]


def plain(text: str) -> str:
    """Letters and figures only, one space between runs: the plain way to say what the search looks at."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def middle_of(story: str) -> str:
    """A phrase as someone would copy it out of the middle: within its words, punctuation and all, but no white space
    (the search box takes that for a second phrase) and not only punctuation."""
    half = len(story) // 2
    starts = sorted(range(len(story) - PHRASE), key=lambda start: abs(start - half))
    pieces = (story[start : start + PHRASE] for start in starts)
    return next(piece for piece in pieces if not any(c.isspace() for c in piece) and len(plain(piece)) >= PHRASE - 2)


def make_cinemas() -> list[int]:
    """Every cinema of the register, names as published; returns their keys in the register's order."""
    register = rows_of("hunan_cinemas.csv")
    units = [Unit(kind=Unit.Kind.CINEMA, name=r["name"], division_id=r["prefecture_code"]) for r in register]
    planted = Unit.objects.plant(units)
    Cinema.objects.bulk_create(Cinema(unit=u, code=r["code"]) for u, r in zip(planted, register, strict=True))
    return [unit.pk for unit in planted]


def file(number: int, story: str, cinema: int, platform: int):
    """Through the door, whose form cleans it, as whoever sends the wizard's last page."""
    category = ABOUT_CINEMAS[number % len(ABOUT_CINEMAS)]
    said = {
        "category": category.code,
        "at_the_cinema": "no",
        "cinema": cinema,
        "platform": platform,
        "happened_on": "2026-09-26",
        "proof_shown": "complete" if category.proof else "",
        "story": story,
        "name": "示例市民",
        "phone": f"138{number:08d}",
    }
    return door.open_case("complaint", by=Actor.filer(), key=f"real-{number}", at=FILED, **said).case


@pytest.mark.long
class TestRealInput(TestCase):
    """One filing of everything for all the tests of the class."""

    @classmethod
    def setUpTestData(cls) -> None:
        world = make_world()
        cls.cinemas, cls.platform = make_cinemas(), world.platform.pk
        cls.stories = [story_of(message) for message in rows_of("citizen_messages.csv")]
        cls.filed, cls.refused = {}, {}
        for number, story in enumerate(cls.stories):
            # A step with no factor in common: each message meets a cinema of its own, from all over the register.
            cinema = cls.cinemas[number * 7 % len(cls.cinemas)]
            try:
                cls.filed[number] = file(number, story, cinema, cls.platform).pk
            except Refused as refusal:
                cls.refused[number] = refusal.fields
        kept = EventText.objects.filter(event__case__in=cls.filed.values(), event__name="file")
        cls.kept = dict(kept.values_list("event__case", "values__story"))
        cls.indexed = _texts_by_case(cls.kept)

    def found(self, words: str) -> set[int]:
        """The desk's own way to `engine.search.matching`: its list of all cases, narrowed by the search box."""
        form = FilterForm({"q": words}, reader=None)
        return set(form.narrow(Case.objects.all(), FILED).values_list("pk", flat=True))

    def test_every_message_is_filed_none_is_too_long(self):
        assert len(self.stories) >= 400
        assert not self.refused
        assert len(self.filed) == len(self.stories)

    def test_what_was_written_is_kept_to_the_letter(self):
        """But for the line ends, and the one zero-width space that a message has."""
        for number, pk in self.filed.items():
            written = self.stories[number].replace("\r\n", "\n").replace("\u200b", "")
            assert self.kept[pk] == written.strip(), number

    def test_a_message_beyond_the_limit_is_refused_beside_its_field_and_nothing_is_trimmed(self):
        longest = max(self.stories, key=len)
        before = Case.objects.count()

        with pytest.raises(Refused) as refusal:
            file(999, longest * 3, self.cinemas[0], self.platform)

        assert list(refusal.value.fields) == ["story"]
        assert str(LIMIT) in str(refusal.value.fields["story"][0])
        assert Case.objects.count() == before

    def test_each_is_found_by_a_phrase_from_its_middle(self):
        for number, pk in self.filed.items():
            phrase = middle_of(self.stories[number])
            found = self.found(phrase)
            wanted = {case for case, text in self.indexed.items() if plain(phrase) in text}

            assert pk in found, (number, phrase)
            assert found == wanted, (number, phrase)

    def test_phrases_that_nobody_wrote_find_nothing(self):
        absent = self.absent_phrases()

        assert len(set(absent)) == ABSENT
        for phrase in absent:
            assert not self.found(phrase), phrase

    def absent_phrases(self) -> list[str]:
        """Two halves from the middles of two messages, each half there, the whole nowhere (looked up in every text)."""
        halves = [plain(middle_of(story)).replace(" ", "")[:4] for story in self.stories]
        spliced = (first + second for first, second in zip(halves, halves[200:], strict=False))
        return [words for words in spliced if not any(words in text for text in self.indexed.values())][:ABSENT]

    def test_a_cinema_of_the_register_is_found_by_its_name_as_published(self):
        for number in list(self.filed)[::20]:
            name = Unit.objects.get(pk=self.cinemas[number * 7 % len(self.cinemas)]).name

            assert self.filed[number] in self.found(name.replace(" ", "")), name


def _texts_by_case(stories: dict[int, str]) -> dict[int, str]:
    """What can be found of each case, in plain: the story, its number, its parties' names and its category."""
    by_code = {category.code: category for category in CATEGORIES}
    found = {}
    for case in Case.objects.filter(pk__in=stories).prefetch_related("parties__unit"):
        category = by_code[case.topic]
        names = [f"{party.unit.name} {party.unit.short_name}" for party in case.parties.all()]
        texts = [stories[case.pk], case.number, f"{category.label} {category.plain}", *names]
        found[case.pk] = " \n ".join(plain(text) for text in texts)
    return found
