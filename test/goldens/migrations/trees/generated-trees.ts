/**
 * Generated migrations for goldens: each built-in field type through the changes that matter, and changes from one type to another.
 * scripts/make-goldens.ts shows them to real Django; the test renders the same text.
 */

import { chain, create, type TreeFiles } from '../chain.ts';
import { commentsTree } from './comments-tree.ts';
import { compositeKeysTree, databaseDefaultsTree } from './database-defaults-tree.ts';
import { conditionsTree, expressionsTree, uniqueExpressionsTree } from './conditions-tree.ts';
import { handwrittenTree } from './handwritten-tree.ts';
import { postgresTree } from './postgres-tree.ts';
import { indexesTree } from './indexes-tree.ts';
import { keysTree } from './keys-tree.ts';
import { mixedTree } from './mixed-tree.ts';
import { modelsTree } from './models-tree.ts';
import { ownFieldsTree } from './own-fields-tree.ts';
import { relationsTree } from './relations-tree.ts';

interface FieldType {
  /** App label. */
  readonly app: string;
  /** The class behind `models.`, or a dotted path. */
  readonly type: string;
  readonly args?: string;
  /** A constant default. */
  readonly value: string;
  /** Another constant. */
  readonly other: string;
  readonly imports?: string;
  readonly unique?: boolean;
}

const fieldTypes: readonly FieldType[] = [
  { app: 'bigintegers', type: 'BigIntegerField', value: '7', other: '-8' },
  { app: 'binaries', type: 'BinaryField', value: "b'\\x00stamp'", other: "b''", unique: false },
  { app: 'booleans', type: 'BooleanField', value: 'False', other: 'True' },
  { app: 'chars', type: 'CharField', args: 'max_length=40', value: "'open'", other: "'it\\'s 100% \\\\ done'" },
  { app: 'dates', type: 'DateField', value: 'datetime.date(2021, 2, 3)', other: 'datetime.date(1999, 12, 31)', imports: 'import datetime' },
  {
    app: 'datetimes',
    type: 'DateTimeField',
    value: 'datetime.datetime(2021, 2, 3, 4, 5, 6, tzinfo=datetime.timezone.utc)',
    other: 'datetime.datetime(1999, 12, 31, 23, 59, 59, 123456, tzinfo=datetime.timezone.utc)',
    imports: 'import datetime',
  },
  { app: 'decimals', type: 'DecimalField', args: 'max_digits=8, decimal_places=2', value: "Decimal('1.50')", other: '0', imports: 'from decimal import Decimal' },
  { app: 'durations', type: 'DurationField', value: 'datetime.timedelta(days=1, hours=2)', other: 'datetime.timedelta(seconds=-90)', imports: 'import datetime' },
  { app: 'emails', type: 'EmailField', value: "'desk@library.example'", other: "''" },
  { app: 'files', type: 'FileField', args: "upload_to='scans'", value: "'a.pdf'", other: "''" },
  { app: 'filepaths', type: 'FilePathField', args: "path='/srv'", value: "'/srv/a'", other: "''" },
  { app: 'floats', type: 'FloatField', value: '1.5', other: '-0.25' },
  { app: 'addresses', type: 'GenericIPAddressField', value: "'10.0.0.1'", other: "'::1'" },
  { app: 'images', type: 'FileField', args: "upload_to='covers', max_length=120", value: "'a.png'", other: "''" },
  { app: 'integers', type: 'IntegerField', value: '7', other: '-8' },
  { app: 'documents', type: 'JSONField', value: 'dict', other: "{'a': [1, None, True, 'x']}", unique: false },
  { app: 'bigpositives', type: 'PositiveBigIntegerField', value: '7', other: '8' },
  { app: 'positives', type: 'PositiveIntegerField', value: '7', other: '8' },
  { app: 'smallpositives', type: 'PositiveSmallIntegerField', value: '7', other: '8' },
  { app: 'slugs', type: 'SlugField', value: "'a-b'", other: "''" },
  { app: 'smallintegers', type: 'SmallIntegerField', value: '7', other: '-8' },
  { app: 'texts', type: 'TextField', value: "'long'", other: "''" },
  { app: 'times', type: 'TimeField', value: 'datetime.time(1, 2)', other: 'datetime.time(1, 2, 3, 4000)', imports: 'import datetime' },
  { app: 'urls', type: 'URLField', value: "'https://library.example/'", other: "''" },
  { app: 'uuids', type: 'UUIDField', value: "uuid.UUID('12345678123456781234567812345678')", other: 'None', imports: 'import uuid' },
];

function field(of: Pick<FieldType, 'type' | 'args'>, ...options: readonly string[]): string {
  const args = [of.args, ...options].filter((part) => part !== undefined && part !== '').join(', ');
  return `models.${of.type}(${args})`;
}

const add = (name: string, value: string, more = ''): string => `migrations.AddField('record', '${name}', ${value}${more})`;
const alter = (name: string, value: string, more = ''): string => `migrations.AlterField('record', '${name}', ${value}${more})`;
const remove = (name: string): string => `migrations.RemoveField('record', '${name}')`;

/** Each field type: created, added in every way, changed in every attribute, renamed, removed. */
function fieldsTree(): TreeFiles {
  const files: Record<string, string> = {};
  for (const type of fieldTypes) {
    const unique = type.unique ?? true;
    const steps = [
      create('Record', [`('value', ${field(type)})`, `('maybe', ${field(type, 'null=True')})`, ...(unique ? [`('code', ${field(type, 'unique=True')})`] : [])]),
      add('empty', field(type, 'null=True')),
      add('wanted', field(type)),
      add('filled', field(type, `default=${type.value}`)),
      add('other', field(type, `default=${type.other}`, 'null=True')),
      add('once', field(type, `default=${type.value}`), ', preserve_default=False'),
      add('blank', field(type, 'blank=True')),
      ...(unique ? [add('single', field(type, 'null=True', 'unique=True')), add('indexed', field(type, 'null=True', 'db_index=True'))] : []),
      alter('value', field(type, 'null=True')),
      alter('value', field(type)),
      alter('value', field(type, 'null=True')),
      alter('value', field(type, `default=${type.value}`)),
      alter('value', field(type, `default=${type.other}`)),
      alter('value', field(type, 'null=True')),
      alter('value', field(type, 'blank=True')),
      alter('value', field(type, 'null=True')),
      alter('value', field(type, `default=${type.value}`), ', preserve_default=False'),
      ...(unique
        ? [
            alter('value', field(type, 'db_index=True')),
            alter('value', field(type, 'unique=True')),
            alter('value', field(type, 'db_index=True')),
            alter('value', field(type)),
            alter('value', field(type, 'unique=True')),
            alter('value', field(type)),
            alter('value', field(type, 'unique=True', 'db_index=True')),
            alter('value', field(type)),
          ]
        : []),
      alter('value', field(type, "db_column='amount'")),
      alter('value', field(type, "help_text='how much'", "verbose_name='amount'")),
      "migrations.RenameField('record', 'value', 'quantity')",
      ...(unique ? ["migrations.RenameField('record', 'indexed', 'position')", "migrations.RenameField('record', 'single', 'only')"] : []),
      [add('late', field(type, 'null=True', ...(unique ? ['db_index=True'] : []))), "migrations.RenameField('record', 'late', 'later')"],
      [add('brief', field(type, 'null=True', ...(unique ? ['unique=True'] : []))), remove('brief')],
      remove('quantity'),
      remove('filled'),
      ...(unique ? [remove('position'), remove('only')] : []),
      "migrations.RenameModel('Record', 'Entry')",
      "migrations.AlterModelTable('entry', 'ledger')",
      "migrations.DeleteModel('Entry')",
    ];
    chain(files, type.app, steps, type.imports);
  }
  return files;
}

const typeChanges: readonly (readonly [app: string, from: string, to: string])[] = [
  ['int_to_bigint', 'IntegerField()', 'BigIntegerField()'],
  ['bigint_to_int', 'BigIntegerField()', 'IntegerField()'],
  ['int_to_small', 'IntegerField()', 'SmallIntegerField()'],
  ['int_to_positive', 'IntegerField()', 'PositiveIntegerField()'],
  ['positive_to_small', 'PositiveIntegerField()', 'PositiveSmallIntegerField()'],
  ['int_to_text', 'IntegerField()', 'TextField()'],
  ['int_to_char', 'IntegerField()', 'CharField(max_length=12)'],
  ['int_to_decimal', 'IntegerField()', 'DecimalField(max_digits=9, decimal_places=2)'],
  ['int_to_float', 'IntegerField()', 'FloatField()'],
  ['char_longer', 'CharField(max_length=10)', 'CharField(max_length=20)'],
  ['char_shorter', 'CharField(max_length=20)', 'CharField(max_length=10)'],
  ['char_to_text', 'CharField(max_length=10)', 'TextField()'],
  ['char_to_slug', 'CharField(max_length=50)', 'SlugField()'],
  ['char_to_email', 'CharField(max_length=50)', 'EmailField()'],
  ['char_to_url', 'CharField(max_length=200)', 'URLField()'],
  ['indexed_char_to_int', 'CharField(max_length=10, db_index=True)', 'IntegerField(db_index=True)'],
  ['indexed_char_to_text', 'CharField(max_length=10, db_index=True)', 'TextField(db_index=True)'],
  ['unique_char_to_text', 'CharField(max_length=10, unique=True)', 'TextField(unique=True)'],
  ['unique_char_longer', 'CharField(max_length=10, unique=True)', 'CharField(max_length=30, unique=True)'],
  ['text_to_json', 'TextField(default="{}")', 'JSONField(default=dict)'],
  ['text_null_to_char', 'TextField(null=True)', 'CharField(max_length=10, blank=True, default="")'],
  ['date_to_datetime', 'DateField()', 'DateTimeField()'],
  ['datetime_to_date', 'DateTimeField(null=True)', 'DateField(null=True)'],
  ['bool_to_int', 'BooleanField(default=False)', 'SmallIntegerField(default=0)'],
  ['bool_null', 'BooleanField(default=False)', 'BooleanField(null=True)'],
  ['decimal_wider', 'DecimalField(max_digits=8, decimal_places=2)', 'DecimalField(max_digits=12, decimal_places=4)'],
  ['int_null_to_char', 'IntegerField(null=True)', 'CharField(max_length=5, default="0")'],
  ['index_and_type', 'IntegerField(db_index=True)', 'BigIntegerField()'],
  ['unique_and_type', 'IntegerField(unique=True)', 'BigIntegerField(unique=True)'],
  ['file_longer', 'FileField(upload_to="a")', 'FileField(upload_to="b", max_length=255)'],
  ['uuid_to_char', 'UUIDField(null=True)', 'CharField(max_length=36, null=True)'],
  ['choices_only', 'IntegerField(default=1)', 'IntegerField(default=1, choices=[(1, "one")])'],
  ['default_only', 'IntegerField(default=1)', 'IntegerField(default=2)'],
  ['auto_now', 'DateTimeField(auto_now_add=True)', 'DateTimeField(auto_now=True)'],
];

function typeChangesTree(): TreeFiles {
  const files: Record<string, string> = {};
  for (const [app, from, to] of typeChanges) {
    chain(files, app, [
      create('Record', [`('value', models.${from})`, "('title', models.CharField(max_length=9))"]),
      alter('value', `models.${to}`),
      [alter('value', `models.${from}`), "migrations.RenameField('record', 'value', 'worth')"],
      `migrations.AlterField('record', 'worth', models.${to})`,
    ]);
  }
  return files;
}

/** Every generated tree by name. */
export function generatedTrees(): ReadonlyMap<string, TreeFiles> {
  return new Map([
    ['fields', fieldsTree()],
    ['type-changes', typeChangesTree()],
    ['relations', relationsTree()],
    ['models', modelsTree()],
    ['indexes', indexesTree()],
    ['mixed', mixedTree()],
    ['conditions', conditionsTree()],
    ['expressions', expressionsTree()],
    ['unique-expressions', uniqueExpressionsTree()],
    ['handwritten', handwrittenTree()],
    ['comments', commentsTree()],
    ['own-fields', ownFieldsTree()],
    ['database-defaults', databaseDefaultsTree()],
    ['composite-keys', compositeKeysTree()],
    ['postgres', postgresTree()],
    ['keys', keysTree()],
  ]);
}

/** Trees that only some databases or releases can run. */
export const limits: Readonly<Record<string, { readonly vendors?: readonly string[]; readonly versions?: readonly string[] }>> = {
  handwritten: { vendors: ['postgresql'] },
  'own-fields': { vendors: ['postgresql', 'sqlite'], versions: ['5.2', '4.2'] },
  comments: { versions: ['5.2', '5.1', '5.0', '4.2'] },
  'database-defaults': { versions: ['5.2', '5.1', '5.0'] },
  'unique-expressions': { versions: ['5.2', '5.1', '5.0', '4.2', '4.1'] },
  'composite-keys': { versions: ['5.2'] },
  postgres: { vendors: ['postgresql'] },
};
