"""Every letter that comes with the system can be printed: LibreOffice makes a PDF of it, with its words."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from blacklist.letters.canonical import squeezed
from blacklist.models import LetterKind

from .factories import make_letter

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed (.ci/run installs it)"),
]


@pytest.mark.parametrize("kind", LetterKind.values)
def test_a_letter_becomes_a_pdf_with_all_its_words(kind, tmp_path):
    letter = make_letter(kind)
    text = squeezed(printed(bytes(letter.document), tmp_path))
    for line in letter.canonical.split("\n")[2:]:
        assert squeezed(line.partition("：")[2]) in text


def printed(document: bytes, folder: Path) -> str:
    (folder / "letter.docx").write_bytes(document)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), "letter.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(folder / "letter.pdf") as pdf:
        assert 1 <= len(pdf) <= 3
        return "".join(page.get_textpage().get_text_range() for page in pdf)
