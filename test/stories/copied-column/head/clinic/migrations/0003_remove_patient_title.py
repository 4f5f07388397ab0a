from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0002_patient_salutation")]

    operations = [
        migrations.RemoveField("patient", "title"),
    ]
