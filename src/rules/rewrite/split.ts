/** Migration files that take the place of one operation: what a reviewer puts into the branch instead of it. */
import { migrationId, type Migration } from '../../django/migration.ts';
import type { RepoPath } from '../../source/position.ts';
import { operationName } from '../engine/operation-name.ts';
import { migrationText } from '../docs/example.ts';
import type { MigrationStep } from '../../sql/step.ts';
import type { Advice, Link, NewFile } from '../rule.ts';
import { areIndependent, mayMoveUp } from './independent.ts';
import { importsFor, migrationSource, withoutOperations, type MigrationSource } from './migration-source.ts';

type Split = Extract<Advice, { kind: 'split' }>;

/** What is to be put into files. */
export interface SplitPlan extends Pick<Split, 'title' | 'steps'> {
  readonly links: readonly Link[];
  readonly restBehindFirst: boolean;
  /** Indexes of the operations that it stands for; undefined when one of them stands inside another operation. */
  readonly operations: readonly number[] | undefined;
}

/**
 * The chain in the place of its operations. The migration's other operations stay in their file; those that need these come in a last file of
 * their own. Where the file can't be taken apart (an operation inside another one, one that a function makes, a squashed migration) the chain
 * stands alone, and the steps say so.
 */
export function splitAdvice(step: Pick<MigrationStep, 'migration' | 'graph' | 'project'>, plan: SplitPlan): Split {
  const { migration } = step;
  const source = migrationSource(migration);
  const { operations: own } = plan;
  if (source === undefined || own === undefined || migration.replaces.length + migration.runBefore.length > 0)
    return standingAlone(migration, plan);
  const first = Math.min(...own);
  const later = indexes(migration).filter(
    (index) => index > first && !own.includes(index) && !mayMoveUp(migration.operations, index, first),
  );
  const kept = indexes(migration).filter((index) => !own.includes(index) && !later.includes(index));
  const stays = kept.length === 0 ? [] : [{ path: migration.path, text: withoutOperations(source, new Set([...own, ...later])) }];
  const place = placeOf(migration, kept.length === 0 ? writtenDependencies(source) : undefined);
  const early = plan.restBehindFirst && !later.some((index) => mustWait(migration, index, own));
  const files = chain(migration, place, early ? plan.links.slice(0, 1) : plan.links);
  if (later.length > 0) files.push(restOf(migration, source, { later, parent: files.at(-1)?.name ?? migration.name }));
  if (early) files.push(...chain(migration, placeBehind(migration, files.at(-1)?.name ?? migration.name), plan.links.slice(1)));
  const last = files.at(-1)?.name ?? migration.name;
  return {
    kind: 'split',
    title: plan.title,
    steps: [
      ...plan.steps,
      placeInWords(migration, { own, replaced: kept.length === 0, several: files.length > 1 }),
      ...(later.length === 0 ? [] : [`What needs it in \`${fileName(migration.path)}\` stands in \`…_rest.py\`.`]),
      ...dependents(step, last),
      ...(kept.length === 0 ? runningBefore(step, files[0]?.name ?? migration.name) : []),
    ],
    migrations: files.map(({ path, text }) => ({ path, text })),
    edited: stays,
    removed: kept.length === 0 ? [migration.path] : [],
  };
}

function placeInWords(
  { path, operations }: Migration,
  { own, replaced, several }: { readonly own: readonly number[]; readonly replaced: boolean; readonly several: boolean },
): string {
  const file = `\`${fileName(path)}\``;
  if (replaced) return `${several ? 'These files take' : 'This file takes'} the place of ${file}.`;
  const names = operations.filter((_, index) => own.includes(index)).map((operation) => `\`${operationName(operation)}\``);
  return `Take ${names.join(' and ')} out of ${file}: the ${several ? 'files follow' : 'file follows'} it.`;
}

function standingAlone(migration: Migration, { title, steps, links }: SplitPlan): Split {
  const parent = migration.dependencies.find((one) => one.appLabel === migration.appLabel)?.name;
  const dependencies = parent === undefined ? '' : dependencyOn(migration, parent);
  const place = `Take the operation out of \`${fileName(migration.path)}\` by hand, and fit these files in.`;
  const files = chain(migration, placeOf(migration, dependencies), links);
  return {
    kind: 'split',
    title,
    steps: [...steps, place],
    migrations: files.map(({ path, text }) => ({ path, text })),
    edited: [],
    removed: [],
  };
}

interface Place {
  readonly number: number;
  /** What stands between the brackets of the first file's `dependencies`. */
  readonly dependencies: string;
}

/** In the place of the migration when dependencies are given, behind it otherwise. */
function placeOf(migration: Migration, dependencies: string | undefined): Place {
  return dependencies === undefined ? placeBehind(migration, migration.name) : { number: numberOf(migration.name), dependencies };
}

function placeBehind(migration: Migration, parent: string): Place {
  return { number: numberOf(parent) + 1, dependencies: dependencyOn(migration, parent) };
}

function indexes({ operations }: Migration): readonly number[] {
  return [...operations.keys()];
}

/** Code, indexes and constraints may come before a field's last change; what changes the same field itself may not. */
const mayComeEarly: ReadonlySet<string> = new Set([
  'RunPython',
  'RunSQL',
  'AddIndex',
  'AddIndexConcurrently',
  'AddConstraint',
  'AlterUniqueTogether',
]);

function mustWait({ operations }: Migration, index: number, own: readonly number[]): boolean {
  const other = operations[index];
  if (other === undefined || mayComeEarly.has(other.kind)) return false;
  return operations.some((operation, at) => own.includes(at) && !areIndependent(operation, other));
}

interface ChainFile extends NewFile {
  readonly name: string;
}

function chain(migration: Migration, place: Place, links: readonly Link[]): ChainFile[] {
  const files: ChainFile[] = [];
  for (const { name, imports = '', functions = '', ...parts } of links) {
    const own = numbered(place.number + files.length, name);
    const parent = files.at(-1)?.name;
    const dependencies = parent === undefined ? place.dependencies : dependencyOn(migration, parent);
    const needed = importsFor(migration.module, `${dependencies}\n${parts.operations}`);
    const above = [...new Set([...needed.split('\n'), ...imports.split('\n')]), functions].join('\n');
    files.push({ path: beside(migration, own), name: own, text: migrationText({ ...parts, above, dependencies }) });
  }
  return files;
}

/** The operations that need the one that was replaced, with everything else of the file that they may use. */
function restOf(
  migration: Migration,
  source: MigrationSource,
  { later, parent }: { readonly later: readonly number[]; readonly parent: string },
): ChainFile {
  const gone = new Set(indexes(migration).filter((index) => !later.includes(index)));
  const name = numbered(numberOf(parent) + 1, `${migration.name.replace(/^\d+_?/, '')}_rest`);
  const text = withoutOperations(source, gone);
  const { dependencies, module } = source;
  const before = dependencies === undefined ? undefined : module.text.slice(dependencies.start, dependencies.end);
  const after = `[${dependencyOn(migration, parent)}]`;
  return { path: beside(migration, name), name, text: before === undefined ? text : text.replace(before, () => after) };
}

/** What stands between the brackets of `dependencies`, on one line. */
function writtenDependencies({ module, dependencies }: MigrationSource): string {
  return (dependencies?.elts ?? []).map((one) => module.text.slice(one.start, one.end).replace(/\s*\n\s*/g, ' ')).join(', ');
}

function dependents({ migration, graph }: Pick<MigrationStep, 'migration' | 'graph'>, last: string): readonly string[] {
  const { appLabel, name } = migration;
  if (last === name) return [];
  const children = graph.nodes.get(migrationId(migration))?.children ?? [];
  return children.map((child) => `Let \`${child}\` depend on \`("${appLabel}", "${last}")\` instead of \`${name}\`.`);
}

/** Migrations of other apps that name this one in `run_before`. */
function runningBefore(
  { migration: { appLabel, name }, project }: Pick<MigrationStep, 'migration' | 'project'>,
  first: string,
): readonly string[] {
  return project.migrations
    .filter(({ runBefore }) => runBefore.some((one) => one.appLabel === appLabel && one.name === name))
    .map((other) => `Let \`${migrationId(other)}\` run before \`("${appLabel}", "${first}")\` instead of \`${name}\`.`);
}

function dependencyOn({ appLabel }: Migration, name: string): string {
  return `("${appLabel}", "${name}")`;
}

function beside({ path }: Migration, name: string): string {
  return `${path.slice(0, path.lastIndexOf('/'))}/${name}.py`;
}

function fileName(path: RepoPath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function numbered(number: number, name: string): string {
  return `${String(number).padStart(4, '0')}_${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;
}

/** `0007_order` is 7; a name without a number counts as 1. */
function numberOf(name: string): number {
  return Number(/^\d+/.exec(name)?.[0] ?? 1);
}
