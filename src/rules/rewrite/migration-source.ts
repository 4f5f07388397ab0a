/** A migration file as text that can be taken apart: its operations, its dependencies, its imports. */
import type { Migration } from '../../django/migration.ts';
import type { Operation } from '../../django/operation.ts';
import type { Assign, ClassDef, Expr, List, Module, Stmt } from '../../python/ast.ts';

export interface MigrationSource {
  readonly module: Module;
  /** One for each operation of `Migration.operations`, in their order. */
  readonly operations: readonly Expr[];
  /** Undefined when the class has none. */
  readonly dependencies: List | undefined;
}

/** Undefined when `operations` and `dependencies` are not plain lists, with one call for each operation: then nothing can be taken out of the text. */
export function migrationSource(migration: Migration): MigrationSource | undefined {
  const { module } = migration;
  const body = module.body.find((one): one is ClassDef => one.kind === 'ClassDef' && one.start === migration.range.start.offset)?.body;
  const list = assigned(body, 'operations')?.value;
  const dependencies = assigned(body, 'dependencies')?.value;
  if (list?.kind !== 'List' || list.elts.length !== migration.operations.length) return undefined;
  if (dependencies !== undefined && dependencies.kind !== 'List') return undefined;
  const same = list.elts.every((expr, index) => isAt(migration.operations[index], expr, migration));
  return same ? { module, operations: list.elts, dependencies } : undefined;
}

function assigned(body: readonly Stmt[] | undefined, name: string): Assign | undefined {
  return body?.findLast(
    (one): one is Assign => one.kind === 'Assign' && one.targets.some((target) => target.kind === 'Name' && target.id === name),
  );
}

function isAt(operation: Operation | undefined, expr: Expr, { path }: Migration): boolean {
  return operation?.range.path === path && operation.range.start.offset === expr.start && operation.range.end.offset === expr.end;
}

/** The file without these operations (and the comments on the lines right above them), everything else as it stands. */
export function withoutOperations({ module, operations }: MigrationSource, gone: ReadonlySet<number>): string {
  let text = module.text;
  for (const [index, expr] of [...operations.entries()].toReversed()) {
    if (gone.has(index)) text = cut(text, startWithComments(text, expr.start), endWithComma(text, expr.end));
  }
  return text;
}

function cut(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(end);
}

/** The start of the operation's line, or of the comment lines above it; the operation itself when something stands before it on its line. */
function startWithComments(text: string, start: number): number {
  let at = text.lastIndexOf('\n', start - 1) + 1;
  if (text.slice(at, start).trim() !== '') return start;
  while (at > 0) {
    const above = text.lastIndexOf('\n', at - 2) + 1;
    if (!text.slice(above, at).trim().startsWith('#')) break;
    at = above;
  }
  return at;
}

/** Behind the comma that follows, and behind the end of its line when nothing else stands there. */
function endWithComma(text: string, end: number): number {
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
  const rest = /^[ \t]*(?:#[^\n]*)?(?:\n|$)/.exec(text.slice(end + comma));
  return end + comma + (rest?.[0].length ?? 0);
}

/** The import lines of the file whose names stand in `text`, and those that bring all names; `migrations` and `models`, which every migration has, are left out. */
export function importsFor(module: Module, text: string): string {
  const lines = module.body.flatMap((statement) => {
    if (statement.kind !== 'Import' && statement.kind !== 'ImportFrom') return [];
    const needed = statement.names.some(
      ({ name, asname }) =>
        name === '*' ||
        (name !== 'migrations' && name !== 'models' && new RegExp(`\\b${(asname ?? name).split('.')[0] ?? ''}\\b`).test(text)),
    );
    return needed ? [module.text.slice(statement.start, statement.end).replace(/\s*\n\s*/g, ' ')] : [];
  });
  return [...new Set(lines)].join('\n');
}
