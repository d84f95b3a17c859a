"""What a party gets of a file: a copy of its own with black boxes burnt in, prepared by the office, given by an act.

The boxes go into the pixels of the re-encoded copy, and every page is encoded anew: there is no layer to lift off.
The original and the office's copy stay as they are.
"""

from __future__ import annotations

import io
import math
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from PIL import Image, ImageDraw

from ..models.attachments import Attachment, AttachmentGrant
from . import convert, vault, workbench
from .store import NotYours

if TYPE_CHECKING:
    from casework.parties.models import Unit

MAX_BOXES = 300


@dataclass(frozen=True)
class Box:
    """A black box on one page (from 1); edges as fractions of the page's width and height, 0 to 1."""

    page: int
    x: float
    y: float
    width: float
    height: float

    @classmethod
    def whole(cls, page: int) -> Box:
        return cls(page, 0.0, 0.0, 1.0, 1.0)


def parse_boxes(raw: object, *, pages: int) -> list[Box]:
    """Boxes out of what a browser sent. Raises ValueError for anything else: a box must never be lost quietly."""
    if not isinstance(raw, list) or len(raw) > MAX_BOXES:
        raise ValueError("boxes")
    return [_parse_box(one, pages) for one in raw]


def _parse_box(raw: object, pages: int) -> Box:
    if not isinstance(raw, Mapping):
        raise ValueError("box")
    try:
        box = Box(int(raw["page"]), *(float(raw[edge]) for edge in ("x", "y", "width", "height")))
    except (KeyError, TypeError, OverflowError):
        raise ValueError("box") from None
    edges = (box.x, box.y, box.x + box.width, box.y + box.height)
    # A hair beyond the edge is rounding in the browser; NaN and infinity fail here too.
    inside = all(-0.001 <= edge <= 1.001 for edge in edges)
    if not (1 <= box.page <= pages and inside and box.width > 0 and box.height > 0):
        raise ValueError("box")
    return box


def prepare(*, attachment: Attachment, unit, boxes: Iterable[Box], by: str) -> AttachmentGrant:
    """Make `unit`'s copy of a file with `boxes` burnt in. It replaces what was prepared for it and not given yet.

    `by`: the address of the person of the office who looked it through. A grant shows nothing to anybody until
    `grant` gives it. Raises ValueError for a file that has no copy to show.
    """
    boxes = list(boxes)
    if not attachment.is_bound or not attachment.pages_shown:
        raise ValueError("nothing to show")
    place = f"{attachment.shown}/{secrets.token_hex(8)}"
    with workbench.folder() as folder:
        shown_type = burn(attachment, boxes, folder)
        vault.put_copies(place, folder, pages=attachment.pages_shown, media_type=shown_type)
    with transaction.atomic():
        before = AttachmentGrant.objects.prepared().filter(attachment=attachment, unit=unit)
        old_places = list(before.values_list("shown", flat=True))
        before.delete()
        prepared = AttachmentGrant.objects.create(
            attachment=attachment,
            unit=unit,
            shown=place,
            shown_type=shown_type,
            pages_shown=attachment.pages_shown,
            boxes=[asdict(box) for box in boxes],
            prepared_by=by,
            prepared_at=timezone.now(),
        )
        transaction.on_commit(lambda: [vault.drop(old) for old in old_places])
    return prepared


def burn(attachment: Attachment, boxes: Iterable[Box], folder: Path) -> str:
    """Write every shown page of the copy into `folder`, blacked out, and a thumbnail. Returns the media type."""
    boxes = list(boxes)
    for number in range(1, attachment.pages_shown + 1):
        name = vault.page_name(number, attachment.shown_type)
        with Image.open(io.BytesIO(vault.read(f"{attachment.shown}/{name}"))) as copy:
            page = convert.bare(copy)
        _black_out(page, [box for box in boxes if box.page == number])
        page.save(folder / name, quality=85) if name.endswith("jpg") else page.save(folder / name)
        if number == 1:
            (folder / vault.THUMB).write_bytes(convert.thumbnail(page))
    return attachment.shown_type


def _black_out(page: Image.Image, boxes: Iterable[Box]) -> None:
    """Outwards to whole pixels and one more: JPEG smears an edge into its neighbours."""
    draw = ImageDraw.Draw(page)
    for box in boxes:
        left, top = math.floor(box.x * page.width) - 1, math.floor(box.y * page.height) - 1
        right = math.ceil((box.x + box.width) * page.width) + 1
        bottom = math.ceil((box.y + box.height) * page.height) + 1
        draw.rectangle((left, top, right, bottom), fill="black" if page.mode == "RGB" else 0)


def prepared_for(*, case, unit) -> list[AttachmentGrant]:
    """What the office may tick for this unit: looked through, and not given yet."""
    found = AttachmentGrant.objects.prepared().filter(attachment__case=case, unit=unit)
    return list(found.select_related("attachment").order_by("attachment__event_seq", "attachment__created_at", "pk"))


def grant(*, prepared: Mapping[Unit, Iterable[int]], case, event_seq: int) -> None:
    """Give prepared copies to their units, inside the act's transaction, in one statement.

    Raises NotYours when one of them is not prepared for its unit in this case; the act then does not happen.
    """
    wanted = {unit: {int(pk) for pk in copies} for unit, copies in prepared.items()}
    number = sum(len(copies) for copies in wanted.values())
    if not number:
        return
    for_their_unit = Q(pk=None)
    for unit, copies in wanted.items():
        for_their_unit |= Q(unit=unit, pk__in=copies)
    of_case = Attachment.objects.filter(case=case).values("pk")
    found = AttachmentGrant.objects.prepared().filter(for_their_unit, attachment__in=of_case)
    if found.update(event_seq=event_seq) != number:
        raise NotYours


def given_to(*, attachment: Attachment, units: Iterable[int]) -> AttachmentGrant | None:
    """The copy that people of these units are shown: the one given last."""
    given = AttachmentGrant.objects.given().filter(attachment=attachment, unit__in=list(units))
    return given.order_by("-event_seq", "-pk").first()
