from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]

    operations = [
        migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True)),
    ]
