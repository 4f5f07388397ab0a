import { describe, expect, test } from '@jest/globals';
import { isWholeTable, lastLink } from '../../../../src/django/data-code/data-code.ts';
import { readDataCode } from '../../../../src/django/data-code/read-data-code.ts';
import { parseModule } from '../../../../src/python/parse.ts';
import { functionNamed } from '../../../../src/python/walk.ts';
import { repoPath } from '../../../../src/source/position.ts';

function read(source: string) {
  const module = parseModule(repoPath('clinic/migrations/0002_data.py'), source);
  const code = functionNamed(module, 'forwards');
  if (code === undefined) throw new Error('the example has no function named forwards');
  return readDataCode(module, code);
}
const chains = (source: string) =>
  read(source).queries.map(({ query }) => [query.model.name, ...query.links.map((link) => link.name)].join('.'));

describe('models and queries', () => {
  test('a chain is one query, through variables and arguments', () => {
    expect(
      chains(`
def forwards(apps, schema_editor):
    Patient = apps.get_model("clinic", "Patient")
    open_ones = Patient.objects.using(schema_editor.connection.alias).filter(left=None)
    open_ones.update(ward=1)
`),
    ).toEqual(['Patient.using.filter', 'Patient.using.filter.update']);
  });

  test('a function of the same file is read where it is called', () => {
    const code = read(`
def close(rows):
    for row in rows:
        row.save()

def forwards(registry, editor):
    close(registry.get_model("clinic.Patient").objects.all())
`);
    expect(code.rowCalls.map(({ method, rowLoops }) => [method, rowLoops.length])).toEqual([['save', 1]]);
    expect(code.models).toMatchObject([{ appLabel: 'clinic', name: 'Patient' }]);
  });

  test('functions that call each other in a circle end', () => {
    expect(() =>
      read(`
def other(apps):
    forwards(apps, None)

def forwards(apps, schema_editor):
    other(apps)
`),
    ).not.toThrow();
  });

  test('a whole table, a filter and a slice are told apart', () => {
    const whole = read(`
def forwards(apps, schema_editor):
    Patient = apps.get_model("clinic", "Patient")
    for one in Patient.objects.order_by("pk"):
        pass
    for one in Patient.objects.exclude(ward=1):
        pass
    for one in Patient.objects.all()[:10]:
        pass
`).rowLoops.map(({ query }) => isWholeTable(query));
    expect(whole).toEqual([true, false, false]);
  });

  test('get_or_create inside a loop over rows knows the loop and its keywords', () => {
    const use = read(`
def forwards(apps, schema_editor):
    Visit = apps.get_model("clinic", "Visit")
    for index, patient in enumerate(apps.get_model("clinic", "Patient").objects.iterator()):
        visit, made = Visit.objects.get_or_create(patient=patient, kind="first", defaults={"fee": index})
        visit.save()
`).queries.find(({ query }) => lastLink(query)?.name === 'get_or_create');
    expect(use?.rowLoops[0]?.query.model.name).toBe('Patient');
    expect([...(use === undefined ? [] : (lastLink(use.query)?.kwargs.keys() ?? []))]).toEqual(['patient', 'kind', 'defaults']);
  });
});

describe('names', () => {
  const names = (source: string) => read(source).undefinedNames.map(({ name }) => name);

  test('what neither the file nor Python defines, once', () => {
    expect(names('def forwards(apps, schema_editor):\n    make_token()\n    make_token(len(apps))\n')).toEqual(['make_token']);
  });

  test('everything that binds a name counts', () => {
    expect(
      names(`
from functools import partial as part
import os.path
LIMIT: int = 3
class Helper: pass
try:
    import json
except ImportError:
    json = None
def forwards(apps, schema_editor, *rest, key=None, **more):
    global counter
    with open(LIMIT) as handle, Helper() as (a, b):
        pass
    for i, (j, k) in rest: print(i, j, k, a, b, handle, key, more)
    if (n := part(json)): print(n, os)
    try:
        pass
    except ValueError as error:
        print(error)
    print([x for x in rest if x], {y: z for y, z in rest}, lambda q, *w: (q, w))
    match rest:
        case [first, *others]:
            print(first, others)
    def inner(): return counter
    return inner
counter = 1
`),
    ).toEqual([]);
  });

  test('a local of another function is not a name of this one', () => {
    expect(names('def other():\n    token = 1\n    return token\n\ndef forwards(apps, schema_editor):\n    return token\n')).toEqual([
      'token',
    ]);
  });

  test('a name of the function around it is defined', () => {
    const module = parseModule(
      repoPath('clinic/migrations/0002_data.py'),
      'def make(label):\n    def inner(apps, schema_editor):\n        return label\n    return inner\n',
    );
    const outer = functionNamed(module, 'make');
    const inner = outer?.body[0];
    if (inner?.kind !== 'FunctionDef') throw new Error('the example has an inner function');
    expect(readDataCode(module, inner).undefinedNames).toEqual([]);
  });

  test('a star import may define anything', () => {
    expect(names('from clinic.tokens import *\n\ndef forwards(apps, schema_editor):\n    make_token()\n')).toEqual([]);
  });
});
