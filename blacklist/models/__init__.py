"""Everything that penalty decisions keep."""

from .decisions import Decision, Defence, Measure, Referral, Source, Vote
from .letters import Letter, LetterCounter, LetterKind, LetterSignature, LetterTemplate
from .objections import EntryObjection
from .repairs import Repair, RepairWord
from .tariff import Severity, TariffRow

__all__ = [
    "Decision",
    "Defence",
    "EntryObjection",
    "Letter",
    "LetterCounter",
    "LetterKind",
    "LetterSignature",
    "LetterTemplate",
    "Measure",
    "Referral",
    "Repair",
    "RepairWord",
    "Severity",
    "Source",
    "TariffRow",
    "Vote",
]
