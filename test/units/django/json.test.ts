import { describe, expect, test } from '@jest/globals';
import { fieldJson, jsonOf, releaseNumber } from '../../../src/django/deconstruct/json-value.ts';
import { definitionPath, printedPath } from '../../../src/django/deconstruct/names.ts';
import { modelJson } from '../../../src/django/deconstruct/state-json.ts';
import { emptyState, modelIn } from '../../../src/django/state.ts';
import { applyOperations } from '../../../src/django/history/apply/apply-operation.ts';
import { migrationWith, operationOf } from '../../support/django/clinic.ts';

const imports = `import datetime, decimal, uuid, functools
import django.contrib.postgres.fields, django.utils.timezone
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db.models import F, Q, Value
from django.db.models.functions import Lower
from clinic.codes import make_code, size_of
`;

/** The JSON text of a value that stands as a field's default. */
function valueJson(source: string): string {
  const operation = operationOf(`migrations.AddField("visit", "x", models.TextField(default=${source}))`, imports);
  const value = operation.kind === 'AddField' ? operation.field.options.get('default') : undefined;
  return JSON.stringify(jsonOf(value ?? { kind: 'none' }));
}

describe('values as real Django 5.2 prints them', () => {
  test.each([
    ['1.0', '1.0'],
    ['1e-05', '1e-05'],
    ['12345678901234567890', '12345678901234567890'],
    ['b"\\x00ab"', '{"$bytes":"006162"}'],
    ['None', 'null'],
    ['("a", [True, {"b": 1}])', '["a",[true,{"b":1}]]'],
    ['{"b", "a"}', '["a","b"]'],
    ['datetime.timedelta(days=1, hours=3, minutes=2)', '{"$timedelta":"1 day, 3:02:00"}'],
    ['datetime.timedelta(-1, 30)', '{"$timedelta":"-1 day, 0:00:30"}'],
    ['datetime.timedelta(seconds=1, microseconds=5)', '{"$timedelta":"0:00:01.000005"}'],
    ['datetime.datetime(2020, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)', '{"$datetime":"2020-01-02 03:04:05+00:00"}'],
    ['datetime.date(2020, 1, 2)', '{"$date":"2020-01-02"}'],
    ['datetime.time(3, 4)', '{"$time":"03:04:00"}'],
    ['decimal.Decimal("0.00")', '{"$decimal":"0.00"}'],
    ['uuid.UUID("6BA7B810-9dad-11d1-80b4-00c04fd430c8")', '{"$uuid":"6ba7b810-9dad-11d1-80b4-00c04fd430c8"}'],
    ['django.utils.timezone.now', '{"$ref":"django.utils.timezone.now"}'],
    ['datetime.date.today', '{"$ref":"None.date.today"}'],
    ['dict', '{"$ref":"builtins.dict"}'],
    ['models.CASCADE', '{"$ref":"django.db.models.deletion.CASCADE"}'],
    ['models.SET(make_code)', '{"$ref":"django.db.models.deletion.SET.<locals>.set_on_delete"}'],
    ['models.Deferrable.IMMEDIATE', '"immediate"'],
    ['Lower("name")', '{"$obj":"django.db.models.functions.text.Lower","args":["name"],"kwargs":{}}'],
    [
      'F("a").desc(nulls_last=True)',
      '{"$obj":"django.db.models.OrderBy","args":[{"$obj":"django.db.models.F","args":["a"],"kwargs":{}}],"kwargs":{"descending":true,"nulls_last":true}}',
    ],
    [
      'F("a") + 1',
      '{"$obj":"django.db.models.expressions.CombinedExpression","args":[{"$obj":"django.db.models.F","args":["a"],"kwargs":{}},"+",{"$obj":"django.db.models.Value","args":[1],"kwargs":{}}],"kwargs":{}}',
    ],
    ['size_of("x")', '{"$unknown":"clinic.codes.size_of(…)"}'],
    ['undefined_name', '{"$unknown":"undefined_name"}'],
  ])('%s', (source, json) => {
    expect(valueJson(source)).toBe(json);
  });

  const q = (args: string, kwargs = ''): string => `{"$obj":"django.db.models.Q","args":[${args}],"kwargs":{${kwargs}}}`;

  test.each([
    ['Q(b=2, a=1)', q('["a",1],["b",2]')],
    ['Q(("a", 1), ("b", 2), _connector="OR")', q('["a",1],["b",2]', '"_connector":"OR"')],
    ['Q(a=1) & Q(b=2)', q('["a",1],["b",2]')],
    ['Q(a=1) | Q(b=2) | Q(c=3)', q('["a",1],["b",2],["c",3]', '"_connector":"OR"')],
    ['~Q(a=1)', q('["a",1]', '"_negated":true')],
    ['Q(a=1) & ~Q(b=2)', q(`["a",1],${q('["b",2]', '"_negated":true')}`)],
    ['(Q(a=1) | Q(b=2)) & Q(c=3)', q(`${q('["a",1],["b",2]', '"_connector":"OR"')},["c",3]`)],
    ['Q() | Q(a=1)', q('["a",1]')],
    ['Q(a=1) ^ Q(b=2)', q('["a",1],["b",2]', '"_connector":"XOR"')],
  ])('%s', (source, json) => {
    expect(valueJson(source)).toBe(json);
  });
});

describe('fields without what says the default', () => {
  /** Keyword arguments of a field, as JSON. */
  function kwargs(source: string): unknown {
    const operation = operationOf(`migrations.AddField("visit", "x", ${source})`, imports);
    if (operation.kind !== 'AddField') throw new Error(operation.kind);
    const json = JSON.parse(JSON.stringify(fieldJson(operation.field))) as { readonly kwargs: unknown };
    return json.kwargs;
  }

  test.each<[string, object]>([
    [
      'models.CharField(max_length=9, null=False, blank=True, unique=False, db_collation=None, help_text="x")',
      { blank: true, max_length: 9 },
    ],
    [
      'models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")',
      { auto_created: true, primary_key: true, serialize: false },
    ],
    ['models.SlugField(db_index=True, max_length=50)', {}],
    ['models.SlugField(db_index=False, max_length=60)', { db_index: false, max_length: 60 }],
    ['models.EmailField()', { max_length: 254 }],
    ['models.URLField(max_length=200)', {}],
    ['models.UUIDField(max_length=32)', {}],
    ['models.DateTimeField(auto_now=True, auto_now_add=False, editable=False, blank=True)', { auto_now: true }],
    ['models.BinaryField(editable=True)', { editable: true }],
    ['models.BinaryField(editable=False)', {}],
    ['models.FileField(upload_to="x", max_length=100)', {}],
    ['models.GenericIPAddressField(protocol="both", unpack_ipv4=False)', {}],
    [
      'models.ForeignKey("Clinic.Doctor", models.CASCADE, db_index=True, related_name="visits")',
      { on_delete: { $ref: 'django.db.models.deletion.CASCADE' }, related_name: 'visits', to: 'Clinic.doctor' },
    ],
    [
      'models.OneToOneField("self", models.PROTECT, unique=True, db_constraint=False)',
      { db_constraint: false, on_delete: { $ref: 'django.db.models.deletion.PROTECT' }, to: 'self' },
    ],
    [
      'models.ManyToManyField("staff.Doctor", "visits", symmetrical=False, through="clinic.Visit")',
      { related_name: 'visits', through: 'clinic.Visit', to: 'staff.doctor' },
    ],
    [
      'models.GeneratedField(expression=F("a"), output_field=models.IntegerField(), db_persist=True, editable=False)',
      {
        db_persist: true,
        expression: { $obj: 'django.db.models.F', args: ['a'], kwargs: {} },
        output_field: { path: 'django.db.models.IntegerField', args: [], kwargs: {} },
      },
    ],
    [
      'django.contrib.postgres.fields.ArrayField(models.CharField(max_length=3, help_text="x"))',
      { base_field: { path: 'django.db.models.CharField', args: [], kwargs: { max_length: 3 } }, size: null },
    ],
  ])('%s', (source, expected) => {
    expect(kwargs(source)).toEqual(expected);
  });
});

test('a model: bases, options, indexes and constraints in deconstructed form', () => {
  const { operations } = migrationWith(
    `migrations.CreateModel("Visit", [("id", models.AutoField(primary_key=True)), ("span", models.TextField())],
        {"unique_together": {("b", "c"), ("a", "b")}, "indexes": [GinIndex("span", Lower("id"), name="visit_gin", fastupdate=False, opclasses=())],
         "constraints": [
            models.CheckConstraint(check=Q(id__gte=0), name="id_ok"),
            models.UniqueConstraint(Lower("span"), name="span_once", condition=Q(id=1), deferrable=models.Deferrable.DEFERRED, include=None),
            ExclusionConstraint(name="apart", expressions=[("span", RangeOperators.OVERLAPS)], index_type="GIST")]},
        ("clinic.event", models.Model))`,
    { imports },
  );
  const model = modelIn(applyOperations(emptyState, 'clinic', operations), 'clinic', 'visit');
  const lower = (name: string): object => ({ $obj: 'django.db.models.functions.text.Lower', args: [name], kwargs: {} });
  expect(JSON.parse(JSON.stringify(model === undefined ? undefined : modelJson(model)))).toEqual({
    name: 'Visit',
    bases: ['clinic.event', 'django.db.models.Model'],
    fields: {
      id: { path: 'django.db.models.AutoField', args: [], kwargs: { primary_key: true } },
      span: { path: 'django.db.models.TextField', args: [], kwargs: {} },
    },
    options: {
      unique_together: [
        ['a', 'b'],
        ['b', 'c'],
      ],
      indexes: [
        {
          $obj: 'django.contrib.postgres.indexes.GinIndex',
          args: [{ $obj: 'django.db.models.F', args: ['span'], kwargs: {} }, lower('id')],
          kwargs: { name: 'visit_gin', fastupdate: false },
        },
      ],
      constraints: [
        {
          $obj: 'django.db.models.CheckConstraint',
          args: [],
          kwargs: { name: 'id_ok', condition: { $obj: 'django.db.models.Q', args: [['id__gte', 0]], kwargs: {} } },
        },
        {
          $obj: 'django.db.models.UniqueConstraint',
          args: [lower('span')],
          kwargs: { name: 'span_once', condition: { $obj: 'django.db.models.Q', args: [['id', 1]], kwargs: {} }, deferrable: 'deferred' },
        },
        {
          $obj: 'django.contrib.postgres.constraints.ExclusionConstraint',
          args: [],
          kwargs: { name: 'apart', expressions: [['span', '&&']] },
        },
      ],
    },
  });
});

test.each([
  ['django.db.models.CASCADE', 'django.db.models.deletion.CASCADE', 'django.db.models.deletion.CASCADE'],
  ['django.db.models.fields.related.ForeignKey', 'django.db.models.fields.related.ForeignKey', 'django.db.models.ForeignKey'],
  ['django.db.models.query_utils.Q', 'django.db.models.query_utils.Q', 'django.db.models.Q'],
  ['django.db.models.Exists', 'django.db.models.expressions.Exists', 'django.db.models.expressions.Exists'],
  ['django.contrib.gis.db.models.TextField', 'django.db.models.fields.TextField', 'django.db.models.TextField'],
  ['clinic.fields.CodeField', 'clinic.fields.CodeField', 'clinic.fields.CodeField'],
])('%s is defined as %s and printed as %s', (path, defined, printed) => {
  expect([definitionPath(path), printedPath(path)]).toEqual([defined, printed]);
});

describe('what older releases print otherwise', () => {
  const { operations } = migrationWith(
    `migrations.CreateModel("Visit", [("seen_by", models.ManyToManyField("clinic.Doctor", through="clinic.Shift", through_fields=("visit", "doctor")))],
        {"constraints": [models.CheckConstraint(check=Q(id__gte=F("fee")), name="id_ok")]})`,
    { imports },
  );
  const model = modelIn(applyOperations(emptyState, 'clinic', operations), 'clinic', 'visit');

  test.each([
    ['5.2', ['through', 'through_fields', 'to'], 'condition', 'django.db.models.F'],
    ['4.2', ['through', 'to'], 'check', 'django.db.models.F'],
    ['3.2', ['through', 'to'], 'check', 'django.db.models.expressions.F'],
  ])('Django %s', (release, options, condition, path) => {
    const printing = { classes: () => undefined, release: releaseNumber(release) };
    const json = JSON.parse(JSON.stringify(model === undefined ? {} : modelJson(model, printing))) as {
      readonly fields: Record<string, { readonly kwargs: object }>;
      readonly options: { readonly constraints: readonly { readonly kwargs: Record<string, { readonly args: unknown }> }[] };
    };
    expect(Object.keys(json.fields['seen_by']?.kwargs ?? {})).toEqual(options);
    expect(json.options.constraints[0]?.kwargs[condition]?.args).toEqual([['id__gte', { $obj: path, args: ['fee'], kwargs: {} }]]);
  });
});
