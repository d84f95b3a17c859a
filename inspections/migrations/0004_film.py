from django.db import migrations, models


def name_the_film(apps, schema_editor) -> None:
    """The question that came with the system, in every version that has it."""
    items = apps.get_model("inspections", "Item").objects.filter(code="test-charged", more_than="test-lowest")
    items.filter(version__sections__items__code="test-film").update(film="test-film")


class Migration(migrations.Migration):
    dependencies = [("inspections", "0003_inspections")]

    operations = [
        migrations.AddField(
            model_name="item",
            name="film",
            field=models.SlugField(
                blank=True,
                help_text="Of what a ticket for an ordinary hall cost: the code of the question that names the film. "
                "Whoever verifies the report then reads what the table of lowest release prices says of it.",
                max_length=40,
                verbose_name="price of the film in",
            ),
        ),
        migrations.RunPython(name_the_film, migrations.RunPython.noop),
    ]
