"""Ways into the complaint form with what is known already filled in."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from casework.parties.models import Platform, Unit


def about_refused_extension(unit: Unit) -> str:
    """Against the platform of this unit, which would not extend a voucher."""
    platform = Platform.objects.values_list("pk", flat=True).get(unit=unit)
    return f"{reverse('complaints:new')}?{urlencode({'platform': platform, 'category': 'extension_refused'})}"
