/** Dataclasses and enumerations. */
import type { ClassDef, Expr } from '../../../python/ast.ts';
import { report, type Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';
import { qualify } from '../resolve/qualify.ts';
import type { Special } from './special.ts';

/** `size: Size = Size()` in a dataclass, where Size is a dataclass that compares by value and so can't be hashed. */
export const dataclassDefaultInstance: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'ClassDef' || dataclassOptions(sheet, node, standing) === undefined) return;
  for (const statement of node.body) {
    if (statement.kind !== 'AnnAssign' || statement.value?.kind !== 'Call' || statement.value.func.kind !== 'Name') continue;
    const [binding] = sheet.names.scopes.module.names.get(statement.value.func.id) ?? [];
    if (binding?.kind !== 'class') continue;
    const options = dataclassOptions(sheet, binding.node, standing);
    const hashable =
      options === undefined || ['frozen', 'unsafe_hash'].some((name) => options.get(name) === true) || options.get('eq') === false;
    if (!hashable) report(sheet, watch, standing, { node: statement, sureness: 3 });
  }
};

/** The boolean options of `@dataclass(…)`, undefined for a class that is none. */
function dataclassOptions(sheet: Sheet, node: ClassDef, { scope }: Standing): ReadonlyMap<string, boolean> | undefined {
  for (const decorator of node.decorators) {
    const callee = decorator.kind === 'Call' ? decorator.func : decorator;
    if (!qualify(sheet.names, callee, scope).some(({ path }) => path === 'dataclasses.dataclass')) continue;
    const keywords = decorator.kind === 'Call' ? decorator.keywords : [];
    return new Map(keywords.flatMap(({ arg, value }) => (arg !== undefined && isBool(value) ? [[arg, value.value.value] as const] : [])));
  }
  return undefined;
}

function isBool(value: Expr): value is Expr & { kind: 'Constant'; value: { type: 'bool'; value: boolean } } {
  return value.kind === 'Constant' && value.value.type === 'bool';
}

/** `class Colour(str, Enum)`: what format() makes of its members. */
export const enumWithMixin: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'ClassDef') return;
  const bases = node.bases.flatMap((base) => qualify(sheet.names, base, standing.scope).map(({ path }) => path));
  const mixes = bases.some((path) => path === 'builtins.str' || path === 'builtins.int');
  const defines = node.body.some((each) => each.kind === 'FunctionDef' && (each.name === '__str__' || each.name === '__format__'));
  if (mixes && bases.includes('enum.Enum') && !defines)
    report(sheet, watch, standing, { node: node.bases[0] ?? node, shown: node.name, sureness: 3 });
};
