/** A Django project of any size, made the same way each time: apps that each begin with two models and change them migration by migration. */

export interface Size {
  readonly apps: number;
  readonly migrations: number;
}

/** Path → text: `apps` × `migrations` migration files, settings, requirements, manage.py. */
export function generateProject({ apps, migrations }: Size): Record<string, string> {
  const labels = Array.from({ length: apps }, (_, index) => `app${String(index).padStart(2, '0')}`);
  const files: Record<string, string> = {
    'manage.py': '#!/usr/bin/env python\n',
    'requirements.txt': 'Django==5.2.8\npsycopg==3.2.9\n',
    'site/__init__.py': '',
    'site/settings.py': `DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\nDEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"\nINSTALLED_APPS = [${labels.map((label) => `"${label}"`).join(', ')}]\n`,
  };
  for (const [index, label] of labels.entries()) {
    files[`${label}/__init__.py`] = '';
    files[`${label}/migrations/__init__.py`] = '';
    let before: string | undefined;
    for (let number = 1; number <= migrations; number += 1) {
      const name = `${String(number).padStart(4, '0')}_${number === 1 ? 'initial' : 'change'}`;
      const other = number === 1 && index > 0 ? `, ("${labels[index - 1] ?? ''}", "0001_initial")` : '';
      files[`${label}/migrations/${name}.py`] = migration(
        before === undefined ? other.slice(2) : `("${label}", "${before}")${other}`,
        number === 1 ? initial(label, labels[index - 1]) : change(number),
      );
      before = name;
    }
  }
  return files;
}

function migration(dependencies: string, operations: string): string {
  return `from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [${dependencies}]

    operations = [
${operations}
    ]
`;
}

function initial(label: string, before: string | undefined): string {
  const parent =
    before === undefined
      ? ''
      : `\n                ("origin", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to="${before}.order")),`;
  return `        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=30, unique=True, verbose_name="order number")),
                ("created", models.DateTimeField(auto_now_add=True)),
                ("total", models.DecimalField(decimal_places=2, default=0, max_digits=10)),${parent}
            ],
            options={"ordering": ["-created"], "verbose_name": "${label} order"},
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, default="")),
                ("count", models.PositiveIntegerField(default=1)),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="${label}.order")),
            ],
        ),`;
}

/** What people do between releases, in turn. */
function change(number: number): string {
  const changes = [
    `        migrations.AddField(model_name="order", name="note${number}", field=models.CharField(blank=True, default="", max_length=200)),`,
    `        migrations.AddField(model_name="line", name="weight${number}", field=models.IntegerField(null=True)),
        migrations.AlterField(model_name="order", name="number", field=models.CharField(max_length=${30 + number}, unique=True)),`,
    `        migrations.AddIndex(model_name="order", index=models.Index(fields=["created", "total"], name="order_idx_${number}")),`,
    `        migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop),
        migrations.AlterModelOptions(name="line", options={"ordering": ["id"]}),`,
    `        migrations.CreateModel(
            name="Extra${number}",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(choices=[("a", "first"), ("b", "second")], max_length=20)),
                ("line", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, null=True, to="auth.user")),
            ],
        ),`,
  ];
  return changes[number % changes.length] ?? '';
}
