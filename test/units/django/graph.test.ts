import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeGraph } from '../../../src/django/history/graph/make-graph.ts';
import type { GraphOptions } from '../../../src/django/history/graph/make-graph.ts';
import {
  backwardsPlan,
  conflictsOf,
  forwardsPlan,
  fullPlan,
  leafNodes,
  migratePlan,
  rootNodes,
} from '../../../src/django/history/graph/migration-graph.ts';
import type { MigrationGraph } from '../../../src/django/history/graph/migration-graph.ts';
import type { Migration } from '../../../src/django/migration.ts';
import { projectOf } from '../../support/django/clinic.ts';

interface Node {
  readonly needs?: readonly string[];
  readonly before?: readonly string[];
  readonly replaces?: readonly string[];
}

/** Migrations from `app.name` → what they need, run before and replace. */
function migrationsOf(nodes: Readonly<Record<string, Node>>, authUserModel: string): readonly Migration[] {
  const files: Record<string, string> = { 'manage.py': '', 'settings.py': `INSTALLED_APPS = []\nAUTH_USER_MODEL = "${authUserModel}"\n` };
  const pair = (id: string): string =>
    id === 'user' ? 'migrations.swappable_dependency(settings.AUTH_USER_MODEL)' : `("${id.split('.').join('", "')}")`;
  for (const [id, { needs = [], before = [], replaces = [] }] of Object.entries(nodes)) {
    const [app = '', name = ''] = id.split('.');
    files[`${app}/__init__.py`] = '';
    files[`${app}/migrations/__init__.py`] = '';
    files[`${app}/migrations/${name}.py`] = `from django.conf import settings
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [${needs.map(pair).join(', ')}]
    run_before = [${before.map(pair).join(', ')}]
    replaces = [${replaces.map(pair).join(', ')}]
    operations = []
`;
  }
  return projectOf(files).migrations;
}

function graphOf(nodes: Readonly<Record<string, Node>>, options: Partial<GraphOptions> = {}): MigrationGraph {
  const authUserModel = options.authUserModel ?? 'auth.User';
  return makeGraph(migrationsOf(nodes, authUserModel), { replacements: 'originals', ...options, authUserModel });
}

/** The project's own nodes. */
function own(ids: readonly string[]): readonly string[] {
  return ids.filter((id) => !/^(auth|admin|contenttypes|sessions|sites|flatpages|redirects)\./.test(id));
}

const clinic = {
  'clinic.0001_initial': {},
  'clinic.0002_visit': { needs: ['clinic.0001_initial', 'staff.0001_initial'] },
  'clinic.0003_fee': { needs: ['clinic.0002_visit'] },
  'staff.0001_initial': {},
  'staff.0002_shift': { needs: ['staff.0001_initial', 'clinic.0001_initial'] },
};

describe('plans in the order of Django', () => {
  const graph = graphOf(clinic);

  test('forwards, backwards, roots and leaves', () => {
    expect(forwardsPlan(graph, 'clinic.0003_fee')).toEqual([
      'staff.0001_initial',
      'clinic.0001_initial',
      'clinic.0002_visit',
      'clinic.0003_fee',
    ]);
    expect(backwardsPlan(graph, 'clinic.0001_initial')).toEqual([
      'staff.0002_shift',
      'clinic.0003_fee',
      'clinic.0002_visit',
      'clinic.0001_initial',
    ]);
    expect(own(rootNodes(graph))).toEqual(['clinic.0001_initial', 'staff.0001_initial']);
    expect(own(leafNodes(graph))).toEqual(['clinic.0003_fee', 'staff.0002_shift']);
    expect(fullPlan(graph)).toEqual([
      'staff.0001_initial',
      'clinic.0001_initial',
      'clinic.0002_visit',
      'clinic.0003_fee',
      'staff.0002_shift',
    ]);
    expect(graph.problems).toEqual([]);
  });

  test('migrate goes back only through the children in the same app', () => {
    const applied = new Set(fullPlan(graph));
    expect(migratePlan(graph, { appLabel: 'clinic', name: '0002_visit' }, applied)).toEqual([{ id: 'clinic.0003_fee', backwards: true }]);
    expect(migratePlan(graph, { appLabel: 'clinic', name: undefined }, applied).map(({ id }) => id)).toEqual([
      'staff.0002_shift',
      'clinic.0003_fee',
      'clinic.0002_visit',
      'clinic.0001_initial',
    ]);
    expect(migratePlan(graph, { appLabel: 'clinic', name: '0003_fee' }, new Set(['clinic.0001_initial']))).toEqual([
      { id: 'staff.0001_initial', backwards: false },
      { id: 'clinic.0002_visit', backwards: false },
      { id: 'clinic.0003_fee', backwards: false },
    ]);
  });

  test('run_before puts a migration before one of another app', () => {
    const graph = graphOf({ 'clinic.0001_initial': {}, 'wards.0001_initial': { before: ['clinic.0001_initial'] } });
    expect(fullPlan(graph)).toEqual(['wards.0001_initial', 'clinic.0001_initial']);
  });
});

describe('names that stand for others', () => {
  test('__first__, __latest__ and the user model', () => {
    const graph = graphOf(
      {
        ...clinic,
        'billing.0001_initial': { needs: ['clinic.__latest__', 'user'] },
        'wards.0001_initial': { needs: ['clinic.__first__', 'wards.__first__'] },
      },
      { authUserModel: 'staff.Doctor' },
    );
    expect(graph.nodes.get('billing.0001_initial')?.parents).toEqual(['clinic.0003_fee', 'staff.0001_initial']);
    expect(graph.nodes.get('wards.0001_initial')?.parents).toEqual(['clinic.0001_initial']);
    expect(graph.nodes.get('admin.0001_initial')?.parents).toEqual(['contenttypes.0001_initial', 'staff.0001_initial']);
  });

  test('apps that are not in the repository are no problem, missing migrations of its own apps are', () => {
    const graph = graphOf({ 'clinic.0001_initial': { needs: ['taggit.0003_tags', 'auth.0099_later', 'clinic.0000_lost'] } });
    expect(graph.problems).toEqual([
      {
        kind: 'missing-node',
        node: 'clinic.0000_lost',
        by: 'clinic.0001_initial',
        message: 'clinic.0001_initial depends on clinic.0000_lost, which does not exist',
      },
    ]);
    expect(fullPlan(graph)).toEqual(['clinic.0001_initial']);
  });
});

describe('squashes', () => {
  const squashed = {
    'clinic.0001_initial': {},
    'clinic.0002_visit': { needs: ['clinic.0001_initial', 'staff.0001_initial'] },
    'clinic.0001_squashed_0002_visit': { replaces: ['clinic.0001_initial', 'clinic.0002_visit'], needs: ['staff.0001_initial'] },
    'clinic.0003_fee': { needs: ['clinic.0001_squashed_0002_visit'] },
    'staff.0001_initial': {},
    'staff.0002_shift': { needs: ['staff.0001_initial', 'clinic.0002_visit'] },
  };

  test('stand for what they replace on an empty database', () => {
    const graph = graphOf(squashed, { replacements: 'squashed' });
    expect(fullPlan(graph)).toEqual(['staff.0001_initial', 'clinic.0001_squashed_0002_visit', 'clinic.0003_fee', 'staff.0002_shift']);
  });

  test('give way to what they replace while all of it is there', () => {
    const graph = graphOf(squashed);
    expect(fullPlan(graph)).toEqual([
      'staff.0001_initial',
      'clinic.0001_initial',
      'clinic.0002_visit',
      'clinic.0003_fee',
      'staff.0002_shift',
    ]);
  });

  test('are used when all or none of it is applied, and not when some is', () => {
    const plan = (applied: readonly string[]): readonly string[] => fullPlan(graphOf(squashed, { applied: new Set(applied) }));
    expect(plan([])).toContain('clinic.0001_squashed_0002_visit');
    expect(plan(['clinic.0001_initial', 'clinic.0002_visit'])).toContain('clinic.0001_squashed_0002_visit');
    expect(plan(['clinic.0001_initial'])).not.toContain('clinic.0001_squashed_0002_visit');
  });

  test('take over dependencies on migrations that are gone', () => {
    const { 'clinic.0001_initial': _gone, 'clinic.0002_visit': _too, ...kept } = squashed;
    const graph = graphOf(kept);
    expect(graph.problems).toEqual([]);
    expect(graph.nodes.get('staff.0002_shift')?.parents).toEqual(['clinic.0001_squashed_0002_visit', 'staff.0001_initial']);
  });

  test('may be squashed again', () => {
    const graph = graphOf(
      {
        ...squashed,
        'clinic.0001_squashed_0003_fee': {
          replaces: ['clinic.0001_squashed_0002_visit', 'clinic.0003_fee'],
          needs: ['staff.0001_initial'],
        },
      },
      { replacements: 'squashed' },
    );
    expect(own(forwardsPlan(graph, 'clinic.0001_squashed_0003_fee'))).toEqual(['staff.0001_initial', 'clinic.0001_squashed_0003_fee']);
    expect(graph.problems).toEqual([]);
  });
});

describe('graphs that Django refuses', () => {
  test('a cycle is named and the plan still ends', () => {
    const graph = graphOf({
      'clinic.0001_initial': { needs: ['staff.0001_initial'] },
      'staff.0001_initial': { needs: ['clinic.0001_initial'] },
    });
    expect(graph.problems).toMatchObject([{ kind: 'cycle', nodes: ['clinic.0001_initial', 'staff.0001_initial'] }]);
    expect([...fullPlan(graph)].sort()).toEqual(['clinic.0001_initial', 'staff.0001_initial']);
  });

  test('two leaf nodes in one app are a conflict', () => {
    const graph = graphOf({ ...clinic, 'clinic.0003_room': { needs: ['clinic.0002_visit'] } });
    expect([...conflictsOf(graph)]).toEqual([['clinic', ['clinic.0003_fee', 'clinic.0003_room']]]);
  });
});

test('a plan holds every migration once, each after what it needs', () => {
  const sizes = fc.array(fc.array(fc.nat(30), { maxLength: 4 }), { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(sizes, (edges) => {
      const apps = ['clinic', 'staff', 'wards'];
      const id = (index: number): string => `${apps[index % 3]}.${String(index).padStart(4, '0')}_step`;
      const nodes = Object.fromEntries(
        edges.map((targets, index) => [id(index), { needs: [...new Set(targets.filter((target) => target < index).map(id))] }]),
      );
      const plan = fullPlan(graphOf(nodes));
      expect([...plan].sort()).toEqual(Object.keys(nodes).sort());
      for (const [node, { needs }] of Object.entries(nodes))
        for (const need of needs) expect(plan.indexOf(need)).toBeLessThan(plan.indexOf(node));
    }),
    { numRuns: 40 },
  );
});
