"""Phone numbers: a person's in one spelling, so that the same phone is the same person; a unit's as it is dialled."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.ui.text import half_width

HOME_REGION = "CN"
MOBILE_DIGITS = 11
# As RFC 3966 writes it; behind it stands the extension of a switchboard.
EXTENSION = ";ext="

_DASHES = re.compile(r"[‐-―−ー]")
_DOTS = re.compile(r"[•‧∙⋅・·]")
_EXTENSION = re.compile(r"\s*(?:转接?|分机|;?ext[.=]?|x|#)\s*(\d{1,6})$", re.IGNORECASE)
# 0731-8888 8888-8001: a third part behind a whole landline number is an extension.
_THIRD_PART = re.compile(r"^(\(?0\d{2,3}\)?[- ]?\d{3,4} ?\d{4})-(\d{1,6})$")

validate_service_phone = RegexValidator(
    # 95516, 12345, 0731-0000 0000, (0731) 0000 0000, 400-000-0000 转 1
    r"^\+?[\d(][\d\s()-]{1,22}\d(\s*转\s*\d{1,6})?$",
    _("Enter the phone number as people dial it, for example 0731-0000 0000 or 95516."),
)


def as_e164(text: str | None) -> str:
    """The number in E.164 (`+8613800138000`), whatever way it was typed; empty stays empty.

    A switchboard's extension stays behind it: `+8673188888888;ext=8001`. Raises ValidationError, in words for the
    person who typed it, when it cannot be a number.
    """
    plain, extension = _taken_apart(text)
    if not plain:
        return ""
    try:
        number = phonenumbers.parse(plain, HOME_REGION)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise _no_phone(plain)
    found = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{found}{EXTENSION}{extension}" if extension else found


def as_dialled(text: str | None) -> str:
    """A unit's number as its people write it, in letters and figures of one width: 400-000-0000 转 1."""
    plain = _DOTS.sub("-", _DASHES.sub("-", half_width(text or "")))
    return _EXTENSION.sub(r" 转 \1", plain)


def spoken(number: str) -> str:
    """A kept number in the groups in which people say it: 138 0013 8000, 0731 8888 8888 ext. 8001."""
    whole, _mark, extension = number.partition(EXTENSION)
    try:
        parsed = phonenumbers.parse(whole, HOME_REGION)
    except phonenumbers.NumberParseException:
        return number
    at_home = phonenumbers.region_code_for_number(parsed) == HOME_REGION
    way = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    said = phonenumbers.format_number(parsed, way)
    if not extension:
        return said
    return _("%(number)s ext. %(extension)s") % {"number": said, "extension": extension}


def _taken_apart(text: str | None) -> tuple[str, str]:
    """The number and its extension, of one width, with plain dashes."""
    plain = _DOTS.sub("-", _DASHES.sub("-", half_width(text or "")))
    found = _EXTENSION.search(plain)
    if found:
        return plain[: found.start()], found[1]
    third = _THIRD_PART.match(plain)
    return (third[1], third[2]) if third else (plain, "")


def _no_phone(plain: str) -> ValidationError:
    digits = re.sub(r"\D", "", plain)
    own = re.sub(r"^(00)?86(?=1)", "", digits)
    words = _("A mobile number has 11 digits; you entered %(digits)d.")
    if len(own) >= 2 * MOBILE_DIGITS - 2:
        words = _("Please give one number here, the one on which you are reached best.")
    elif own.startswith("0"):
        words = _("A landline number has an area code and 7 or 8 digits, for example 0731-0000 0000.")
    elif len(own) == MOBILE_DIGITS:
        words = _("No phone number looks like this: please check its digits.")
    return ValidationError(words, code="invalid_phone", params={"digits": len(own)})


class PhoneField(models.CharField):
    """A person's phone; stored, compared and looked up in E.164."""

    def __init__(self, *args, max_length: int = 32, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def to_python(self, value):
        return as_e164(value)

    def pre_save(self, model_instance, add):
        number = as_e164(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, number)
        return number


class ServicePhoneField(models.CharField):
    """A unit's phone, also a short one such as 12345; stored as it is dialled."""

    default_validators = [validate_service_phone]

    def __init__(self, *args, max_length: int = 40, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def to_python(self, value):
        return as_dialled(value)
