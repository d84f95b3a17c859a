"""The demo's photos, on machines with a Chinese font and without."""

import pytest
from PIL import Image

from casework.demo import pictures


@pytest.fixture(params=[pictures.CHINESE_FONTS, ()], ids=["with a Chinese font", "without one"])
def _fonts(request, monkeypatch):
    monkeypatch.setattr(pictures, "CHINESE_FONTS", request.param)
    pictures._font.cache_clear()
    yield
    pictures._font.cache_clear()


@pytest.mark.usefixtures("_fonts")
@pytest.mark.parametrize("kind", pictures.DRAWERS)
def test_a_drawing_is_a_small_jpeg(kind):
    upload = pictures.Picture(kind, ("系统升级|SYSTEM UPDATE", "19:20")).upload()
    assert upload.size < 80_000
    assert Image.open(upload).format == "JPEG"
