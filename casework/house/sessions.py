"""Sessions in the database; a new one in one statement, where Django needs four."""

from secrets import token_hex

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import CreateError
from django.db import IntegrityError


class SessionStore(db.SessionStore):
    """A new key is not looked up before it is written: of 128 random bits nobody has the same, and if somebody had, the
    insert would be refused and `create` would take another."""

    def _get_new_session_key(self) -> str:
        return token_hex(16)

    def save(self, must_create: bool = False) -> None:
        """Raises CreateError where the key is another session's. One row needs no transaction around it."""
        if not must_create:
            super().save()
            return
        try:
            self.create_model_instance(self._get_session(no_load=True)).save(force_insert=True)
        except IntegrityError as clash:
            raise CreateError from clash
