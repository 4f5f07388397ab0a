/** `NullBooleanField(…)` → `BooleanField(…, null=True)` */
import type { TextEdit } from '../../../source/edit.ts';
import type { Alias, Call, Expr, ImportFrom, Node } from '../../../python/ast.ts';
import { descend, type AnyNode } from '../tree/children.ts';
import { replace, type Draft } from './edits.ts';
import { addNull } from './fix-call.ts';
import { renameImport, type ImportFix } from './fix-import.ts';

interface NullBooleanSite extends ImportFix {
  readonly node: Node;
  readonly subject: AnyNode | undefined;
  readonly ancestors: readonly AnyNode[];
}

/** Only where every use is a call: as a base class there is nothing to put in its place. */
export function fixNullBoolean(site: NullBooleanSite): readonly TextEdit[] {
  const { subject, node } = site;
  if (subject?.kind === 'ImportFrom' && 'asname' in node) return fixImported(site, subject, node as Alias); // only aliases have asname
  const parent = site.ancestors.at(-1);
  if (!('kind' in node) || parent?.kind !== 'Call' || parent.func !== node) return [];
  return withNull(site, parent, [replace(site, node.end - 'NullBooleanField'.length, node.end, 'BooleanField')]);
}

function fixImported(site: NullBooleanSite, statement: ImportFrom, alias: Alias): readonly TextEdit[] {
  const local = alias.asname ?? alias.name;
  const uses: Expr[] = [];
  const calls: Call[] = [];
  for (const node of descend(site.module)) {
    if (node.kind === 'Name' && node.id === local) uses.push(node);
    if (node.kind === 'Call' && node.func.kind === 'Name' && node.func.id === local) calls.push(node);
  }
  const module = statement.module ?? 'django.db.models';
  const renamed = uses.length === calls.length ? renameImport(site, statement, alias, `${module}.BooleanField`) : [];
  if (renamed.length === 0) return [];
  const added = calls.map((call) => addNull(site, call));
  return added.every((edit) => edit !== undefined) ? [...renamed, ...added] : [];
}

function withNull(draft: Draft, call: Call, edits: readonly TextEdit[]): readonly TextEdit[] {
  const added = addNull(draft, call);
  return added === undefined ? [] : [...edits, added];
}
