from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("parties", "0005_zones_and_their_counties"),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='extension_decide_days',
            field=models.PositiveSmallIntegerField(default=5),
        ),
        migrations.AddField(
            model_name='campaign',
            name='voucher_confirm_days',
            field=models.PositiveSmallIntegerField(default=3),
        ),
    ]
