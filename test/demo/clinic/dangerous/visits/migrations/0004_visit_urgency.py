from django.db import migrations, models

from visits.models import Visit


def set_urgency(apps, schema_editor):
    for visit in Visit.objects.all():
        visit.urgency = "acute" if "acute" in visit.reason else "routine"
        visit.save()


class Migration(migrations.Migration):
    dependencies = [
        ("visits", "0003_visit_ward"),
    ]

    operations = [
        migrations.RenameField(
            model_name="visit",
            old_name="note",
            new_name="reason",
        ),
        migrations.AddField(
            model_name="visit",
            name="urgency",
            field=models.CharField(default="routine", max_length=20),
            preserve_default=False,
        ),
        migrations.RunPython(set_urgency),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["day", "urgency"], name="visit_day_urgency_idx"),
        ),
    ]
