"""Small helps for the desk's templates."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from casework.parties import phones
from casework.ui.fields import face

register = template.Library()


@register.simple_tag
def widget(bound: BoundField) -> SafeString:
    """The bare input of a field, in the look of the house, for where its label stands elsewhere."""
    return face(bound).widget()


@register.filter
def phone(number: str) -> str:
    """A kept number in the groups in which people say it."""
    return phones.spoken(number)
