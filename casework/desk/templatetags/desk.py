"""Small helps for the desk's templates."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from casework.ui.fields import face

register = template.Library()


@register.simple_tag
def widget(bound: BoundField) -> SafeString:
    """The bare input of a field, in the look of the house, for where its label stands elsewhere."""
    return face(bound).widget()


@register.filter
def phone(number: str) -> str:
    """A mobile number in the groups in which people say it: 138 0013 8000."""
    own = number.removeprefix("+86")
    return f"{own[:3]} {own[3:7]} {own[7:]}" if len(own) == 11 else number
