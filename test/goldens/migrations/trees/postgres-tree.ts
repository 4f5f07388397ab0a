/** What only PostgreSQL has: its fields, indexes, exclusion constraints, extensions, collations, operations that run beside the traffic. */
import { chain, create, treeOf, type Step, type TreeFiles } from '../chain.ts';

const imports = [
  'import django.contrib.postgres.fields',
  'from django.contrib.postgres import constraints, indexes, operations, search',
  'from django.contrib.postgres.fields import ArrayField, BigIntegerRangeField, DateRangeField, DateTimeRangeField, DecimalRangeField, HStoreField, IntegerRangeField, RangeOperators',
  'from django.db.models import F, Func, Q',
  'from django.db.models.functions import Lower',
].join('\n');

const fields: Readonly<Record<string, readonly [string, string]>> = {
  integers: ['ArrayField(models.IntegerField(), default=list)', 'ArrayField(models.IntegerField(), default=list, size=4)'],
  texts: ['ArrayField(models.CharField(max_length=10), default=list)', 'ArrayField(models.CharField(max_length=30), default=list)'],
  filled: ["ArrayField(models.CharField(max_length=10), default=['a', \"b's\"])", 'ArrayField(models.TextField(), default=list)'],
  numbers: ['ArrayField(models.BigIntegerField(), default=[1, 2])', 'ArrayField(models.SmallIntegerField(), default=[3])'],
  nested: ['ArrayField(ArrayField(models.IntegerField(), size=3), null=True)', 'ArrayField(ArrayField(models.BigIntegerField()), null=True)'],
  decimals: ['ArrayField(models.DecimalField(max_digits=5, decimal_places=2), null=True)', 'ArrayField(models.FloatField(), null=True)'],
  positives: ['ArrayField(models.PositiveIntegerField(), blank=True, null=True)', 'ArrayField(models.PositiveIntegerField(), blank=True, default=list, db_index=True)'],
  uuids: ['ArrayField(models.UUIDField(), default=list)', 'ArrayField(models.UUIDField(), null=True)'],
  jsons: ['ArrayField(models.JSONField(), default=list)', 'ArrayField(models.JSONField(), null=True)'],
  plaintoarray: ['models.CharField(max_length=10, null=True)', 'ArrayField(models.CharField(max_length=10), null=True)'],
  arrayindexed: ['ArrayField(models.CharField(max_length=10), default=list, db_index=True)', 'ArrayField(models.CharField(max_length=10), default=list, unique=True)'],
  range: ['IntegerRangeField(null=True)', 'IntegerRangeField(null=True, db_index=True)'],
  days: ['DateRangeField(null=True)', 'DateRangeField()'],
  decimalrange: ['DecimalRangeField(null=True, db_index=True)', 'DecimalRangeField(null=True)'],
  hstore: ['HStoreField(default=dict)', 'HStoreField(null=True)'],
  vector: ['search.SearchVectorField(null=True)', 'models.TextField(null=True)'],
};

function fieldApps(files: Record<string, string>): void {
  for (const [app, [from, to]] of Object.entries(fields)) {
    const extension: readonly Step[] = app === 'hstore' ? ['operations.HStoreExtension()'] : [];
    const steps: readonly Step[] = [
      ...extension,
      [create('Plain', []), create('Made', [`('value', ${from})`])],
      `migrations.AddField('Plain', 'value', ${from})`,
      `migrations.AlterField('Plain', 'value', ${to})`,
      `migrations.AlterField('Plain', 'value', ${from})`,
      "migrations.RenameField('Plain', 'value', 'worth')",
      "migrations.RemoveField('Plain', 'worth')",
    ];
    chain(files, `pg${app}`, steps, imports);
  }
}

const room = create('Room', [
  "('name', models.CharField(max_length=30))",
  "('notes', models.TextField())",
  "('tags', ArrayField(models.CharField(max_length=9), default=list))",
  "('data', models.JSONField(default=dict))",
  "('size', models.IntegerField(default=1))",
  "('span', DateTimeRangeField(null=True))",
  "('day', models.DateField(null=True))",
]);
const index = (made: string): string => `migrations.AddIndex('Room', indexes.${made})`;
const exclude = (name: string, more: string): string => `migrations.AddConstraint('Room', constraints.ExclusionConstraint(name='${name}', ${more}))`;

const apps: Readonly<Record<string, readonly Step[]>> = {
  pgindexes: [
    ['operations.TrigramExtension()', 'operations.BtreeGinExtension()', 'operations.BloomExtension()'],
    room,
    index("GinIndex(fields=['tags'], name='room_tags_gin')"),
    index("GinIndex(fields=['data'], name='room_data_gin', opclasses=['jsonb_path_ops'], fastupdate=False, gin_pending_list_limit=128)"),
    index("GinIndex(fields=['name'], name='room_trgm', opclasses=['gin_trgm_ops'])"),
    index("GistIndex(fields=['span'], name='room_span_gist', fillfactor=80, buffering=True)"),
    index("BrinIndex(fields=['day'], name='room_day_brin', pages_per_range=16, autosummarize=True)"),
    index("BTreeIndex(fields=['-size', 'name'], name='room_size_btree', fillfactor=70)"),
    index("BTreeIndex(fields=['size'], name='room_size_idx')"),
    index("HashIndex(fields=['name'], name='room_name_hash', condition=Q(size__gt=2))"),
    index("SpGistIndex(fields=['span'], name='room_span_spgist')"),
    index("BloomIndex(fields=['size', 'name'], name='room_bloom', length=96, columns=[1, 2])"),
    "migrations.AlterField('Room', 'size', models.IntegerField(default=1, db_index=True))",
    "migrations.AlterField('Room', 'size', models.IntegerField(default=1))",
    "migrations.RemoveIndex('Room', 'room_tags_gin')",
    "migrations.RemoveIndex('Room', 'room_name_hash')",
    "migrations.RemoveIndex('Room', 'room_trgm')",
    "migrations.RemoveIndex('Room', 'room_bloom')",
    "migrations.RenameField('Room', 'name', 'title')",
    "migrations.AlterField('Room', 'title', models.CharField(max_length=60, db_index=True))",
  ],
  pgexclusion: [
    'operations.BtreeGistExtension()',
    room,
    exclude('room_overlap', "expressions=[('span', RangeOperators.OVERLAPS), (F('name'), RangeOperators.EQUAL)]"),
    exclude('room_where', "expressions=[('size', '='), ('span', '&&')], condition=Q(size__gt=1) & Q(name='a'), index_type='gist'"),
    exclude('room_late', "expressions=[('span', RangeOperators.OVERLAPS)], deferrable=models.Deferrable.DEFERRED"),
    exclude('room_include', "expressions=[('span', RangeOperators.OVERLAPS)], include=['size', 'name']"),
    exclude('room_func', "expressions=[(Lower('name'), RangeOperators.EQUAL)]"),
    exclude('room_range', "expressions=[(Func('day', 'day', function='daterange'), RangeOperators.OVERLAPS)]"),
    "migrations.RemoveConstraint('Room', 'room_where')",
    "migrations.RemoveConstraint('Room', 'room_late')",
    "migrations.RemoveConstraint('Room', 'room_overlap')",
    "migrations.RenameField('Room', 'span', 'period')",
  ],
  pgobjects: [
    "operations.CreateExtension('pgcrypto')",
    'operations.UnaccentExtension()',
    'operations.CITextExtension()',
    "operations.CreateCollation('german_phonebook', provider='icu', locale='de-u-co-phonebk')",
    "operations.CreateCollation('case_insensitive', provider='icu', locale='und-u-ks-level2', deterministic=False)",
    create('Entry', ["('name', models.CharField(max_length=30, db_collation='german_phonebook'))", "('text', models.TextField(db_collation='C', db_index=True))"]),
    "migrations.AlterField('Entry', 'name', models.CharField(max_length=40, db_collation='german_phonebook'))",
    "migrations.AlterField('Entry', 'name', models.CharField(max_length=40, db_collation='C'))",
    "migrations.AlterField('Entry', 'name', models.CharField(max_length=40))",
    "migrations.AlterField('Entry', 'text', models.TextField(db_collation='POSIX', db_index=True))",
    "operations.RemoveCollation('german_phonebook', provider='icu', locale='de-u-co-phonebk')",
  ],
};

/** Migrations of their own transaction mode. */
function concurrentApp(files: Record<string, string>): void {
  const steps: readonly Step[] = [
    room,
    "operations.AddIndexConcurrently('Room', models.Index(fields=['name'], name='room_name_now'))",
    "operations.AddIndexConcurrently('Room', indexes.GinIndex(fields=['tags'], name='room_tags_now'))",
    "operations.AddIndexConcurrently('Room', models.Index(fields=['size'], condition=Q(size__gt=5), name='room_size_now'))",
    "operations.RemoveIndexConcurrently('Room', 'room_name_now')",
    "operations.AddConstraintNotValid('Room', models.CheckConstraint(check=Q(size__gte=0), name='room_size_ok'))",
    "operations.ValidateConstraint('Room', 'room_size_ok')",
  ];
  chain(files, 'pgconcurrent', steps, imports);
  for (const path of Object.keys(files)) {
    if (/^pgconcurrent\/.*_step\.py$/.test(path) && !path.includes('0001')) files[path] = files[path]?.replace('    dependencies', '    atomic = False\n    dependencies') ?? '';
  }
}

export function postgresTree(): TreeFiles {
  const files: Record<string, string> = { ...treeOf(apps, imports) };
  fieldApps(files);
  concurrentApp(files);
  return files;
}
