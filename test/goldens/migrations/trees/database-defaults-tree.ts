/** What the database fills in by itself: db_default, GeneratedField (Django 5.0 and later); keys of several columns (5.2). */
import { create, treeOf, type Step, type TreeFiles } from '../chain.ts';

const add = (name: string, field: string): string => `migrations.AddField('Loan', '${name}', models.${field})`;
const alter = (name: string, field: string): string => `migrations.AlterField('Loan', '${name}', models.${field})`;
const loan = create('Loan', ["('days', models.IntegerField())", "('title', models.CharField(max_length=30))"]);
const imports = 'from django.db.models import F, Value\nfrom django.db.models.functions import Coalesce, Concat, Lower, Now, Pi, Upper';

const constants: Readonly<Record<string, string>> = {
  integer: 'IntegerField(db_default=3)',
  negative: 'IntegerField(db_default=-3)',
  text: "CharField(max_length=9, db_default=\"it's 100%\")",
  empty: "TextField(db_default='')",
  yes: 'BooleanField(db_default=True)',
  no: 'BooleanField(db_default=False)',
  decimal: "DecimalField(max_digits=6, decimal_places=2, db_default='1.50')",
  float: 'FloatField(db_default=0.5)',
  day: "DateField(db_default=Value('2024-02-29'))",
  json: "JSONField(db_default={'a': [1, None]})",
  jsonvalue: "JSONField(db_default=Value({}, models.JSONField()))",
  uuid: "UUIDField(db_default='12345678123456781234567812345678')",
  null: 'IntegerField(null=True, db_default=None)',
  value: "CharField(max_length=9, db_default=Value('new'))",
  now: 'DateTimeField(db_default=Now())',
  pi: 'FloatField(db_default=Pi())',
  lower: "CharField(max_length=9, db_default=Lower(Value('ABC')))",
  both: 'IntegerField(default=1, db_default=2)',
  indexed: 'IntegerField(db_default=2, db_index=True)',
  unique: 'IntegerField(db_default=2, unique=True)',
  positive: 'PositiveIntegerField(db_default=2)',
  owner: "ForeignKey('auth.Group', on_delete=models.CASCADE, db_default=1)",
};

export function databaseDefaultsTree(): TreeFiles {
  const apps: Record<string, readonly Step[]> = {};
  for (const [app, field] of Object.entries(constants)) {
    const plain = field.replace(/,? ?db_default=.*\)$/, ')').replace('((', '(');
    const nullable = plain.includes('null=') ? plain : plain.replace(/\)$/, plain.endsWith('()') ? 'null=True)' : ', null=True)');
    const made = create('Copy', [`('value', models.${field})`]).replace('models.ForeignKey', 'models.ForeignKey');
    apps[`default${app}`] = [
      [loan, made],
      add('value', field),
      alter('value', nullable),
      alter('value', field),
      ...(field.includes('db_index') ? [] : [alter('value', field.replace('db_default=', 'db_index=True, db_default='))]),
    ];
  }
  const constraints = "{'constraints': [models.CheckConstraint(check=models.Q(days__gt=0), name='loan_days'), models.UniqueConstraint(fields=['days'], name='loan_once')], 'indexes': [models.Index(fields=['days'], name='loan_days_idx')]}";
  apps['defaultandconstraint'] = [
    create('Loan', ["('days', models.IntegerField(db_default=3))"], `options=${constraints}`),
    create('Free', ["('made', models.DateTimeField(db_default=Now()))"], "options={'constraints': [models.CheckConstraint(check=models.Q(made__isnull=False), name='free_made')]}"),
  ];
  apps['defaultchange'] = [
    loan,
    add('worth', 'IntegerField(db_default=3)'),
    alter('worth', 'IntegerField(db_default=4)'),
    alter('worth', 'IntegerField(null=True, db_default=4)'),
    alter('worth', 'BigIntegerField(db_default=5)'),
    alter('worth', 'BigIntegerField(default=7)'),
    alter('worth', 'CharField(max_length=5, db_default="9")'),
    "migrations.RenameField('Loan', 'worth', 'price')",
    "migrations.RemoveField('Loan', 'price')",
  ];
  const generated = (expression: string, output: string, persist = 'True'): string =>
    `GeneratedField(expression=${expression}, output_field=models.${output}, db_persist=${persist})`;
  apps['generated'] = [
    [loan, create('Fee', ["('base', models.IntegerField())", `('twice', models.${generated("F('base') * 2", 'IntegerField()')})`])],
    add('double', generated("F('days') * 2 + 1", 'IntegerField()')),
    add('upper', generated("Upper('title')", 'CharField(max_length=30)')),
    add('label', generated("Concat(F('title'), Value(\": it's \"), F('title'))", 'TextField()').replace("\\'", "'")),
    add('known', generated("Coalesce('title', Value(''))", 'CharField(max_length=30, db_index=True)')),
    add('single', generated("F('days')", 'IntegerField(unique=True)')),
    "migrations.RenameField('Loan', 'double', 'twofold')",
    "migrations.RemoveField('Loan', 'twofold')",
    "migrations.RemoveField('Loan', 'upper')",
  ];
  return withGroupFirst(treeOf(apps, imports));
}

function withGroupFirst(files: TreeFiles): TreeFiles {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, path.endsWith('/0001_step.py') ? text.replace('dependencies = []', "dependencies = [('auth', '__first__')]") : text]),
  );
}

export function compositeKeysTree(): TreeFiles {
  return treeOf({
    composite: [
      "migrations.CreateModel(name='Seat', fields=[('pk', models.CompositePrimaryKey('row', 'number', blank=True, editable=False, primary_key=True, serialize=False)), ('row', models.IntegerField()), ('number', models.IntegerField())])",
      "migrations.AddField('Seat', 'taken', models.BooleanField(default=False))",
      "migrations.AlterField('Seat', 'number', models.BigIntegerField())",
      "migrations.RemoveField('Seat', 'taken')",
      "migrations.AlterField('Seat', 'row', models.IntegerField(db_index=True))",
      "migrations.RenameField('Seat', 'number', 'place')",
      "migrations.RenameModel('Seat', 'Chair')",
      "migrations.DeleteModel('Chair')",
    ],
  });
}
