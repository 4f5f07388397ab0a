import { describe, expect, test } from '@jest/globals';
import { jsonOf } from '../../../src/django/deconstruct/json-value.ts';
import type { Operation } from '../../../src/django/operation.ts';
import { migrationFile, migrationIn, migrationWith, operationOf } from '../../support/django/clinic.ts';

/** Kind and arguments of an operation as plain data, without ranges. */
function plain(operation: Operation): Record<string, unknown> {
  const skipped = new Set(['range', 'argumentRanges', 'module', 'def', 'expr']);
  const json = JSON.stringify(operation, (key, value: unknown) => {
    if (skipped.has(key)) return undefined;
    if (value instanceof Map)
      return Object.fromEntries([...(value as Map<string, never>)].map(([name, each]) => [name, isPyValue(each) ? jsonOf(each) : each]));
    return isPyValue(value) ? jsonOf(value as never) : value;
  });
  return JSON.parse(json) as Record<string, unknown>;
}

function isPyValue(value: unknown): boolean {
  const kinds = [
    'none',
    'bool',
    'int',
    'float',
    'str',
    'bytes',
    'list',
    'tuple',
    'set',
    'dict',
    'ref',
    'call',
    'binop',
    'unaryop',
    'unknown',
  ];
  return typeof value === 'object' && value !== null && 'kind' in value && kinds.includes(String(value.kind));
}

const patients = 'model_name="patient"';

describe('every operation, with keywords', () => {
  test.each<[string, Record<string, unknown>]>([
    ['migrations.DeleteModel(name="Referral")', { kind: 'DeleteModel', name: 'Referral' }],
    ['migrations.RenameModel(old_name="Visit", new_name="Appointment")', { kind: 'RenameModel', oldName: 'Visit', newName: 'Appointment' }],
    ['migrations.AlterModelTable(name="patient", table="patients")', { kind: 'AlterModelTable', name: 'patient', table: 'patients' }],
    ['migrations.AlterModelTable(name="patient", table=None)', { kind: 'AlterModelTable', name: 'patient' }],
    [
      'migrations.AlterModelTableComment(name="patient", table_comment="People")',
      { kind: 'AlterModelTableComment', name: 'patient', tableComment: 'People' },
    ],
    [
      'migrations.AlterUniqueTogether(name="visit", unique_together={("patient", "day")})',
      { kind: 'AlterUniqueTogether', uniqueTogether: [['patient', 'day']] },
    ],
    [
      'migrations.AlterUniqueTogether(name="visit", unique_together=("patient", "day"))',
      { kind: 'AlterUniqueTogether', uniqueTogether: [['patient', 'day']] },
    ],
    ['migrations.AlterIndexTogether(name="visit", index_together=set())', { kind: 'AlterIndexTogether', indexTogether: [] }],
    [
      'migrations.AlterOrderWithRespectTo(name="dose", order_with_respect_to="visit")',
      { kind: 'AlterOrderWithRespectTo', orderWithRespectTo: 'visit' },
    ],
    [
      'migrations.AlterModelOptions(name="visit", options={"ordering": ["-day"]})',
      { kind: 'AlterModelOptions', options: { ordering: ['-day'] } },
    ],
    [
      'migrations.AlterModelManagers(name="visit", managers=[("objects", models.Manager())])',
      { kind: 'AlterModelManagers', name: 'visit' },
    ],
    [`migrations.RemoveField(${patients}, name="fax")`, { kind: 'RemoveField', modelName: 'patient', name: 'fax' }],
    [`migrations.RenameField(${patients}, old_name="mail", new_name="email")`, { kind: 'RenameField', oldName: 'mail', newName: 'email' }],
    [
      `migrations.AddIndex(${patients}, index=models.Index(fields=["born"], name="born_idx"))`,
      {
        kind: 'AddIndex',
        index: { type: 'django.db.models.Index', name: 'born_idx', args: [], options: { fields: ['born'], name: 'born_idx' } },
      },
    ],
    [`migrations.RemoveIndex(${patients}, name="born_idx")`, { kind: 'RemoveIndex', name: 'born_idx' }],
    [
      `migrations.RenameIndex(${patients}, new_name="born_idx", old_fields=("born", "name"))`,
      { kind: 'RenameIndex', newName: 'born_idx', oldFields: ['born', 'name'] },
    ],
    [`migrations.RenameIndex(${patients}, new_name="b", old_name="a")`, { kind: 'RenameIndex', newName: 'b', oldName: 'a' }],
    [
      `migrations.AddConstraint(${patients}, constraint=models.CheckConstraint(check=models.Q(age__gte=0), name="age_ok"))`,
      { kind: 'AddConstraint', constraint: { type: 'django.db.models.CheckConstraint', name: 'age_ok' } },
    ],
    [`migrations.RemoveConstraint(${patients}, name="age_ok")`, { kind: 'RemoveConstraint', name: 'age_ok' }],
    [
      `migrations.AlterConstraint(${patients}, name="age_ok", constraint=models.CheckConstraint(condition=models.Q(age__gte=0), name="age_ok"))`,
      { kind: 'AlterConstraint', name: 'age_ok' },
    ],
    [
      'migrations.RunSQL("UPDATE clinic_visit SET paid = true", reverse_sql=migrations.RunSQL.noop, elidable=True)',
      {
        kind: 'RunSQL',
        elidable: true,
        sql: { form: 'string', text: { kind: 'sql', sql: 'UPDATE clinic_visit SET paid = true' } },
        reverseSql: { form: 'noop' },
      },
    ],
    [
      'migrations.RunSQL([("UPDATE clinic_visit SET fee = %s", [10]), "ANALYZE"])',
      {
        kind: 'RunSQL',
        sql: {
          form: 'list',
          texts: [
            { kind: 'sql', sql: 'UPDATE clinic_visit SET fee = %s', params: [10] },
            { kind: 'sql', sql: 'ANALYZE' },
          ],
        },
      },
    ],
  ])('%s', (source, expected) => {
    expect(plain(operationOf(source))).toMatchObject(expected);
  });

  test('of django.contrib.postgres', () => {
    const imports =
      'from django.contrib.postgres.operations import *\nfrom django.contrib.postgres import operations as pg\nfrom django.contrib.postgres.operations import AddIndexConcurrently, TrigramExtension';
    const { operations } = migrationWith(
      `AddIndexConcurrently("patient", models.Index(fields=["born"], name="born_idx")),
       pg.RemoveIndexConcurrently("patient", "born_idx"),
       pg.AddConstraintNotValid("patient", models.CheckConstraint(check=models.Q(age__gte=0), name="age_ok")),
       pg.ValidateConstraint("patient", "age_ok"),
       TrigramExtension(), pg.CreateExtension("postgis"), pg.CreateCollation("german", "de-x-icu", provider="icu", deterministic=False),
       pg.RemoveCollation("german", "de-x-icu"),`,
      { imports },
    );
    expect(operations.map((operation) => plain(operation))).toMatchObject([
      { kind: 'AddIndexConcurrently', modelName: 'patient', index: { name: 'born_idx' } },
      { kind: 'RemoveIndexConcurrently', name: 'born_idx' },
      { kind: 'AddConstraintNotValid', constraint: { name: 'age_ok' } },
      { kind: 'ValidateConstraint', modelName: 'patient', name: 'age_ok' },
      { kind: 'CreateExtension', className: 'TrigramExtension', name: 'pg_trgm' },
      { kind: 'CreateExtension', className: 'CreateExtension', name: 'postgis' },
      { kind: 'CreateCollation', name: 'german', locale: 'de-x-icu', provider: 'icu', deterministic: false },
      { kind: 'RemoveCollation', name: 'german', provider: 'libc', deterministic: true },
    ]);
  });
});

describe('CreateModel', () => {
  const operation = operationOf(
    `migrations.CreateModel("Visit", [
        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
        ("doctor", models.ForeignKey("staff.Doctor", django.db.models.deletion.CASCADE)),
        ("fee", models.DecimalField("Fee", "fee", 8, 2)),
     ], {"db_table": "visits", "indexes": [models.Index(fields=["doctor"], name="visit_doctor")],
         "constraints": [models.UniqueConstraint(fields=("doctor", "day"), name="one_a_day")]}, ("clinic.event",))`,
  );

  test('names positional arguments of fields and takes indexes and constraints out of the options', () => {
    expect(plain(operation)).toMatchObject({
      kind: 'CreateModel',
      name: 'Visit',
      fields: [
        ['id', { type: 'django.db.models.BigAutoField', options: { primary_key: true } }],
        [
          'doctor',
          {
            type: 'django.db.models.ForeignKey',
            args: [],
            options: { to: 'staff.Doctor', on_delete: { $ref: 'django.db.models.deletion.CASCADE' } },
          },
        ],
        ['fee', { type: 'django.db.models.DecimalField', options: { verbose_name: 'Fee', max_digits: 8, decimal_places: 2 } }],
      ],
      options: { db_table: 'visits' },
      indexes: [{ name: 'visit_doctor' }],
      constraints: [{ type: 'django.db.models.UniqueConstraint', name: 'one_a_day' }],
      bases: ['clinic.event'],
    });
    expect(operation.kind === 'CreateModel' && [...operation.options.keys()]).toEqual(['db_table']);
  });

  test('knows where each argument stands', () => {
    expect([...operation.argumentRanges.keys()]).toEqual(['name', 'fields', 'options', 'bases']);
    expect(operation.argumentRanges.get('name')?.start.line).toBe(operation.range.start.line);
  });
});

describe('import styles', () => {
  test.each([
    ['import django.db.migrations as m', 'm.DeleteModel("Visit")'],
    ['from django.db.migrations import DeleteModel', 'DeleteModel("Visit")'],
    ['from django.db.migrations.operations import DeleteModel as Drop', 'Drop("Visit")'],
    ['from django.db.migrations.operations.models import DeleteModel', 'DeleteModel(name="Visit")'],
    ['import django.db', 'django.db.migrations.DeleteModel("Visit")'],
    ['from django import db', 'db.migrations.DeleteModel("Visit")'],
  ])('%s', (imports, call) => {
    expect(plain(operationOf(call, imports))).toMatchObject({ kind: 'DeleteModel', name: 'Visit' });
  });

  test.each([
    ['from django.db.models import CharField', 'CharField', 'django.db.models.CharField'],
    ['from django.db.models import fields', 'fields.CharField', 'django.db.models.CharField'],
    ['from django.contrib.gis.db import models as geo', 'geo.CharField', 'django.db.models.CharField'],
    ['from django.contrib.gis.db import models as geo', 'geo.PointField', 'django.contrib.gis.db.models.fields.PointField'],
    ['from django.contrib.postgres.fields import ArrayField', 'ArrayField', 'django.contrib.postgres.fields.ArrayField'],
    [
      'import django.contrib.postgres.fields.hstore',
      'django.contrib.postgres.fields.hstore.HStoreField',
      'django.contrib.postgres.fields.hstore.HStoreField',
    ],
    ['from django.contrib.postgres.fields import HStoreField', 'HStoreField', 'django.contrib.postgres.fields.hstore.HStoreField'],
    ['from phonenumber_field.modelfields import PhoneNumberField', 'PhoneNumberField', 'phonenumber_field.modelfields.PhoneNumberField'],
  ])('%s: %s', (imports, field, type) => {
    const operation = operationOf(`migrations.AddField("patient", "note", ${field}())`, imports);
    expect(operation.kind === 'AddField' && operation.field.type).toBe(type);
  });
});

describe('how the list of operations is built', () => {
  const kinds = (text: string): readonly string[] => migrationIn(text).operations.map((operation) => operation.kind);
  const header = 'from django.db import migrations, models\nfrom django.conf import settings\n';

  test('added lists, comprehensions and appended items', () => {
    expect(
      kinds(`${header}
DROPPED = ["fax", "pager"]
extra = [migrations.DeleteModel("Referral")]

class Migration(migrations.Migration):
    operations = [migrations.RemoveField("patient", name) for name in DROPPED] + extra
    operations += [migrations.DeleteModel("Visit")]
    operations.append(migrations.RunSQL("ANALYZE"))
`),
    ).toEqual(['RemoveField', 'RemoveField', 'DeleteModel', 'DeleteModel', 'RunSQL']);
  });

  test('what a condition adds is unknown, the rest is not', () => {
    const { operations } = migrationIn(`${header}
class Migration(migrations.Migration):
    operations = [migrations.DeleteModel("Visit")]
    if settings.WITH_BILLING:
        operations.append(migrations.DeleteModel("Invoice"))
`);
    expect(operations.map((operation) => plain(operation))).toMatchObject([
      { kind: 'DeleteModel', name: 'Visit' },
      { kind: 'UnknownOperation', reason: expect.stringContaining('condition') },
    ]);
  });

  test('a condition that the project decides, and a loop over constants', () => {
    const files = {
      'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")\n',
      'settings.py': 'DATABASES = {"default": {"ENGINE": "django.db.backends.mysql"}}\nWITH_BILLING = True\n',
    };
    const { operations } = migrationIn(
      `${header}from django.db import connection

class Migration(migrations.Migration):
    operations = [migrations.DeleteModel("Visit")]
    if settings.WITH_BILLING:
        operations.append(migrations.DeleteModel("Invoice"))
    if connection.vendor == "postgresql":
        operations += [migrations.RunSQL("VACUUM")]
    for model, field in [("visit", "fax"), ("patient", "pager")]:
        operations.append(migrations.RemoveField(model, field))
`,
      files,
    );
    expect(operations.map((operation) => plain(operation))).toMatchObject([
      { kind: 'DeleteModel', name: 'Visit' },
      { kind: 'DeleteModel', name: 'Invoice' },
      { kind: 'RemoveField', modelName: 'visit', name: 'fax' },
      { kind: 'RemoveField', modelName: 'patient', name: 'pager' },
    ]);
  });

  test('small functions of the repository that make operations and fields', () => {
    const operations = `*drop("fax", "pager"), index_on("born"), migrations.AddField("patient", "code", code_field(12)), made_elsewhere()`;
    const helpers = `from django.db import migrations, models

def code_field(length=8):
    "A code."
    return models.CharField(max_length=length, unique=True)

def index_on(name, model="patient"):
    suffix = "_idx"
    return migrations.AddIndex(model, models.Index(fields=[name], name=name + suffix))

def drop(*names):
    found = []
    for name in names:
        if name:
            found.append(migrations.RemoveField("patient", name))
    return found

def made_elsewhere():
    with open("operations.json") as file:
        return file.read()
`;
    const migration = migrationWith(operations, { imports: 'from clinic.helpers import *', files: { 'clinic/helpers.py': helpers } });
    expect(migration.operations.map((operation) => plain(operation))).toMatchObject([
      { kind: 'RemoveField', modelName: 'patient', name: 'fax' },
      { kind: 'RemoveField', name: 'pager' },
      { kind: 'AddIndex', index: { name: 'born_idx', options: { fields: ['born'] } } },
      { kind: 'AddField', field: { type: 'django.db.models.CharField', options: { max_length: 12, unique: true } } },
      { kind: 'UnknownOperation', path: 'clinic.helpers.made_elsewhere' },
    ]);
    expect(migration.operations.every(({ range }) => range.path === migration.path)).toBe(true);
  });

  test('one item that cannot be known does not hide the others', () => {
    expect(
      kinds(`${header}
class Migration(migrations.Migration):
    operations = [migrations.DeleteModel("Visit"), make_operation(), migrations.DeleteModel("Invoice")]
`),
    ).toEqual(['DeleteModel', 'UnknownOperation', 'DeleteModel']);
  });

  test('attributes come from a base class of the repository', () => {
    const base = `${header}
class ClinicMigration(migrations.Migration):
    atomic = False
    dependencies = [("staff", "0001_initial")]
`;
    const text =
      'from clinic.base import ClinicMigration\nfrom django.db import migrations\n\nclass Migration(ClinicMigration):\n    operations = [migrations.DeleteModel("Visit")]\n';
    const migration = migrationIn(text, { 'clinic/base.py': base });
    expect(migration.atomic).toBe(false);
    expect(migration.dependencies).toMatchObject([{ appLabel: 'staff', name: '0001_initial' }]);
  });

  test('a Migration class whose apply only hands on is like any other', () => {
    const quiet = `from django.db import migrations
from django.db.migrations import Migration as Plain

def quietly():
    yield

class Migration(Plain):
    operations = []

    def apply(self, project_state, schema_editor, collect_sql=False):
        with quietly():
            return Plain.apply(self, project_state, schema_editor, collect_sql)
`;
    expect(migrationIn(quiet).operations).toEqual([]);
  });

  test('a Migration class with an apply of its own says so', () => {
    const { operations } = migrationIn(`${header}
class Migration(migrations.Migration):
    operations = []
    def apply(self, project_state, schema_editor, collect_sql=False):
        return project_state
`);
    expect(operations.map((operation) => plain(operation))).toMatchObject([
      { kind: 'UnknownOperation', reason: "Migration.apply is the project's own", changesState: false },
    ]);
  });
});

describe('attributes of the class', () => {
  test('dependencies with the user model, first migrations and run_before', () => {
    const migration = migrationIn(`from django.conf import settings
from django.db import migrations

class Migration(migrations.Migration):
    initial = True
    atomic = False
    replaces = [("clinic", "0001_first"), ("clinic", "0002_second")]
    run_before = [("billing", "0003_invoice")]
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("staff", "__first__"),
        ("wards", settings.WARD_MIGRATION),
    ]
    operations = []
`);
    expect(migration).toMatchObject({
      initial: true,
      atomic: false,
      replaces: [
        { appLabel: 'clinic', name: '0001_first' },
        { appLabel: 'clinic', name: '0002_second' },
      ],
      runBefore: [{ appLabel: 'billing', name: '0003_invoice' }],
      dependencies: [
        { appLabel: 'auth', name: '__first__', swappable: 'AUTH_USER_MODEL' },
        { appLabel: 'staff', name: '__first__' },
      ],
      problems: [{ message: 'an entry of `dependencies` cannot be known', range: { start: { line: 12 } } }],
    });
  });

  test('are what Django has when they are not written', () => {
    const migration = migrationIn('from django.db import migrations\n\nclass Migration(migrations.Migration):\n    pass\n');
    expect(migration).toMatchObject({ operations: [], dependencies: [], runBefore: [], replaces: [], atomic: true, problems: [] });
    expect(migration.initial).toBeUndefined();
  });
});

describe('values', () => {
  test('translated texts are their texts', () => {
    const operation = operationOf(
      'migrations.AddField("patient", "note", models.TextField(verbose_name=_("Note"), help_text=pgettext_lazy("form", "Free text")))',
      'from django.utils.translation import gettext_lazy as _, pgettext_lazy',
    );
    expect(plain(operation)).toMatchObject({ field: { options: { verbose_name: 'Note', help_text: 'Free text' } } });
  });

  test('constants, functions and enumerations of the repository are followed to where they stand', () => {
    const files = {
      'clinic/models/__init__.py': 'from .visit import *\nfrom ..codes import make_code as new_code\n',
      'clinic/models/visit.py':
        'from django.db import models\nSTATES = [("open", "Open")]\nclass State(models.TextChoices):\n    OPEN = "open", "Open"\n    DONE = "done"\n',
      'clinic/codes.py': 'def make_code():\n    return "x"\n',
    };
    const text = migrationFile(
      `migrations.AddField("visit", "state", models.CharField(choices=clinic.models.STATES, default=clinic.models.State.OPEN, max_length=10)),
       migrations.AddField("visit", "code", models.CharField(default=clinic.models.new_code)),
       migrations.AddField("visit", "last", models.CharField(default=clinic.models.State.DONE.value))`,
      { imports: 'import clinic.models' },
    );
    const operations = migrationIn(text, files).operations.map((operation) => plain(operation));
    expect(operations).toMatchObject([
      { field: { options: { choices: [['open', 'Open']], default: 'open' } } },
      { field: { options: { default: { $ref: 'clinic.codes.make_code' } } } },
      { field: { options: { default: 'done' } } },
    ]);
  });

  test('what the repository only passes on is known by its own name', () => {
    const files = {
      'clinic/compat.py':
        'try:\n    from django.db.models import JSONField\nexcept ImportError:\n    from jsonfield import JSONField\nfrom django.contrib.postgres.operations import AddIndexConcurrently as SafeIndex\nfrom phonenumber_field.modelfields import PhoneNumberField\n',
      'clinic/operations.py': 'from .compat import SafeIndex\nclass ClinicIndex(SafeIndex):\n    pass\n',
    };
    const imports = 'from clinic import compat\nfrom clinic.operations import ClinicIndex';
    const { operations } = migrationWith(
      `migrations.AddField("visit", "notes", compat.JSONField()), migrations.AddField("visit", "phone", compat.PhoneNumberField()),
       compat.SafeIndex("visit", models.Index(fields=["day"], name="day")), ClinicIndex("visit", models.Index(fields=["fee"], name="fee"))`,
      { imports, files },
    );
    expect(operations.map((operation) => plain(operation))).toMatchObject([
      { field: { type: 'django.db.models.JSONField' } },
      { field: { type: 'phonenumber_field.modelfields.PhoneNumberField' } },
      { kind: 'AddIndexConcurrently' },
      { kind: 'AddIndexConcurrently', custom: { path: 'clinic.operations.ClinicIndex', overrides: [] } },
    ]);
  });

  test('settings of the project are put in, the environment is taken as silent and said so', () => {
    const files = {
      'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n',
      'config/__init__.py': '',
      'config/settings.py': 'AUTH_USER_MODEL = "staff.Person"\nCODE_LENGTH = 12\n',
    };
    const { operations, problems } = migrationWith(
      `migrations.AddField("visit", "by", models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)),
       migrations.AddField("visit", "code", models.CharField(max_length=getattr(settings, "CODE_LENGTH", 8), default=os.environ.get("CODE", "x")))`,
      { imports: 'import os\nfrom django.conf import settings', files },
    );
    expect(operations.map((operation) => plain(operation))).toMatchObject([
      { field: { options: { to: 'staff.Person' } } },
      { field: { options: { max_length: 12, default: 'x' } } },
    ]);
    expect(problems).toMatchObject([{ message: 'This depends on the environment; the default is assumed.' }]);
  });

  test('an argument that cannot be known makes the operation unknown, with the reason', () => {
    expect(plain(operationOf('migrations.RenameField("visit", old_name(), "day")'))).toMatchObject({
      kind: 'UnknownOperation',
      path: 'django.db.migrations.RenameField',
      reason: expect.stringContaining('`old_name` cannot be known'),
    });
  });

  test('a field whose class cannot be known keeps its place', () => {
    const operation = operationOf(
      'migrations.CreateModel("Visit", [("day", models.DateField()), ("code", code_field()), ("fee", models.IntegerField())])',
    );
    expect(operation.kind === 'CreateModel' && operation.fields.map(([name, { type }]) => `${name} ${type}`)).toEqual([
      'day django.db.models.DateField',
      'code ?',
      'fee django.db.models.IntegerField',
    ]);
  });
});

describe('files that are no migrations', () => {
  test.each([
    ['', 'This file has no Migration class.'],
    ['class Migration:\n    operations = [\n', 'This file cannot be read'],
    ['from south.v2 import SchemaMigration\nclass Migration(SchemaMigration):\n    pass\n', 'none of Django'],
  ])('%j', (text, message) => {
    expect(() => migrationIn(text, { 'clinic/migrations/0002_second.py': migrationFile('') })).toThrow(message);
  });
});
