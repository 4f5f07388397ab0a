import { describe, expect, test } from '@jest/globals';
import type { Operation, RunPythonCode, RunSQLCode } from '../../../src/django/operation.ts';
import { migrationWith, operationOf } from '../../support/django/clinic.ts';

function sqlOf(operation: Operation): RunSQLCode {
  if (operation.kind !== 'RunSQL') throw new Error(operation.kind);
  return operation.sql;
}

function codeOf(operation: Operation): { readonly code: RunPythonCode; readonly reverse: RunPythonCode | undefined } {
  if (operation.kind !== 'RunPython') throw new Error(operation.kind);
  return { code: operation.code, reverse: operation.reverseCode };
}

/** The name and file of the function that a RunPython runs. */
function functionOf(source: string, imports: string, files: Readonly<Record<string, string>> = {}): string {
  const [operation] = migrationWith(source, { imports, files }).operations;
  if (operation === undefined) throw new Error('no operation');
  const { code } = codeOf(operation);
  return code.form === 'function' ? `${code.name} in ${code.module.path}` : code.form === 'noop' ? 'noop' : `unknown: ${code.reason}`;
}

describe('RunPython', () => {
  const own = 'def forwards(apps, schema_editor):\n    pass\n';
  const here = 'clinic/migrations/0001_initial.py';

  test.each([
    ['migrations.RunPython(forwards)', own, `forwards in ${here}`],
    ['migrations.RunPython(code=forwards)', own, `forwards in ${here}`],
    ['migrations.RunPython(migrations.RunPython.noop)', '', 'noop'],
    ['RunPython(RunPython.noop)', 'from django.db.migrations import RunPython', 'noop'],
    ['migrations.RunPython(lambda apps, editor: None)', '', `<lambda> in ${here}`],
    ['migrations.RunPython(partial(forwards, size=3))', `from functools import partial\n${own}`, `forwards in ${here}`],
    ['migrations.RunPython(functools.partial(forwards, 3))', `import functools\n${own}`, `forwards in ${here}`],
    [
      'migrations.RunPython(Step.forwards)',
      'class Step:\n    @staticmethod\n    def forwards(apps, schema_editor):\n        pass\n',
      `forwards in ${here}`,
    ],
    [
      'migrations.RunPython(make("visit"))',
      'def make(model):\n    def forwards(apps, schema_editor):\n        return model\n    return forwards\n',
      `forwards in ${here}`,
    ],
    ['migrations.RunPython(fill)', 'from clinic.data import fill', 'fill_visits in clinic/steps.py'],
    ['migrations.RunPython(data.fill)', 'from clinic import data', 'fill_visits in clinic/steps.py'],
    ['migrations.RunPython(other.fill)', 'import other', 'unknown: other.fill is not in the repository'],
    ['migrations.RunPython(clinic.data.Filler)', 'import clinic.data', 'unknown: clinic.data.Filler is a class'],
  ])('%s', (source, imports, expected) => {
    const files = {
      'clinic/data.py': 'from .steps import fill_visits as fill\nclass Filler:\n    pass\n',
      'clinic/steps.py': 'def fill_visits(apps, schema_editor):\n    pass\n',
    };
    expect(functionOf(source, imports, files)).toBe(expected);
  });

  test('atomic, reverse and elidable', () => {
    const operation = operationOf('migrations.RunPython(forwards, migrations.RunPython.noop, atomic=False, elidable=True)', own);
    expect(operation).toMatchObject({ atomic: false, elidable: true, reverseCode: { form: 'noop' } });
    expect(operationOf('migrations.RunPython(forwards)', own)).toMatchObject({
      atomic: undefined,
      reverseCode: undefined,
      elidable: false,
    });
  });
});

describe('RunSQL', () => {
  test('constants, joined texts and formatted ones', () => {
    const texts = (source: string, imports = ''): RunSQLCode => sqlOf(operationOf(`migrations.RunSQL(${source})`, imports));
    expect(texts('SQL', 'SQL = """\nSELECT 1;\n"""')).toEqual({
      form: 'string',
      text: { kind: 'sql', sql: '\nSELECT 1;\n', params: undefined },
    });
    expect(texts('"DROP INDEX {}".format(NAME)', 'NAME = "visit_day"')).toMatchObject({ text: { sql: 'DROP INDEX visit_day' } });
    expect(texts('f"DROP INDEX {NAME}"', 'NAME = "visit_day"')).toMatchObject({ text: { sql: 'DROP INDEX visit_day' } });
    expect(texts('"; ".join(["SELECT 1", "SELECT 2"])')).toMatchObject({ text: { sql: 'SELECT 1; SELECT 2' } });
    expect(texts('""')).toEqual({ form: 'noop' });
    expect(texts('[["UPDATE v SET a = %s", ["x"]], ("UPDATE v SET b = 1", None)]')).toMatchObject({
      form: 'list',
      texts: [
        { sql: 'UPDATE v SET a = %s', params: [{ kind: 'str', value: 'x' }] },
        { sql: 'UPDATE v SET b = 1', params: undefined },
      ],
    });
    expect(texts('load()', 'from other import load')).toMatchObject({ form: 'string', text: { kind: 'unknown', source: 'load()' } });
  });

  const files = {
    'clinic/sql/view.sql': 'CREATE VIEW v AS SELECT 1;\n',
    'clinic/migrations/view.sql': 'CREATE VIEW w AS SELECT 2;\n',
  };
  const view = 'CREATE VIEW v AS SELECT 1;\n';

  test.each([
    ['open(os.path.join(os.path.dirname(__file__), "view.sql")).read()', 'import os', 'CREATE VIEW w AS SELECT 2;\n'],
    ['open(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "sql", "view.sql")).read()', 'import os', view],
    ['(Path(__file__).parent.parent / "sql" / "view.sql").read_text()', 'from pathlib import Path', view],
    ['Path(__file__).resolve().parents[1].joinpath("sql/view.sql").read_text(encoding="utf-8")', 'from pathlib import Path', view],
    [
      '(HERE / ".." / "sql" / f"{NAME}.sql").open().read().strip()',
      'import pathlib\nHERE = pathlib.Path(__file__).parent\nNAME = "view"',
      view.trim(),
    ],
    ['SQL', 'import os\nwith open(os.path.dirname(__file__) + "/../sql/view.sql") as file:\n    SQL = file.read()', view],
    [
      'load("view")',
      'from pathlib import Path\ndef load(name):\n    path = Path(__file__).parent.parent / "sql" / (name + ".sql")\n    with path.open() as file:\n        return file.read()',
      view,
    ],
    ['[load_sql("view.sql")]', 'from clinic.sql import load_sql', view],
  ])('%s', (source, imports, expected) => {
    const sql = sqlOf(
      migrationWith(`migrations.RunSQL(${source})`, {
        imports,
        files: {
          ...files,
          'clinic/sql/__init__.py':
            'import os\nBASE = os.path.dirname(__file__)\ndef load_sql(name):\n    return open(os.path.join(BASE, name)).read()\n',
        },
      }).operations[0] ?? operationOf(''),
    );
    const text = sql.form === 'list' ? sql.texts[0] : sql.form === 'string' ? sql.text : undefined;
    expect(text).toEqual({ kind: 'sql', sql: expected, params: undefined });
  });

  test('a file that is not there is unknown', () => {
    expect(sqlOf(operationOf('migrations.RunSQL(open("gone.sql").read())'))).toMatchObject({ text: { kind: 'unknown' } });
  });
});

describe('operation classes of the repository', () => {
  const helpers = `from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

class SafeIndex(AddIndexConcurrently):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute("SET lock_timeout = '2s'")
        super().database_forwards(app_label, schema_editor, from_state, to_state)

def silence():
    yield

def patience(schema_editor):
    schema_editor.execute("SET lock_timeout = '2s'")
    yield

class PatientIndex(AddIndexConcurrently):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        with patience(schema_editor):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

class QuietIndex(AddIndexConcurrently):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Nothing is changed."""
        with silence():
            return super().database_forwards(app_label, schema_editor, from_state, to_state)

class LocalIndex(AddIndexConcurrently):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, *args):
        pass

class Analyze(migrations.RunSQL):
    def __init__(self, table, **kwargs):
        self.table = table
        super().__init__(sql=f"ANALYZE {table}", reverse_sql=migrations.RunSQL.noop, **kwargs)

class AnalyzeVisits(Analyze):
    def __init__(self):
        super().__init__("clinic_visit", elidable=True)

class Portable(migrations.RunSQL):
    def __init__(self, *args, **kwargs):
        if "sqlite_sql" not in kwargs:
            raise ValueError("sqlite_sql is required")
        self.sqlite_sql = kwargs.pop("sqlite_sql")
        super().__init__(*args, **kwargs)

class Portables:
    RunSQL = Portable

portable = Portables()

class Step(migrations.RunPython):
    def __init__(self, model):
        self.model = model

class Grant(Operation):
    def state_forwards(self, app_label, state):
        pass
    def database_forwards(self, *args):
        pass

class Move(Operation):
    def state_forwards(self, app_label, state):
        state.move(self)

class Renamer(migrations.RenameField):
    def __init__(self, model):
        old, new = lookup(model)
        super().__init__(model, old, new)
`;
  const read = (source: string): Operation =>
    migrationWith(source, { imports: 'from clinic.operations import *', files: { 'clinic/operations.py': helpers } }).operations[0] ??
    operationOf('');

  test('take the place of the Django class they build on, and say what they override', () => {
    expect(read('SafeIndex("visit", models.Index(fields=["day"], name="visit_day"))')).toMatchObject({
      kind: 'AddIndexConcurrently',
      modelName: 'visit',
      custom: { path: 'clinic.operations.SafeIndex', overrides: ['database_forwards'] },
    });
  });

  test('override nothing where they only hand on', () => {
    expect(read('QuietIndex("visit", models.Index(fields=["day"], name="visit_day"))')).toMatchObject({ custom: { overrides: [] } });
    expect(read('PatientIndex("visit", models.Index(fields=["day"], name="visit_day"))')).toMatchObject({
      custom: { overrides: ['database_forwards'] },
    });
  });

  test('hand on or do nothing as the database decides', () => {
    const on = (engine: string): Operation['custom'] =>
      migrationWith('LocalIndex("visit", models.Index(fields=["day"], name="visit_day"))', {
        imports: 'from clinic.operations import *',
        files: {
          'clinic/operations.py': helpers,
          'config/settings.py': `DATABASES = {"default": {"ENGINE": "django.db.backends.${engine}", "NAME": "clinic"}}\n`,
        },
      }).operations[0]?.custom;
    expect(on('postgresql')).toMatchObject({ overrides: ['database_backwards'], idle: ['database_backwards'] });
    expect(on('mysql')).toMatchObject({
      overrides: ['database_forwards', 'database_backwards'],
      idle: ['database_forwards', 'database_backwards'],
    });
  });

  test('hand their own arguments on', () => {
    expect(read('AnalyzeVisits()')).toMatchObject({
      kind: 'RunSQL',
      sql: { form: 'string', text: { sql: 'ANALYZE clinic_visit' } },
      reverseSql: { form: 'noop' },
      elidable: true,
      custom: { path: 'clinic.operations.AnalyzeVisits', overrides: ['__init__'] },
    });
  });

  test('are found through objects, and what they hand on untouched keeps its place', () => {
    const operation = read('portable.RunSQL("SELECT 1", sqlite_sql="SELECT 2")');
    expect(operation).toMatchObject({ kind: 'RunSQL', sql: { text: { sql: 'SELECT 1' } }, custom: { path: 'clinic.operations.Portable' } });
    expect(operation.argumentRanges.get('sql')?.start.line).toBe(operation.range.start.line);
  });

  test('of packages take the state side of the Django class that they stand for', () => {
    const operation = operationOf(
      'AlterSortedManyToManyField("visit", "doctors", SortedManyToManyField(to="clinic.Doctor"))',
      'from sortedm2m.operations import AlterSortedManyToManyField\nfrom sortedm2m.fields import SortedManyToManyField',
    );
    expect(operation).toMatchObject({
      kind: 'AlterField',
      name: 'doctors',
      custom: { overrides: ['database_forwards', 'database_backwards'] },
    });
  });

  test.each([
    ['Step("visit")', { reason: 'clinic.operations.Step makes its arguments in its own __init__', changesState: false }],
    ['Grant()', { reason: 'clinic.operations.Grant is an operation of its own kind', changesState: false }],
    ['Move()', { reason: 'clinic.operations.Move is an operation of its own kind' }],
    ['Renamer("visit")', { reason: 'clinic.operations.Renamer makes its arguments in its own __init__' }],
    ['pgtrigger.AddTrigger("visit")', { path: undefined }],
  ])('%s is unknown, with the reason', (source, expected) => {
    expect(read(source)).toMatchObject({ kind: 'UnknownOperation', ...expected });
  });
});
