"""The words of a letter as they are signed, whatever its Word file looks like.

Plain text, UTF-8, NFC, lines parted by a line feed, none at the end. First `HEADING`; then the kind; then for each
field in the order of `fields.signed` one line for each paragraph, label and words parted by "：". White space within a
line is one space; a field that says nothing has no line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256

from ..models import LetterKind
from .data import Words
from .fields import signed

# Says by which rules the text was made. Letters of other rules have another one, and stay as they are.
HEADING = "湘观影文书核验文本（第1版）"
SIGNATURE_LABEL = "签名"
# What a letter is called, always Chinese, as letters are.
TITLES: Mapping[str, str] = {
    LetterKind.NOTICE: "告知书",
    LetterKind.HEARING_NOTICE: "听证通知书",
    LetterKind.DECISION: "处理决定书",
    LetterKind.REPAIR_NOTICE: "信用修复告知书",
    LetterKind.FUND_NOTICE: "资金补贴资格通知函",
}
DIGEST_LENGTH = 16


def canonical_text(kind: str, words: Words) -> str:
    lines = [HEADING, f"文书：{TITLES[kind]}"]
    lines += [f"{field.label}：{paragraph}" for field in signed(kind) for paragraph in words[field.name]]
    return "\n".join(lines)


def digest_of(canonical: str) -> str:
    """The short hash that stands in the QR code: 64 bits. It finds a mistake or a swap; that nobody made up the words
    is what the signature says."""
    return sha256(canonical.encode()).hexdigest()[:DIGEST_LENGTH]


def squeezed(text: str) -> str:
    """Only what was written: no white space, which Word and a copy from a PDF set as they like."""
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text))
