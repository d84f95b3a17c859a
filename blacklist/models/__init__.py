"""Everything that penalty decisions keep."""

from .letters import Letter, LetterCounter, LetterKind, LetterSignature, LetterTemplate

__all__ = ["Letter", "LetterCounter", "LetterKind", "LetterSignature", "LetterTemplate"]
