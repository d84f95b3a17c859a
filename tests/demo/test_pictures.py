"""The demo's photos."""

import pytest
from PIL import Image

from casework.demo import pictures


@pytest.mark.parametrize("kind", pictures.DRAWERS)
def test_a_drawing_is_a_small_jpeg_and_says_what_it_shows(kind):
    upload = pictures.Picture(kind, ("系统升级", "19:20")).upload()
    assert upload.size < 80_000
    assert Image.open(upload).format == "JPEG"
    assert Image.open(pictures.Picture(kind, ()).upload()).tobytes() != Image.open(upload).tobytes()
