"""What the picker says before anything is sent (P3): the limits as the server holds them."""

from django import template

from ..attachments import store

register = template.Library()


@register.simple_tag
def upload_limits() -> dict[str, int]:
    """Megabytes of a photo or PDF (`file`), of a video (`film`), and how many files may lie here unsent (`count`)."""
    megabyte = 1024 * 1024
    return {
        "file": store.MAX_BYTES // megabyte,
        "film": store.MAX_FILM_BYTES // megabyte,
        "count": store.MAX_WAITING,
    }
