"""Phone numbers: a person's in one spelling, so that the same phone is the same person; a unit's as it is dialled."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

HOME_REGION = "CN"
MOBILE_DIGITS = 11

validate_service_phone = RegexValidator(
    # 95516, 12345, 0731-0000 0000, (0731) 0000 0000, 400-000-0000 转 1
    r"^\+?[\d(（][\d\s()（）-]{1,22}\d(\s*转\s*\d{1,6})?$",
    _("Give the phone number as people dial it, for example 0731-0000 0000 or 95516."),
)


def as_e164(text: str | None) -> str:
    """The number in E.164 (`+8613800000000`), whatever way it was typed; empty stays empty.

    Raises ValidationError, in words for the person who typed it, when it cannot be a number.
    """
    text = (text or "").strip()
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise _no_phone(sum(letter.isdigit() for letter in text))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _no_phone(digits: int) -> ValidationError:
    words = _("A mobile number has 11 digits, you gave %(digits)d.")
    if digits == MOBILE_DIGITS:
        words = _("No phone number looks like this: please check its digits.")
    return ValidationError(words, code="invalid_phone", params={"digits": digits})


class PhoneField(models.CharField):
    """A person's phone; stored, compared and looked up in E.164."""

    def __init__(self, *args, max_length: int = 20, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def to_python(self, value):
        return as_e164(value)

    def pre_save(self, model_instance, add):
        number = as_e164(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, number)
        return number
