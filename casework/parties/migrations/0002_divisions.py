from django.db import migrations

from casework.parties.divisions import load_divisions


def load(apps, schema_editor):
    load_divisions(apps.get_model("parties", "Division"), apps.get_model("parties", "DivisionAlias"))


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]

    # Backwards: nothing to do, the tables go with 0001.
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
