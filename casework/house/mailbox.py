"""Mails as files, each one for itself, to be opened by any mail program; in place of a mail server for trying out."""

from django.core.mail import EmailMessage
from django.core.mail.backends import filebased


class EmailBackend(filebased.EmailBackend):
    """Into EMAIL_FILE_PATH, one `.eml` file for each time the backend is opened: for each mail of ours."""

    def _get_filename(self) -> str:
        return super()._get_filename().removesuffix(".log") + ".eml"

    def write_message(self, message: EmailMessage) -> None:
        self.stream.write(message.message().as_bytes())
