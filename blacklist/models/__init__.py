"""Everything that penalty decisions keep."""

from .letters import Letter, LetterCounter, LetterKind, LetterTemplate

__all__ = ["Letter", "LetterCounter", "LetterKind", "LetterTemplate"]
