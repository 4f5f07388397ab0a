/** The table of a model class of the repository, for code that asks `Model._meta.db_table`. */
import type { ClassDef, Stmt } from '../../python/ast.ts';
import { resolveDotted } from '../../python/imports.ts';
import type { Found } from './definitions.ts';

type FoundClass = Extract<Found, { kind: 'class' }>;

/** Longer names are cut on some databases. */
const plainLength = 30;
/** So many classes are looked at for what they hand down. */
const depthCap = 6;

/**
 * What Django would answer; undefined when that cannot be told. `labels` holds the labels of apps by the dotted names of their packages, `find` what a
 * dotted path names.
 */
export function tableOfModel(
  model: FoundClass,
  labels: ReadonlyMap<string, string>,
  find: (path: string) => Found | undefined,
): string | undefined {
  const meta = metaOf(model.def);
  const written = meta === undefined ? undefined : textIn(meta, 'db_table');
  if (written !== undefined) return written;
  if (meta !== undefined && (meta.bases.length > 0 || assigns(meta, 'db_table') || assigns(meta, 'proxy'))) return undefined;
  if (meta === undefined && handsDownTable(model, find)) return undefined;
  const own = meta !== undefined && assigns(meta, 'app_label');
  const label = own ? textIn(meta, 'app_label') : labelOf(model.path, labels);
  const table = label === undefined ? undefined : `${label}_${model.def.name.toLowerCase()}`;
  return table !== undefined && table.length <= plainLength ? table : undefined;
}

/** Whether one of the bases may name a table for its children. */
function handsDownTable({ def, scope }: FoundClass, find: (path: string) => Found | undefined, depth = 0): boolean {
  return def.bases.some((base) => {
    const path = resolveDotted(base, scope);
    const found = path === undefined || path.startsWith('django.') ? undefined : find(path);
    if (found?.kind !== 'class') return false;
    const meta = metaOf(found.def);
    if (depth > depthCap || (meta !== undefined && (assigns(meta, 'db_table') || meta.bases.length > 0))) return true;
    return meta === undefined && handsDownTable(found, find, depth + 1);
  });
}

function metaOf(def: ClassDef): ClassDef | undefined {
  return def.body.find((stmt): stmt is ClassDef => stmt.kind === 'ClassDef' && stmt.name === 'Meta');
}

function assignment(meta: ClassDef, name: string): Extract<Stmt, { kind: 'Assign' }> | undefined {
  return meta.body.find(
    (stmt): stmt is Extract<Stmt, { kind: 'Assign' }> =>
      stmt.kind === 'Assign' && stmt.targets.some((target) => target.kind === 'Name' && target.id === name),
  );
}

function assigns(meta: ClassDef, name: string): boolean {
  return assignment(meta, name) !== undefined;
}

function textIn(meta: ClassDef, name: string): string | undefined {
  const value = assignment(meta, name)?.value;
  return value?.kind === 'Constant' && value.value.type === 'str' ? value.value.value : undefined;
}

/** The label of the innermost app around a dotted path. */
function labelOf(path: string, labels: ReadonlyMap<string, string>): string | undefined {
  const inside = [...labels].filter(([name]) => path.startsWith(`${name}.`));
  return inside.toSorted(([a], [b]) => b.length - a.length)[0]?.[1];
}
