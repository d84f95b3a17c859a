"""Mails as files, each one for itself, to be opened by any mail program; in place of a mail server for trying out."""

import secrets

from django.core.mail import EmailMessage
from django.core.mail.backends import filebased


class EmailBackend(filebased.EmailBackend):
    """Into EMAIL_FILE_PATH, one `.eml` file for each time the backend is opened: for each mail of ours."""

    def _get_filename(self) -> str:
        # Django's name is the second and the backend's place in memory, which the next backend may have again.
        return f"{super()._get_filename().removesuffix('.log')}-{secrets.token_hex(4)}.eml"

    def write_message(self, message: EmailMessage) -> None:
        self.stream.write(message.message().as_bytes())
