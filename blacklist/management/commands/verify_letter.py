"""Check a letter: manage.py verify_letter FILE."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from blacklist.letters.checking import Outcome, Verdict, verify_words
from blacklist.letters.documents import MOST_BYTES, NoDocument, lines_of

EXIT = {Outcome.GENUINE: 0, Outcome.ALTERED: 1, Outcome.UNKNOWN: 2}
_IN_FORCE = {True: "in force now", False: "not in force now", None: "a letter that only tells"}
_SHORT = 200


class Command(BaseCommand):
    help = (
        "Say whether a letter is one of ours, word for word: a Word file, the text of a PDF, or a signed text. "
        "Exit code 0: genuine; 1: altered; 2: unknown."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the letter, as .docx or .txt")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            verdict = verify_words(_lines(file))
        except (OSError, NoDocument, UnicodeDecodeError) as error:
            self.stderr.write(f"{file} cannot be read as .docx or .txt. {error}".strip())
            sys.exit(EXIT[Outcome.UNKNOWN])
        for line in _said(verdict):
            self.stdout.write(line)
        sys.exit(EXIT[verdict.outcome])


def _lines(file: Path) -> list[str]:
    if file.stat().st_size > MOST_BYTES * 4:
        raise NoDocument("It is too large.")
    content = file.read_bytes()
    return lines_of(content) if content.startswith(b"PK") else content.decode("utf-8-sig").splitlines()


def _said(verdict: Verdict) -> list[str]:
    """In sentences, the most important first."""
    letter, said = verdict.letter, []
    if letter is None:
        if verdict.outcome == Outcome.GENUINE:
            return ["genuine: signed by us, word for word; but not stored here, so whether it is in force is open"]
        return ["unknown: no letter of this number went out from here"]
    said.append(f"{verdict.outcome}: {letter.number} of {letter.issued_at:%Y-%m-%d}, case {letter.case_number}")
    if verdict.key_retired:
        said.append(f"signed by key {letter.key}, which is not in SECRET_KEY or SECRET_KEY_FALLBACKS any more")
    elif verdict.outcome == Outcome.ALTERED and not verdict.differences:
        said.append("what is stored here is not what was signed")
    for one in verdict.differences:
        said += [f"- we wrote: {_cut(one.issued)}", f"  it says:  {_cut(one.found)}"]
    if verdict.standing:
        said.append(f"{_IN_FORCE[verdict.standing.in_force]}: {verdict.standing.words}")
    return said


def _cut(words: str) -> str:
    return (words[:_SHORT] + "…" if len(words) > _SHORT else words) or "(nothing)"
