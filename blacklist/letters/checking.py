"""Whether a letter is ours, and says what we wrote (issue 9 §3: a forged or altered one is told from a real one).

Three proofs, all of which must hold: the signature over the canonical text; every signed word in the letter; and no
word in it that did not go out. What is compared are words: pictures, stamps and layout are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.utils.crypto import constant_time_compare

from ..models import Letter
from . import numbers, signing
from .canonical import HEADING, SIGNATURE_LABEL, digest_of, squeezed
from .documents import lines_of
from .signatures import signatures_of
from .standing import Standing, standing_of

_SIGNED_BY = f"{SIGNATURE_LABEL}："
# Of what is longer than any letter of ours no comparison is made.
MOST_CHARACTERS = 200_000


class Outcome(StrEnum):
    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Difference:
    """Words that we wrote, and what stands in their place; either may be empty."""

    issued: str
    found: str


@dataclass(frozen=True)
class Verdict:
    """`letter` is the one it is, or pretends to be; None of one that we do not know. `key_retired`: signed by a key
    that is no longer in the settings, so that neither yes nor no can be said."""

    outcome: Outcome
    letter: Letter | None = None
    differences: tuple[Difference, ...] = ()
    standing: Standing | None = None
    key_retired: bool = False


NOT_OURS = Verdict(Outcome.UNKNOWN)


# --- by its QR code ---------------------------------------------------------------------------------------------------
def verify(slug: str, digest: str) -> Verdict:
    """Of what the QR code holds: genuine, and whether it is in force now; altered, where there is a letter of that
    number with other words."""
    letter = Letter.objects.filter(number=numbers.read_slug(slug)).defer("document").first()
    if letter is None:
        return NOT_OURS
    if not constant_time_compare(digest_of(letter.canonical), digest):
        return Verdict(Outcome.ALTERED, letter)
    return _signed(letter)


def _signed(letter: Letter) -> Verdict:
    """Of one whose words are as stored: are they as signed?"""
    signatures = signatures_of(letter)
    if not signatures:
        return Verdict(Outcome.UNKNOWN, letter, key_retired=True)
    if not any(signing.holds(letter.canonical, signature) for signature in signatures):
        return Verdict(Outcome.ALTERED, letter)
    return Verdict(Outcome.GENUINE, letter, standing=standing_of(letter))


# --- by its words -----------------------------------------------------------------------------------------------------
def signed_text(letter: Letter) -> str:
    """Canonical text and signature as one file, which anybody can keep and check."""
    return f"{letter.canonical}\n{_SIGNED_BY}{letter.signature}\n"


def verify_words(lines: Sequence[str]) -> Verdict:
    """Of a letter's paragraphs, as they were read from a Word file or copied from a PDF; or of a signed text."""
    lines = [line for line in lines if squeezed(line)]
    if sum(map(len, lines)) > MOST_CHARACTERS:
        return NOT_OURS
    if lines and squeezed(lines[0]) == squeezed(HEADING):
        return _verify_signed_text(lines)
    verdicts = [_compared(letter, lines) for letter in _named_in(lines)]
    return min(verdicts, key=_by_how_much, default=NOT_OURS)


def _named_in(lines: Sequence[str]) -> Iterator[Letter]:
    """The letters whose number stands in it: its own, and those that it speaks of."""
    for number in numbers.numbers_in(squeezed("".join(lines))):
        if letter := Letter.objects.filter(number=number).first():
            yield letter


def _by_how_much(verdict: Verdict) -> tuple[bool, int]:
    """A letter that names another is that with which it has more in common."""
    lost = sum(len(one.issued) + len(one.found) for one in verdict.differences)
    return verdict.outcome == Outcome.ALTERED, lost


def _compared(letter: Letter, lines: Sequence[str]) -> Verdict:
    issued = lines_of(bytes(letter.document))
    differences = _differences(issued, lines)
    if not differences:
        text = squeezed("".join(lines))
        differences = tuple(Difference(line, "") for line in _signed_lines(letter) if squeezed(line) not in text)
    return Verdict(Outcome.ALTERED, letter, differences) if differences else _signed(letter)


def _signed_lines(letter: Letter) -> list[str]:
    """The signed words without their labels; heading and title stand in the canonical text only."""
    return [line.partition("：")[2] for line in letter.canonical.split("\n")[2:]]


def _verify_signed_text(lines: list[str]) -> Verdict:
    signature = next((line.strip()[len(_SIGNED_BY) :] for line in lines if line.strip().startswith(_SIGNED_BY)), "")
    words = [line.strip() for line in lines if not line.strip().startswith(_SIGNED_BY)]
    letter = next(_named_in([line for line in words if line.startswith("文号：")]), None)
    if letter is None:
        # The signature holds without the database, as after its loss.
        return Verdict(Outcome.GENUINE) if signing.holds("\n".join(words), signature) else NOT_OURS
    differences = _differences(letter.canonical.split("\n"), words)
    if signature and signature != letter.signature:
        differences = (*differences, Difference(letter.signature, signature))
    return Verdict(Outcome.ALTERED, letter, differences) if differences else _signed(letter)


def _differences(issued: Sequence[str], found: Sequence[str]) -> tuple[Difference, ...]:
    """Line by line; none where both say the same, however it is parted into lines."""
    ours, theirs = [squeezed(line) for line in issued], [squeezed(line) for line in found]
    if "".join(ours) == "".join(theirs):
        return ()
    changes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return tuple(
        Difference("\n".join(issued[a:b]), "\n".join(found[c:d])) for tag, a, b, c, d in changes if tag != "equal"
    )
