"""People who sign in. Whoever complains needs no account."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.parties.names import PersonNameField
from casework.parties.phones import PhoneField


class UserQuerySet(models.QuerySet):
    def same_person_as(self, user: "User") -> "UserQuerySet":
        """The accounts of one person: this one, and every other with the same phone (separation of duties)."""
        same = models.Q(pk=user.pk)
        if user.phone:
            same |= models.Q(phone=user.phone)
        return self.filter(same)


class PeopleManager(UserManager.from_queryset(UserQuerySet)):
    use_in_migrations = False


class User(AbstractUser):
    """One account. Never deleted, only made inactive: the record names it."""

    first_name = None
    last_name = None
    name = PersonNameField(_("full name"), max_length=40)
    phone = PhoneField(
        _("phone"),
        blank=True,
        db_index=True,
        help_text=_("Two accounts with the same phone count as one person when duties must be separate."),
    )

    objects = PeopleManager()

    REQUIRED_FIELDS = ["name"]

    class Meta(AbstractUser.Meta):
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)
