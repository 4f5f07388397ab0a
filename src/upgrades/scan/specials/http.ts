/** Requests, middleware, pages of lists. */
import type { Call, ClassDef, Expr } from '../../../python/ast.ts';
import { argumentAt, literalText } from '../tree/literals.ts';
import type { AnyNode } from '../tree/children.ts';
import { chaseFrom, dottedOf, report, typeAt, type Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';
import { definedAt } from '../resolve/graph.ts';
import { assignedIn, outlineClass } from '../resolve/outline.ts';
import { qualify } from '../resolve/qualify.ts';
import { classAt, deriveAny } from '../resolve/repository.ts';
import type { Sureness } from '../watch/watch.ts';
import type { Special } from './special.ts';

const headerKey = /^(?:HTTP_[A-Z0-9_]+|CONTENT_TYPE|CONTENT_LENGTH)$/;

/** `request.META["HTTP_HOST"]`, `request.META.get("HTTP_HOST")`, `"HTTP_HOST" in request.META` */
export const requestMetaHeader: Special = (sheet, node, standing, watch) => {
  const found = metaRead(node, standing);
  if (found === undefined || !headerKey.test(literalText(found.key) ?? '')) return;
  const owner = found.meta.kind === 'Attribute' ? found.meta.value : found.meta;
  const evidence = typeAt(sheet, standing, owner);
  const named = /(?:^|\.)request$/.test(dottedOf(owner) ?? '');
  if (evidence?.path !== 'django.http.request.HttpRequest' && !named) return;
  report(sheet, watch, standing, { node, sureness: 3 });
};

function metaRead(node: AnyNode, standing: Standing): { readonly meta: Expr; readonly key: Expr | undefined } | undefined {
  const isMeta = (expr: Expr): boolean => expr.kind === 'Attribute' && expr.attr === 'META';
  if (node.kind === 'Subscript' && isMeta(node.value)) return isStored(node, standing) ? undefined : { meta: node.value, key: node.slice };
  if (node.kind === 'Call' && node.func.kind === 'Attribute' && node.func.attr === 'get' && isMeta(node.func.value))
    return { meta: node.func.value, key: node.args[0] };
  if (node.kind !== 'Compare' || node.comparators.length !== 1) return undefined;
  const [right] = node.comparators;
  return right !== undefined && /^(?:not )?in$/.test(node.ops[0] ?? '') && isMeta(right) ? { meta: right, key: node.left } : undefined;
}

function isStored(node: Expr, { ancestors }: Standing): boolean {
  const parent = ancestors.at(-1);
  if (parent?.kind === 'Assign') return parent.targets.includes(node);
  return parent?.kind === 'Delete' || ((parent?.kind === 'AugAssign' || parent?.kind === 'AnnAssign') && parent.target === node);
}

/** A class with process_request() and no __call__(): the style of MIDDLEWARE_CLASSES. */
export const oldStyleMiddleware: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'ClassDef') return;
  const outline = outlineClass(sheet.names, node);
  if (!outline.methods.has('process_request') && !outline.methods.has('process_response')) return;
  if (outline.methods.has('__call__') || outline.bases.some((base) => base !== 'builtins.object')) return;
  const named = /middleware/i.test(node.name) || /middleware/.test(sheet.file);
  report(sheet, watch, standing, { node: { start: node.start, end: firstBody(node) }, shown: node.name, sureness: named ? 3 : 1 });
};

function firstBody(node: ClassDef): number {
  return node.bases.at(-1)?.end ?? node.body[0]?.start ?? node.end;
}

/** `Paginator(objects, 10, orphans=10)` and the same in a list view. */
export const paginatorOrphans: Special = (sheet, node, standing, watch) => {
  if (node.kind === 'Call') {
    const isPaginator = qualify(sheet.names, node.func, standing.scope).some(({ path }) =>
      /^django\.core\.paginator\.(?:Async)?Paginator$/.test(definedAt(chaseFrom(sheet, path).path)),
    );
    if (isPaginator && tooMany(numberAt(node, 2, 'orphans'), numberAt(node, 1, 'per_page')))
      report(sheet, watch, standing, { node, sureness: 3 });
  }
  if (node.kind === 'ClassDef' && tooMany(assignedNumber(node, 'paginate_orphans'), assignedNumber(node, 'paginate_by'))) {
    report(sheet, watch, standing, { node: { start: node.start, end: firstBody(node) }, shown: node.name, sureness: 3 });
  }
};

const tooMany = (orphans: number | undefined, perPage: number | undefined): boolean =>
  orphans !== undefined && perPage !== undefined && orphans >= perPage;
const whole = (value: Expr | undefined): number | undefined =>
  value?.kind === 'Constant' && value.value.type === 'int' ? Number(value.value.value) : undefined;
const numberAt = (call: Call, index: number, name: string): number | undefined => whole(argumentAt(call, { index, name }));

function assignedNumber(node: ClassDef, name: string): number | undefined {
  const statement = node.body.find((each) => assignedIn(each).some((target) => target.kind === 'Name' && target.id === name));
  return statement?.kind === 'Assign' || statement?.kind === 'AnnAssign' ? whole(statement.value) : undefined;
}

const adminPath = 'django.contrib.admin.options.ModelAdmin';

/** `actions` in an admin class whose base in the repository has `actions` too: they no longer add up. */
export const inheritedAdminActions: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'ClassDef') return;
  const outline = outlineClass(sheet.names, node);
  if (!outline.attributes.has('actions') || deriveAny(sheet.repository, outline.bases, sheet.file, new Set([adminPath])) !== 'yes') return;
  const statement = node.body.find((each) => assignedIn(each).some((target) => target.kind === 'Name' && target.id === 'actions'));
  const sureness: Sureness = 2;
  if (statement !== undefined && outline.bases.some((base) => base !== undefined && baseHasActions(sheet, base)))
    report(sheet, watch, standing, { node: statement, shown: `${node.name}.actions`, sureness });
};

function baseHasActions(sheet: Sheet, base: string): boolean {
  return classAt(sheet.repository, chaseFrom(sheet, base))?.attributes.has('actions') ?? false;
}
