from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]

    operations = [
        migrations.AddIndex("patient", models.Index(fields=["name"], name="a`b --> @everyone | <!-- x")),
        migrations.RunSQL("-- ``` </details> @team\nUPDATE clinic_patient SET title = '#1'", migrations.RunSQL.noop),
    ]
