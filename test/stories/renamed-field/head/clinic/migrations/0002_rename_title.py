from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]

    operations = [
        migrations.RenameField(model_name="patient", old_name="title", new_name="salutation"),
    ]
