/** Models, application configuration, class bodies. */
import type { ClassDef, Expr, FunctionDef } from '../../../python/ast.ts';
import { descend, type AnyNode } from '../tree/children.ts';
import { chaseFrom, dottedOf, report, typeAt, type Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';
import { definedAt } from '../resolve/graph.ts';
import { modelPath } from '../resolve/declared.ts';
import { qualify } from '../resolve/qualify.ts';
import { classAt, derives } from '../resolve/repository.ts';
import { outlineClass } from '../resolve/outline.ts';
import { deriveAny } from '../resolve/repository.ts';
import type { Special } from './special.ts';

const modelTarget = new Set([modelPath]);

/** `Base()` where Base is an abstract model of the repository. */
export const abstractModelInstance: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'Call') return;
  const [meaning] = qualify(sheet.names, node.func, standing.scope);
  if (meaning === undefined) return;
  const outline = classAt(sheet.repository, chaseFrom(sheet, meaning.path));
  if (outline?.abstract && derives(sheet.repository, meaning.path, sheet.file, modelTarget) === 'yes')
    report(sheet, watch, standing, { node, sureness: 3 });
};

/** `other_name = cached` in a class body where `cached` is a cached_property of it. */
export const cachedPropertyAlias: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'ClassDef') return;
  const cached = new Set(node.body.flatMap((each) => (isFunction(each) && isCachedProperty(sheet, each, standing) ? [each.name] : [])));
  for (const statement of node.body) {
    if (statement.kind === 'Assign' && statement.value.kind === 'Name' && cached.has(statement.value.id))
      report(sheet, watch, standing, { node: statement, sureness: 3 });
  }
};

const isFunction = (each: { readonly kind: string }): each is FunctionDef =>
  each.kind === 'FunctionDef' || each.kind === 'AsyncFunctionDef';

function isCachedProperty(sheet: Sheet, { decorators }: FunctionDef, { scope }: Standing): boolean {
  return decorators.some((each) =>
    qualify(sheet.names, each, scope).some(({ path }) => path === 'django.utils.functional.cached_property'),
  );
}

/** A OneToOneField to the model's own base that doesn't say that it is the link to it. */
export const parentLink: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'ClassDef' || node.bases.length === 0) return;
  const bases = new Set(node.bases.map((base) => dottedOf(base)?.split('.').at(-1)));
  for (const statement of node.body) {
    if (statement.kind !== 'Assign' || statement.value.kind !== 'Call') continue;
    const { func, args, keywords } = statement.value;
    const isOneToOne = qualify(sheet.names, func, standing.scope).some(
      ({ path }) => definedAt(path) === 'django.db.models.fields.related.OneToOneField',
    );
    const target = args[0] ?? keywords.find(({ arg }) => arg === 'to')?.value;
    if (!isOneToOne || target === undefined || keywords.some(({ arg }) => arg === 'parent_link' || arg === undefined)) continue;
    if (bases.has(dottedOf(target) ?? (target.kind === 'Constant' && target.value.type === 'str' ? target.value.value : '')))
      report(sheet, watch, standing, { node: statement.value, sureness: 3 });
  }
};

/** `total = partial(add, 1)` in a class body becomes a method. */
export const partialClassAttribute: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'ClassDef') return;
  for (const statement of node.body) {
    if (statement.kind !== 'Assign' || statement.value.kind !== 'Call') continue;
    if (qualify(sheet.names, statement.value.func, standing.scope).some(({ path }) => path === 'functools.partial'))
      report(sheet, watch, standing, { node: statement, sureness: 3 });
  }
};

/** A query in AppConfig.ready(). */
export const queryInReady: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'ClassDef' || !isBelow(sheet, node, 'django.apps.config.AppConfig')) return;
  const ready = node.body.find((each): each is FunctionDef => isFunction(each) && each.name === 'ready');
  for (const statement of ready?.body ?? []) {
    for (const each of descend(statement)) if (callsManager(each)) report(sheet, watch, standing, { node: each, sureness: 2 });
  }
};

/** `Visit.objects.filter(…)` */
function callsManager(node: AnyNode): boolean {
  return (
    node.kind === 'Call' && node.func.kind === 'Attribute' && node.func.value.kind === 'Attribute' && node.func.value.attr === 'objects'
  );
}

function isBelow(sheet: Sheet, node: ClassDef, path: string): boolean {
  return deriveAny(sheet.repository, outlineClass(sheet.names, node).bases, sheet.file, new Set([path])) === 'yes';
}

const runsQuery = new Set([
  'get',
  'create',
  'first',
  'last',
  'count',
  'exists',
  'delete',
  'update',
  'save',
  'get_or_create',
  'update_or_create',
  'bulk_create',
  'aggregate',
  'earliest',
  'latest',
]);

/** `Book.objects.get(…)` straight in an async function. */
export const syncQueryInAsync: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'Call' || node.func.kind !== 'Attribute' || !runsQuery.has(node.func.attr)) return;
  if (
    standing.functions.at(-1)?.kind !== 'AsyncFunctionDef' ||
    standing.ancestors.some((each) => each.kind === 'Lambda' || each.kind === 'Await')
  )
    return;
  if (!/\.objects\b/.test(chainOf(node.func.value))) return;
  const evidence = typeAt(sheet, standing, node.func.value);
  if (evidence?.kind === 'instance' && /\.(?:Manager|QuerySet)$/.test(evidence.path))
    report(sheet, watch, standing, { node: node.func, sureness: 2 });
};

/** The attribute names along a chain of calls. */
function chainOf(expr: Expr): string {
  if (expr.kind === 'Call') return chainOf(expr.func);
  if (expr.kind === 'Attribute') return `${chainOf(expr.value)}.${expr.attr}`;
  return expr.kind === 'Name' ? expr.id : '';
}
