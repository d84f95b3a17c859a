"""Amounts for templates."""

from django import template

from casework.vouchers import money

register = template.Library()


@register.filter
def yuan(fen: int) -> str:
    """12345678 as 123,456.78."""
    return money.yuan(fen)
