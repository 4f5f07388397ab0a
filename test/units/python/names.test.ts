import { describe, expect, test } from '@jest/globals';
import type { Expr, Stmt } from '../../../src/python/ast.ts';
import { resolveDotted } from '../../../src/python/imports.ts';
import { parseModule } from '../../../src/python/parse.ts';
import { classScope, findName, functionScope, moduleScope } from '../../../src/python/scope.ts';
import { rangeOf, sourceOf, walk } from '../../../src/python/walk.ts';
import { repoPath } from '../../../src/source/position.ts';

const read = (text: string) => parseModule(repoPath('clinic/visits/models.py'), text);
const models = { name: 'clinic.visits.models', isPackage: false };

/** The path of the last expression statement of the text, as a module of that name. */
function pathIn(text: string, name = models): string | undefined {
  const module = read(text);
  const last = module.body.at(-1);
  if (last?.kind !== 'Expr') throw new Error('the text must end in an expression');
  return resolveDotted(last.value, moduleScope(module, name));
}

describe('resolveDotted', () => {
  test.each([
    ['from django.db import models\nmodels.CharField', 'django.db.models.CharField'],
    ['from django.db import models as m\nm.Q', 'django.db.models.Q'],
    ['import django.db.models\ndjango.db.models.Q', 'django.db.models.Q'],
    ['import django.db.models as m\nm.Q', 'django.db.models.Q'],
    ['from . import fields\nfields.Phone', 'clinic.visits.fields.Phone'],
    ['from .. import fields\nfields.Phone', 'clinic.fields.Phone'],
    ['from ..fields import Phone\nPhone', 'clinic.fields.Phone'],
    ['class Visit: pass\nVisit.Status', 'clinic.visits.models.Visit.Status'],
    ['def due(): pass\ndue', 'clinic.visits.models.due'],
    ['from django.db import models\nText = models.TextField\nText', 'django.db.models.TextField'],
    ['LIMIT = 5\nLIMIT', 'clinic.visits.models.LIMIT'],
    ['str', 'builtins.str'],
    [
      'try:\n    from django.db.models import JSONField\nexcept ImportError:\n    from jsonfield import JSONField\nJSONField',
      'django.db.models.JSONField',
    ],
    ['if TYPE_CHECKING:\n    from clinic.staff import Nurse\nNurse', 'clinic.staff.Nurse'],
    ['from ....far import away\naway', undefined],
    ['from .fields import *\nPhone', undefined],
    ['missing', undefined],
    ['if late:\n    from a import Phone\nelse:\n    from b import Phone\nPhone', undefined],
    ['for Phone in phones:\n    pass\nPhone', undefined],
    ['a = b\nb = a\na', undefined],
  ])('%j is %s', (text, path) => {
    expect(pathIn(`${text}\n`)).toBe(path);
  });

  test('one dot in the file of a package means the package itself', () => {
    expect(pathIn('from .models import Visit\nVisit\n', { name: 'clinic.visits', isPackage: true })).toBe('clinic.visits.models.Visit');
  });

  test('a module at the import root has siblings but nothing above', () => {
    expect(pathIn('from .helpers import lend\nlend\n', { name: 'manage', isPackage: false })).toBe('helpers.lend');
    expect(pathIn('from ..helpers import lend\nlend\n', { name: 'manage', isPackage: false })).toBeUndefined();
  });
});

describe('scopes', () => {
  const module = read(
    'LIMIT = 1\nclass Visit:\n    LIMIT = 2\n    def late(self, days=LIMIT):\n        near = LIMIT\n        return near\nLIMIT = 3\n',
  );
  const scope = moduleScope(module, models);

  test('statements see what stands before them, function bodies what the module ends with', () => {
    const visit = module.body.find((stmt: Stmt) => stmt.kind === 'ClassDef');
    if (visit?.kind !== 'ClassDef') throw new Error('no class');
    const late = visit.body.find((stmt: Stmt) => stmt.kind === 'FunctionDef');
    if (late?.kind !== 'FunctionDef') throw new Error('no function');
    const value = (found: ReturnType<typeof findName>) =>
      found?.binding.kind === 'value' ? sourceOf(module, found.binding.value) : found?.binding.kind;
    expect(value(findName(scope, 'LIMIT', visit.start))).toBe('1');
    expect(value(findName(classScope(scope, visit), 'LIMIT', late.start))).toBe('2');
    expect(value(findName(functionScope(scope, late), 'LIMIT', late.end))).toBe('3');
    expect(value(findName(functionScope(scope, late), 'days', late.end))).toBe('other');
    expect(findName(scope, 'near', Infinity)).toBeUndefined();
  });

  test('what a function declares global is not constant', () => {
    const found = findName(moduleScope(read('cache = 1\ndef lend():\n    global cache\n    cache = 2\n'), models), 'cache', Infinity);
    expect(found?.binding).toMatchObject({ kind: 'other', what: 'changed by a function' });
  });

  test('names bound in all kinds of statements are found', () => {
    const text =
      'import a.b\nwith open(c) as (d, e): pass\nfor f, *g in h: pass\nmatch i:\n    case [j, {"k": k, **l}] | n.O(p=q) as m: pass\ntry: pass\nexcept E as r: pass\nt, (u, v) = 1, w\n(x := 1)\ntype Y = int\n';
    expect(Array.from(moduleScope(read(text), models).bindings.keys()).toSorted()).toEqual(Array.from('adefgjklmqrtuvxY').toSorted());
  });
});

describe('walk', () => {
  test('each node once, before what stands in it, in the order of the source', () => {
    const { body, text } = read(
      '@decorated(a)\ndef lend(b: C = d, *e, **f) -> g:\n    with h as i: return {**j, k: [l for m in n if o]}\nx = p if q else f"{r!r:{s}}"\ntry:\n    raise t from u\nexcept V: y[w:z] = lambda aa=bb: cc(dd=ee, *ff)\n',
    );
    const names = Array.from(walk(body)).filter((node): node is Expr & { readonly kind: 'Name' } => node.kind === 'Name');
    expect(names.map(({ id }) => id)).toEqual([
      'decorated',
      'a',
      'C',
      'd',
      'g',
      'h',
      'i',
      'j',
      'k',
      'l',
      'm',
      'n',
      'o',
      'x',
      'p',
      'q',
      'r',
      's',
      't',
      'u',
      'V',
      'y',
      'w',
      'z',
      'bb',
      'cc',
      'ee',
      'ff',
    ]);
    expect(names.map(({ start, end }) => text.slice(start, end))).toEqual(names.map(({ id }) => id));
  });

  test('lines and columns count from 1', () => {
    const module = read('def lend():\n    return due\n');
    const [lend] = module.body;
    const [stmt] = lend?.kind === 'FunctionDef' ? lend.body : [];
    expect(stmt === undefined ? undefined : rangeOf(module, stmt)).toMatchObject({
      start: { line: 2, column: 5, offset: 16 },
      end: { line: 2, column: 15, offset: 26 },
    });
  });
});
