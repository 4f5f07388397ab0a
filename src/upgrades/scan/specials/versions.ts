/** Tests on django.VERSION. */
import { djangoReleases } from '../../../facts/upgrades/releases/releases.ts';
import type { Compare, Expr } from '../../../python/ast.ts';
import { descend, type AnyNode } from '../tree/children.ts';
import { compareReleases } from '../watch/relevance.ts';
import { report, type Sheet } from '../tree/sheet.ts';
import { asksForVersion, decide } from '../tree/version-tests.ts';
import type { Standing } from '../tree/walk.ts';
import { qualify } from '../resolve/qualify.ts';
import type { Special } from './special.ts';

/** `if django.VERSION >= (4, 0):` whose outcome the new version settles for good. */
export const djangoVersionBranch: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'If' || !asks(sheet, node.test, standing)) return;
  if (!isSettled(sheet, node.test, standing)) return;
  report(sheet, watch, standing, { node: node.test, sureness: 3 });
};

/** Is the outcome the same on every release that runs the code? A project runs on one, a library on all from its oldest on. */
function isSettled({ names, aim: { django, ...aim } }: Sheet, test: Expr, { scope }: Standing): boolean {
  if (django === undefined) return false;
  const { oldest, to } = django;
  const between = djangoReleases.filter(
    ({ version }) => oldest !== undefined && compareReleases(version, oldest) >= 0 && compareReleases(version, to) < 0,
  );
  const outcomes = [...between.map(({ version }) => version), to].map((release) =>
    decide(names, test, scope, { ...aim, python: undefined, django: { ...django, to: release } }),
  );
  return outcomes[0] !== undefined && outcomes.every((outcome) => outcome === outcomes[0]);
}

function asks(sheet: Sheet, test: Expr, { scope }: Standing): boolean {
  return [...descend(test)].some((each) => each.kind === 'Compare' && asksForVersion(sheet.names, each, scope, 'django'));
}

/** `@skipIf(django.VERSION < (3, 2), …)`, also in a module's `pytestmark`. */
export const djangoVersionSkip: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'FunctionDef' && node.kind !== 'AsyncFunctionDef' && node.kind !== 'ClassDef') return;
  for (const decorator of node.decorators) {
    if (decorator.kind !== 'Call') continue;
    const name = decorator.func.kind === 'Attribute' ? decorator.func.attr : decorator.func.kind === 'Name' ? decorator.func.id : '';
    const [test] = decorator.args;
    if (test === undefined || !['skipIf', 'skipUnless', 'skipif'].includes(name) || !asks(sheet, test, standing)) continue;
    if (isSettled(sheet, test, standing)) report(sheet, watch, standing, { node: decorator, sureness: 3 });
  }
};

/** `django.VERSION[2]`, `django.VERSION >= (4, 2, 1)`: calendar versions number their patches differently. */
export const djangoVersionTuple: Special = (sheet, node, standing, watch) => {
  if (node.kind === 'Subscript' && isVersion(sheet, node.value, standing)) {
    const { slice } = node;
    if (slice.kind === 'Constant' && slice.value.type === 'int' && slice.value.value >= 2n)
      report(sheet, watch, standing, { node, sureness: 3 });
  }
  if (node.kind === 'Compare' && comparesLong(sheet, node, standing)) report(sheet, watch, standing, { node, sureness: 3 });
};

function comparesLong(sheet: Sheet, node: Compare, standing: Standing): boolean {
  const sides: readonly AnyNode[] = [node.left, ...node.comparators];
  return sides.some((each) => isVersion(sheet, each, standing)) && sides.some((each) => each.kind === 'Tuple' && each.elts.length >= 3);
}

function isVersion(sheet: Sheet, node: AnyNode, { scope }: Standing): boolean {
  if (node.kind !== 'Name' && node.kind !== 'Attribute') return false;
  return qualify(sheet.names, node, scope).some(({ path }) => path === 'django.VERSION');
}
