from django.db import migrations, models
from django.utils import timezone


def ask_nobody_about_what_is_long_over(apps, schema_editor):
    """Campaigns that were over before anybody was asked stay as they are, until somebody gives them days."""
    Campaign = apps.get_model("parties", "Campaign")
    Campaign.objects.filter(redeem_until__lt=timezone.localdate()).update(balance_declare_days=0)


class Migration(migrations.Migration):

    dependencies = [
        ("parties", "0006_extension"),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='balance_confirm_days',
            field=models.PositiveSmallIntegerField(default=5),
        ),
        migrations.AddField(
            model_name='campaign',
            name='balance_declare_days',
            field=models.PositiveSmallIntegerField(default=10),
        ),
        migrations.RunPython(ask_nobody_about_what_is_long_over, migrations.RunPython.noop),
    ]
