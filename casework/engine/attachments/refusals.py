"""Why a file is not taken, in sentences that say what is accepted and what to do instead."""

from __future__ import annotations

from django.utils.translation import gettext as _


class FileRefused(Exception):
    """This file was not kept. `message` is the sentence for the person who chose it."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def megabytes(size: int) -> str:
    """ "86 MB", "1.2 MB", "0.3 MB": as phones show it."""
    value = size / 1024 / 1024
    return f"{value:.0f} MB" if value >= 10 else f"{max(value, 0.1):.1f} MB"


def too_large(size: int, limit: int, *, is_film: bool = False) -> FileRefused:
    if is_film:
        return FileRefused(
            _("Too large: %(size)s, the limit for videos is %(limit)s. Cut it to about a minute, or send it in parts.")
            % {"size": megabytes(size), "limit": megabytes(limit)}
        )
    return FileRefused(
        _("Too large: %(size)s, the limit is %(limit)s. Choose a smaller version, or send a screenshot of it.")
        % {"size": megabytes(size), "limit": megabytes(limit)}
    )


def no_sheet() -> FileRefused:
    return FileRefused(
        _("This is no sheet that we can take: XLSX, XLS, ODS or CSV. Save it as one of these and choose it again.")
    )


def sheet_too_large(size: int, limit: int) -> FileRefused:
    return FileRefused(
        _("Too large: %(size)s, the limit for sheets is %(limit)s. Take pictures out of it, or send its rows alone.")
        % {"size": megabytes(size), "limit": megabytes(limit)}
    )


def empty() -> FileRefused:
    return FileRefused(
        _("The file arrived empty. Choose it once more; if it stays empty, send a screenshot of it instead.")
    )


def unknown() -> FileRefused:
    return FileRefused(
        _(
            "This is neither a photo nor a PDF nor a video that we can take: photos (JPEG, PNG, WebP, HEIC), PDF "
            "files, videos (MP4, MOV). Send a photo or a screenshot of it instead."
        )
    )


def other_film() -> FileRefused:
    return FileRefused(
        _(
            "Videos of this kind cannot be played here; MP4 and MOV can. Save it as MP4, or send screenshots now and "
            "say that there is a video."
        )
    )


def broken_film() -> FileRefused:
    return FileRefused(
        _("This video is damaged or incomplete. Play it once on your phone; if it plays to its end, choose it again.")
    )


def broken_off() -> FileRefused:
    return FileRefused(_("The file did not arrive whole. Please choose it once more."))


def unreadable(reason: str, *, is_pdf: bool) -> FileRefused:
    """`reason` as `convert` gives it: "damaged", "pixels" or "locked"."""
    if reason == "locked":
        return FileRefused(
            _(
                "This PDF is locked with a password. Save it without the password and choose it again, "
                "or send photos or screenshots of its pages."
            )
        )
    if is_pdf:
        return FileRefused(
            _("This PDF is damaged or incomplete. Choose it once more, or send photos or screenshots of its pages.")
        )
    if reason == "pixels":
        return FileRefused(
            _("This picture has more pixels than we can open. Choose a smaller version, or send a screenshot of it.")
        )
    return FileRefused(
        _("This picture is damaged or incomplete. Choose it once more, or open it and send a screenshot of it.")
    )


def too_many(count: int) -> FileRefused:
    return FileRefused(
        _("You already have %(count)d files here that are not sent yet. Send these first, then add more.")
        % {"count": count}
    )


def too_much(size: int) -> FileRefused:
    return FileRefused(
        _("You already have %(size)s of files here that are not sent yet. Send these first, then add more.")
        % {"size": megabytes(size)}
    )


def none_chosen() -> FileRefused:
    return FileRefused(
        _("No file was chosen. Choose a photo (JPEG, PNG, WebP, HEIC), a PDF file or a video (MP4, MOV), then send it.")
    )
