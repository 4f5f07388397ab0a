import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Vendor } from '../../../../src/django/project.ts';
import { evaluateNamed } from '../../../../src/python/evaluate.ts';
import { parseModule } from '../../../../src/python/parse.ts';
import { moduleScope } from '../../../../src/python/scope.ts';
import type { PyValue } from '../../../../src/python/value.ts';
import { repoPath } from '../../../../src/source/position.ts';
import type { ExpressionSql } from '../../../../src/sql/expressions/context.ts';
import {
  renderCondition,
  renderDatabaseDefault,
  renderExclusion,
  renderGenerated,
  renderIndexExpressions,
} from '../../../../src/sql/expressions/render.ts';
import { loanContext } from '../../../support/sql/loan-model.ts';

type Kind = 'check' | 'index' | 'exclude' | 'default' | 'generated';
interface Golden {
  readonly django: string;
  readonly sql: Readonly<Partial<Record<Kind, Readonly<Record<string, Readonly<Partial<Record<Vendor, string>>>>>>>>;
}
const folder = 'test/goldens/expressions';
const cases = JSON.parse(readFileSync(`${folder}/cases.json`, 'utf8')) as Readonly<Record<Kind, readonly string[]>>; // the shape is make_expressions.py's
const vendors: readonly Vendor[] = ['postgresql', 'sqlite', 'mysql', 'mariadb', 'oracle'];

const imports = `
import datetime, decimal, uuid
from django.db import models
from django.db.models import *
from django.db.models import lookups, Q, F, Value, Func, Case, When, ExpressionWrapper, OrderBy, Exists, CombinedExpression
from django.db.models.expressions import RawSQL, CombinedExpression
from django.db.models.functions import NAMES
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, IsNull, In, Range, Contains, StartsWith
from django.db.models.fields.json import KeyTransform, KeyTextTransform, KT
from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField, RangeOperators, RangeBoundary
from django.contrib.postgres.functions import RandomUUID, TransactionNow
from django.contrib.postgres.indexes import OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
`;

/** Every expression of the cases, evaluated by our own reader. */
function evaluated(): ReadonlyMap<string, PyValue> {
  const sources = Object.values(cases).flat();
  const known = new Set([...imports.matchAll(/\b[A-Z]\w+/g)].map(([name]) => name));
  const names = new Set(sources.flatMap((source) => [...source.matchAll(/(?<![.'"\w])([A-Z]\w+)\(/g)].map(([, name]) => name ?? '')));
  const fields = [...names].filter((name) => name.endsWith('Field') && !known.has(name));
  const functions = [...names].filter((name) => !name.endsWith('Field') && !known.has(name));
  const head = `${imports.replace('NAMES', functions.join(', '))}\nfrom django.db.models import ${fields.join(', ')}\n`;
  const text = head + sources.map((source, index) => `case_${index} = ${source}\n`).join('');
  const scope = moduleScope(parseModule(repoPath('library/cases.py'), text), { name: 'library.cases', isPackage: false });
  return new Map(sources.map((source, index) => [source, evaluateNamed(`case_${index}`, scope) ?? { kind: 'none' }]));
}
const values = evaluated();

function keyword(value: PyValue, name: string): PyValue {
  return (value.kind === 'call' ? value.kwargs.get(name) : undefined) ?? { kind: 'unknown', source: name, reason: `no ${name}` };
}

function render(kind: Kind, value: PyValue, vendor: Vendor, django: string): ExpressionSql {
  const context = loanContext(vendor, django);
  switch (kind) {
    case 'check':
      return renderCondition(value, context);
    case 'index':
      return renderIndexExpressions(value.kind === 'tuple' ? value.items : [value], context);
    case 'exclude':
      return renderExclusion(value, context);
    case 'generated':
      return renderGenerated(keyword(value, 'expression'), context);
    case 'default': {
      const field = context.outputField(value);
      return field === undefined ? { unknown: 'an unknown field' } : renderDatabaseDefault(keyword(value, 'db_default'), field, context);
    }
  }
}

/** The part of Django's clause that holds the expression. */
function expression(kind: Kind, sql: string): string {
  if (kind === 'exclude') return sql.slice(sql.indexOf('(') + 1, -1);
  return kind === 'generated' ? sql.replace(/^GENERATED ALWAYS AS \((.*)\) (STORED|VIRTUAL)$/s, '$1') : sql;
}

/** How many of Django's answers we leave unknown, at most. */
const unknownAtMost: Readonly<Record<Vendor, number>> = { postgresql: 5, sqlite: 3, mysql: 8, mariadb: 17, oracle: 5 };

describe.each(['3.2', '4.2', '5.2'])('Django %s', (release) => {
  const golden = JSON.parse(readFileSync(`${folder}/django-${release}.json`, 'utf8')) as Golden; // the shape is merge.py's
  test.each(vendors)('writes on %s what we say', (vendor) => {
    const wrong: unknown[] = [];
    const unknown: unknown[] = [];
    for (const kind of Object.keys(cases) as Kind[]) {
      for (const source of cases[kind]) {
        const django = golden.sql[kind]?.[source]?.[vendor];
        const ours = render(kind, values.get(source) ?? { kind: 'none' }, vendor, release);
        if (!('sql' in ours)) {
          if (django !== undefined) unknown.push([source, ours.unknown]);
        } else if (django === undefined || ours.sql !== expression(kind, django)) wrong.push({ source, ours: ours.sql, django });
      }
    }
    expect(wrong).toEqual([]);
    expect(unknown.length).toBeLessThanOrEqual(unknownAtMost[vendor]);
  });
});

const classes = [
  ...new Set(
    Object.values(cases)
      .flat()
      .flatMap((source) => [...source.matchAll(/[A-Z]\w+(?=\()/g)].map(([name]) => name)),
  ),
  'constructor',
  'toString',
];
const anyValue = fc.letrec<{ value: PyValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom<PyValue>(
      { kind: 'none' },
      { kind: 'bool', value: true },
      { kind: 'unknown', source: 'x', reason: 'a name' },
      { kind: 'ref', path: 'datetime.timezone.utc' },
    ),
    fc.bigInt().map((value): PyValue => ({ kind: 'int', value })),
    fc.double().map((value): PyValue => ({ kind: 'float', value, text: String(value) })),
    fc
      .oneof(fc.string(), fc.constantFrom('title', 'meta__a__0', 'due__year__gt', 'tags__0_2', 'pages__', '%s', '%(x)s'))
      .map((value): PyValue => ({ kind: 'str', value })),
    fc.record({
      kind: fc.constantFrom('list' as const, 'tuple' as const, 'set' as const),
      items: fc.array(tie('value'), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('unaryop' as const), op: fc.constantFrom('~' as const, '-' as const), operand: tie('value') }),
    fc.record({
      kind: fc.constant('binop' as const),
      op: fc.constantFrom('|', '&', '^', '+', '-', '%', '//'),
      left: tie('value'),
      right: tie('value'),
    }),
    fc
      .record({
        name: fc.constantFrom(...classes),
        args: fc.array(tie('value'), { maxLength: 3 }),
        key: fc.constantFrom('pages__gt', 'output_field', 'default', 'x'),
        value: tie('value'),
        dates: fc.boolean(),
      })
      .map(({ name, args, key, value, dates }): PyValue => ({
        kind: 'call',
        callee: `${dates ? 'datetime' : 'django.db.models'}.${name}`,
        args,
        kwargs: new Map([[key, value]]),
        expr: { kind: 'Constant', start: 0, end: 0 } as never, // where a call stands does not matter here
        range: { path: repoPath('library/models.py'), start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } },
      })),
  ),
})).value;

test('no value makes us throw, and what is not known is said', () => {
  fc.assert(
    fc.property(anyValue, fc.constantFrom(...vendors), fc.constantFrom('3.2', '4.2', '5.2'), (value, vendor, django) => {
      const context = loanContext(vendor, django);
      const field = context.field('tags') ?? context.field('pages');
      if (field === undefined) throw new Error('the model has these fields');
      const answers = [
        renderCondition(value, context),
        renderIndexExpressions([value], context),
        renderExclusion(value, context),
        renderGenerated(value, context),
        renderDatabaseDefault(value, field, context),
      ];
      for (const answer of answers) if ('sql' in answer) expect(answer.sql).not.toMatch(/undefined|\[object/);
    }),
    { numRuns: 300 },
  );
});

test('an expression nested without end is unknown, not a crash', () => {
  let value: PyValue = { kind: 'str', value: 'title' };
  for (let depth = 0; depth < 5000; depth += 1) value = { kind: 'unaryop', op: '~', operand: value };
  expect(renderCondition(value, loanContext('postgresql', '5.2'))).toHaveProperty('unknown');
});
