"""The letters of a case as Word files, to be printed, stamped and kept, for whoever may see the case."""

from __future__ import annotations

import io

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from blacklist.letter_access import read_letter
from blacklist.letters.canonical import TITLES
from casework.ui.views import private

from .people import Reader, for_staff
from .views_cases import pane_at

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def send_letter(request: HttpRequest, reader: Reader, number: str, pk: int) -> HttpResponseBase:
    """For a reader at any desk, under its number and kind. 404 for a letter that is not theirs to read."""
    letter = read_letter(pane_at(request, reader, number).view, pk)
    if letter is None:
        raise Http404
    name = f"{letter.number} {TITLES[letter.kind]}.docx"
    file = io.BytesIO(letter.document)
    return private(FileResponse(file, as_attachment=True, filename=name, content_type=DOCX))


letter = require_GET(for_staff(send_letter))
