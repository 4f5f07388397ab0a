from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]

    operations = [
        migrations.AddField("patient", "salutation", models.CharField(max_length=20, null=True)),
        migrations.RunSQL("UPDATE clinic_patient SET salutation = title", migrations.RunSQL.noop),
    ]
