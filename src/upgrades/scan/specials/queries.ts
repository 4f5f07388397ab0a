/** Querysets, Q objects, expressions. */
import type { Expr, FunctionDef } from '../../../python/ast.ts';
import { descend } from '../tree/children.ts';
import { chaseFrom, report, typeAt, type Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';
import { definedAt } from '../resolve/graph.ts';
import { outlineClass } from '../resolve/outline.ts';
import { qualify } from '../resolve/qualify.ts';
import { modelPath } from '../resolve/declared.ts';
import { deriveAny, derives } from '../resolve/repository.ts';
import type { Special } from './special.ts';

/** `books[:5].reverse()` */
export const sliceThenReverse: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'Call' || node.func.kind !== 'Attribute' || (node.func.attr !== 'reverse' && node.func.attr !== 'last')) return;
  const { value } = node.func;
  if (value.kind !== 'Subscript' || value.slice.kind !== 'Slice') return;
  const evidence = typeAt(sheet, standing, value.value);
  if (evidence?.kind === 'instance' && /\.(?:Manager|QuerySet)$/.test(evidence.path))
    report(sheet, watch, standing, { node, sureness: evidence.sure ? 3 : 2 });
};

/** `book.authors = [one, two]`: whether `authors` is a many-to-many field shows only once every file is read. */
export const relatedSetAssignment: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'Assign') return;
  for (const target of node.targets) {
    if (target.kind !== 'Attribute' || !isManyLike(sheet, node.value, standing)) continue;
    const owner = typeAt(sheet, standing, target.value);
    const answer = owner === undefined ? undefined : derives(sheet.repository, owner.path, sheet.file, models);
    const isSelf = target.value.kind === 'Name' && target.value.id === 'self';
    if (owner?.kind === 'class' || answer === 'no' || (isSelf && answer !== 'yes')) continue;
    report(sheet, watch, standing, { node: target, sureness: owner === undefined ? 2 : 3, manyToMany: target.attr });
  }
};

const models = new Set([modelPath]);

const beforeSave: ReadonlySet<string> = new Set(['clean', 'full_clean', 'validate_unique']);
const readsRelation: ReadonlySet<string> = new Set(
  'all filter exclude get first last count exists values values_list order_by aggregate annotate'.split(' '),
);

/** `self.visits.count()` in a model's clean(), which runs on instances that have no key yet. Whether `visits` is a relation shows later. */
export const relationBeforeSave: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'Call' || node.func.kind !== 'Attribute' || !readsRelation.has(node.func.attr)) return;
  const relation = node.func.value;
  if (relation.kind !== 'Attribute' || relation.value.kind !== 'Name' || relation.value.id !== 'self') return;
  const method = standing.functions.at(-1);
  if (method === undefined || !beforeSave.has(method.name)) return;
  if (/\bself\.(?:pk|id)\b|_state\.adding/.test(sheet.module.text.slice(method.start, method.end))) return;
  const owner = typeAt(sheet, standing, relation.value);
  if (owner === undefined || derives(sheet.repository, owner.path, sheet.file, models) === 'no') return;
  report(sheet, watch, standing, { node: relation, sureness: 1, manyToMany: relation.attr });
};

function isManyLike(sheet: Sheet, value: Expr, standing: Standing): boolean {
  if (value.kind === 'List' || value.kind === 'ListComp') return true;
  const evidence = typeAt(sheet, standing, value);
  return evidence?.kind === 'instance' && evidence.path.endsWith('.QuerySet');
}

/** `Q(a=1) ^ Q(b=1)` */
export const xorOfQueries: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'BinOp' || node.op !== '^') return;
  if (isQ(sheet, node.left, standing) || isQ(sheet, node.right, standing)) report(sheet, watch, standing, { node, sureness: 3 });
};

function isQ(sheet: Sheet, expr: Expr, { scope }: Standing): boolean {
  if (expr.kind !== 'Call') return false;
  return qualify(sheet.names, expr.func, scope).some(
    ({ path }) => definedAt(chaseFrom(sheet, path).path) === 'django.db.models.query_utils.Q',
  );
}

const compiling = new Set(['as_sql', 'process_lhs', 'process_rhs', 'as_postgresql', 'as_mysql', 'as_sqlite', 'as_oracle']);
const compiled = new Set([
  'django.db.models.expressions.BaseExpression',
  'django.db.models.expressions.Expression',
  'django.db.models.lookups.Lookup',
]);

/** An as_sql() that returns its params as a list, or adds such lists up. */
export const asSqlListParams: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'ClassDef') return;
  const methods = node.body.filter((each): each is FunctionDef => each.kind === 'FunctionDef' && compiling.has(each.name));
  if (methods.length === 0) return;
  const answer = deriveAny(sheet.repository, outlineClass(sheet.names, node).bases, sheet.file, compiled);
  if (answer === 'no') return;
  for (const method of methods) {
    for (const each of method.body.flatMap((statement) => [...descend(statement)])) {
      if (each.kind !== 'Return' || each.value?.kind !== 'Tuple') continue;
      const params = each.value.elts[1];
      if (params !== undefined && (isListLike(params) || isBuiltAsList(params, method)))
        report(sheet, watch, standing, { node: each, shown: `${node.name}.${method.name}`, sureness: answer === 'yes' ? 2 : 1 });
    }
  }
};

/** A name that the method last gives a list to. */
function isBuiltAsList(params: Expr, method: FunctionDef): boolean {
  if (params.kind !== 'Name') return false;
  const given = method.body
    .flatMap((statement) => [...descend(statement)])
    .flatMap((each) =>
      each.kind === 'Assign' && each.targets.some((target) => target.kind === 'Name' && target.id === params.id) ? [each.value] : [],
    );
  const last = given.at(-1);
  return last !== undefined && isListLike(last);
}

function isListLike(params: Expr): boolean {
  if (params.kind === 'List' || params.kind === 'ListComp') return true;
  return (
    params.kind === 'BinOp' &&
    params.op === '+' &&
    (isListLike(params.left) || isListLike(params.right) || isParams(params.left) || isParams(params.right))
  );
}

const isParams = (expr: Expr): boolean => expr.kind === 'Name' && /params/.test(expr.id);
