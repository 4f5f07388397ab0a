from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0002_visit_note"),
    ]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="ward",
            field=models.CharField(blank=True, max_length=80, null=True),
        ),
    ]
