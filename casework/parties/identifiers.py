"""Identifiers of organisations: 统一社会信用代码 and the film system's cinema codes (LAW §8)."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

# Digits 3-4 of a cinema code: the film system's own numbers of the 14 prefectures. They are not GB/T 2260's.
PREFECTURE_OF_CINEMA_CODE = {
    "01": "430100",
    "02": "430200",
    "03": "430300",
    "04": "430400",
    "05": "430500",
    "06": "430600",
    "07": "430900",
    "08": "430700",
    "09": "431300",
    "10": "431000",
    "11": "431100",
    "12": "431200",
    "13": "433100",
    "14": "430800",
}

validate_cinema_code = RegexValidator(
    r"^43\d{6}\Z", _("A cinema code of Hunan has 8 digits and starts with 43, for example 43020011.")
)


def validate_uscc(value: str) -> None:
    """Refuse what is no 统一社会信用代码 (GB 32100-2015): 18 characters, the last one a check character."""
    if not uscc.is_valid(value):
        raise ValidationError(
            _("This is no valid unified social credit code: please compare its 18 characters with the licence."),
            code="invalid_uscc",
        )


def prefecture_of_cinema_code(code: str) -> str | None:
    """The division code of the prefecture that a cinema code names, or None where the number is unknown."""
    return PREFECTURE_OF_CINEMA_CODE.get(code[2:4])
