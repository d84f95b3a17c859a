"""Text as it comes in: kept as it was written, without what nobody can see and nothing needs (issue 6 §4).

Whatever the house stores passed `clean_text` first: requests do in `ui.entrance`, what calls the door in `ActForm`, a
sheet's cells in `parties.sheets`. It drops, it never rewrites: rare characters, emoji, full-width forms, private-use
characters of old Chinese code pages and any sort of space stay. Cleaning twice is cleaning once.
"""

from __future__ import annotations

import re
import unicodedata

# Line ends of every system; what Word and others paste for "a new line in the same paragraph" is one too.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters but tab and line feed; half characters; what Unicode says is no character, for all planes.
_NOTHING = "\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + "".join(
    chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
# Never seen and never needed: soft hyphen, grapheme joiner, fillers, zero-width space and joiner of words, directions
# laid over a text (they make "exe.jpg" of "gpj.exe"), deprecated marks, byte order mark, places of objects.
_UNSEEN = "\xad\u034f\u115f\u1160\u200b\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc\U000e0000-\U000e001f"
_DROPPED = re.compile(f"[{_NOTHING}{_UNSEEN}]")

# Scripts whose letters change with their neighbours: Arabic (Uyghur), Tibetan, Mongolian, those of India and the south.
_JOINING = "\u0590-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
_JOINING += "\U00010800-\U00011fff\U0001e900-\U0001e95f"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f]")
_MONGOLIAN_SHAPES = re.compile("(?<![\u1820-\u18af])[\u180b-\u180f]+")
# One joiner where a script needs it, one between two pictures that make one.
_PICTURE = "\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001fbff"
_JOINERS = re.compile(
    f"(?P<letters>(?<=[{_JOINING}])[\u200c\u200d]+|[\u200c\u200d]+(?=[{_JOINING}]))"
    f"|(?P<pictures>(?<=[{_PICTURE}\ufe0f\U000e007f])\u200d+(?=[{_PICTURE}]))"
    "|[\u200c\u200d]+"
)
# A choice of shape belongs to the sign before it; spelled-out flags (of Scotland) to the black flag and their end.
_SHAPE = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_LONE_SHAPES = re.compile(f"(?:(?<=[\\s{_SHAPE}])|^)[{_SHAPE}]+")
_TAGS = re.compile("(?P<flag>\U0001f3f4[\U000e0030-\U000e007a]{1,8}\U000e007f)|[\U000e0020-\U000e007f]+")

_MIDDLE_DOTS = re.compile("[ \u3000]*[•‧∙⋅・･·\u0387．][ \u3000]*")
# What is counted as nothing of its own beside the sign it belongs to.
_BESIDE = re.compile(f"\u200d.|[{_SHAPE}\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u20e3\u200c\u200e\u200f\u061c]")


def clean_text(text: str) -> str:
    """The text as it is kept: NFC, lines ended by a line feed alone, nothing in it that is neither seen nor needed.

    A joiner stays where it makes one picture of several or shapes a letter; a direction mark where something is written
    from right to left. PostgreSQL takes whatever comes out; a NUL it would refuse.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _DROPPED.sub("", _LINE_ENDS.sub("\n", text))
    text = _TAGS.sub(lambda found: found["flag"] or "", text)
    text = _MONGOLIAN_SHAPES.sub("", _LONE_SHAPES.sub("", text))
    if not _RIGHT_TO_LEFT.search(text):
        text = _DIRECTION_MARKS.sub("", text)
    text = _JOINERS.sub(lambda found: found[0][0] if found["letters"] or found["pictures"] else "", text)
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """A name or another short answer: any white space, also of no break and of full width, is one space; none at the
    ends."""
    return " ".join(clean_text(text).split())


def person_name(text: str) -> str:
    """A person's name in one line, its parts parted by · whichever of a keyboard's middle dots was typed."""
    return _MIDDLE_DOTS.sub("·", one_line(text))


def half_width(text: str) -> str:
    """A number, a code or an identifier in letters and figures of one width, whatever input method was on."""
    return unicodedata.normalize("NFKC", one_line(text))


def length_seen(text: str) -> int:
    """How many characters a person sees: a family of four is one, a letter with its accent is one, 𠮷 is one."""
    parts = _BESIDE.sub("", text)
    return sum(not unicodedata.combining(sign) for sign in parts)
