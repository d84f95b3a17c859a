"""Django's own signals that end a sign-in: sign-out, and a user saved with another password or deactivated."""

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_save

from .bells import check_sign_in, close_sockets


def connect() -> None:
    user_logged_out.connect(_signed_out, dispatch_uid="notifications.signed_out")
    post_save.connect(_saved, sender=get_user_model(), dispatch_uid="notifications.user_saved")


def _signed_out(sender, request, user, **kwargs) -> None:
    if user is not None:
        close_sockets(user, session_key=request.session.session_key)


def _saved(sender, instance, created, update_fields, **kwargs) -> None:
    # Signing in saves `last_login` alone, and says nothing about who may stay.
    if not created and update_fields != frozenset({"last_login"}):
        check_sign_in(instance)
