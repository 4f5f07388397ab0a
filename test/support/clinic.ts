/** A small Django project that rules' examples and stories stand on. PostgreSQL, Django 5.2. */
export const clinic: Readonly<Record<string, string>> = {
  'manage.py': `#!/usr/bin/env python
import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "practice.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
`,
  'requirements.txt': 'Django==5.2.8\npsycopg[binary]==3.2.9\n',
  'practice/__init__.py': '',
  'practice/settings.py': `DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "practice",
    }
}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "clinic",
    "billing",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
`,
  'clinic/__init__.py': '',
  'clinic/apps.py': `from django.apps import AppConfig


class ClinicConfig(AppConfig):
    name = "clinic"
`,
  'clinic/migrations/__init__.py': '',
  'clinic/migrations/0001_initial.py': `from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Doctor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("licence", models.CharField(max_length=20, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Patient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(blank=True, default="", max_length=20)),
                ("name", models.CharField(max_length=100)),
                ("email", models.EmailField(max_length=254, null=True)),
                ("notes", models.TextField(blank=True, default="")),
                ("born", models.DateField(null=True)),
                ("visits", models.IntegerField(default=0)),
                ("doctor", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to="clinic.doctor")),
            ],
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(max_length=20)),
                ("fee", models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ("patient", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="clinic.patient")),
            ],
            options={"indexes": [models.Index(fields=["at"], name="appointment_at_idx")]},
        ),
    ]
`,
  'billing/__init__.py': '',
  'billing/migrations/__init__.py': '',
  'billing/migrations/0001_initial.py': `from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30, unique=True)),
                ("paid", models.BooleanField(default=False)),
            ],
        ),
    ]
`,
};
