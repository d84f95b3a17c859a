"""A zone names the county it lies in, so that a platform's sheet that says 屈原 covers 汨罗市 (R24)."""

from django.db import migrations

from casework.parties.divisions import ALIASES, load_divisions


def point_to_counties(apps, schema_editor):
    """Only what is as it was shipped: what an administrator pointed elsewhere stays there."""
    aliases = apps.get_model("parties", "DivisionAlias")
    for name, code in ALIASES.items():
        aliases.objects.filter(name=name, division_id=f"{code[:4]}00").update(division_id=code)
    load_divisions(apps.get_model("parties", "Division"), aliases)


class Migration(migrations.Migration):
    dependencies = [("parties", "0004_agreements")]

    operations = [migrations.RunPython(point_to_counties, migrations.RunPython.noop)]
