import type { PyValue } from '../../python/value.ts';
import type { Dependency, MigrationKey, ReadProblem } from '../migration.ts';
import { listAttribute } from './list-attribute.ts';
import type { ListItem, ListOwner } from './list-attribute.ts';

/** `dependencies` or `run_before`: pairs, and `swappable_dependency(settings.X)`, which is the first migration of the app that X names. What could not be read is added to `problems`. */
export function readDependencies(owner: ListOwner, name: string, problems: ReadProblem[]): readonly Dependency[] {
  const written = listAttribute(owner, name, (expr, inside) => inside.evaluateAsWritten(expr));
  const resolved = listAttribute(owner, name, (expr, inside, locals) => inside.evaluate(expr, locals));
  const found: Dependency[] = [];
  for (const [index, item] of written.entries()) {
    const dependency = readDependency(item.value, resolved[index] ?? item);
    if (dependency === undefined) problems.push({ message: `an entry of \`${name}\` cannot be known`, range: item.range });
    else found.push(dependency);
  }
  return found;
}

function readDependency(written: PyValue, { value, range }: ListItem): Dependency | undefined {
  if (value.kind === 'call' && value.callee.endsWith('.swappable_dependency')) {
    const [model] = value.args;
    const [setting] = written.kind === 'call' ? written.args : [];
    if (model?.kind !== 'str') return undefined;
    const appLabel = model.value.split('.')[0] ?? '';
    const prefix = 'django.conf.settings.';
    const swappable = setting?.kind === 'ref' && setting.path.startsWith(prefix) ? { swappable: setting.path.slice(prefix.length) } : {};
    return { appLabel, name: '__first__', range, ...swappable };
  }
  const pair = readPair(value);
  return pair === undefined ? undefined : { ...pair, range };
}

/** `replaces`. */
export function readReplaces(owner: ListOwner, problems: ReadProblem[]): readonly MigrationKey[] {
  const found: MigrationKey[] = [];
  for (const { value, range } of listAttribute(owner, 'replaces', (expr, inside) => inside.evaluate(expr))) {
    const pair = readPair(value);
    if (pair === undefined) problems.push({ message: 'an entry of `replaces` cannot be known', range });
    else found.push(pair);
  }
  return found;
}

function readPair(value: PyValue): MigrationKey | undefined {
  const [appLabel, name] = value.kind === 'tuple' || value.kind === 'list' ? value.items : [];
  return appLabel?.kind === 'str' && name?.kind === 'str' ? { appLabel: appLabel.value, name: name.value } : undefined;
}
