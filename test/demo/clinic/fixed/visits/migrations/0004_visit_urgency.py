from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0003_visit_ward"),
    ]

    operations = [
        migrations.AddField(
            model_name="visit",
            name="urgency",
            field=models.CharField(max_length=20, null=True),
        ),
    ]
