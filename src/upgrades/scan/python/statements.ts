/** Smaller detectors: query lookups, attributes of functions, strings. */
import type { Assign, Call, Constant } from '../../../python/ast.ts';
import type { Sureness } from '../watch/watch.ts';
import { looksLike } from '../tree/arguments.ts';
import { literalText } from '../tree/literals.ts';
import { report, type Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';

const queryMethods: ReadonlySet<string> = new Set(
  'filter exclude get aget Q When get_or_create update_or_create get_object_or_404 get_list_or_404 exists count'.split(' '),
);

/** `filter(author__isnull=1)` */
export function checkLookups(sheet: Sheet, node: Call, standing: Standing): void {
  const { func } = node;
  const callee = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '';
  for (const watch of sheet.index.of('lookup')) {
    if (!sheet.active.has(watch)) continue;
    const { suffixes, is, unlessImporting } = watch.detector;
    if (unlessImporting?.some((module) => sheet.imported.some((path) => path.startsWith(module)))) continue;
    for (const keyword of node.keywords) {
      if (keyword.arg === undefined || !suffixes.some((suffix) => keyword.arg?.endsWith(`__${suffix}`))) continue;
      if (is !== undefined && !looksLike(sheet, keyword.value, is)) continue;
      const sureness: Sureness = queryMethods.has(callee) ? 3 : 1;
      report(sheet, watch, standing, { node: keyword, sureness });
    }
  }
}

/** `publish.short_description = "…"` where `publish` is a function of the file. */
export function checkAssignment(sheet: Sheet, node: Assign, standing: Standing): void {
  for (const target of node.targets) {
    if (target.kind !== 'Attribute' || target.value.kind !== 'Name') continue;
    const bindings = standing.scope.names.get(target.value.id) ?? [];
    if (!bindings.some((each) => each.kind === 'function')) continue;
    for (const watch of sheet.index.of('function-attribute')) {
      const { names, importing } = watch.detector;
      const imports = importing?.some((module) => sheet.imported.some((path) => path === module || path.startsWith(`${module}.`))) ?? true;
      if (imports && names.includes(target.attr))
        report(sheet, watch, standing, { node, shown: `${target.value.id}.${target.attr}`, sureness: 3 });
    }
  }
}

/** Plain strings: settings values that are no import path, parts of pages that tests compare, keys. */
export function checkString(sheet: Sheet, node: Constant, standing: Standing): void {
  const text = literalText(node);
  if (text === undefined) return;
  const parent = standing.ancestors.at(-1);
  const isStatement = parent?.kind === 'Expr';
  for (const watch of sheet.index.texts.get(text) ?? []) {
    const { subscript, dictKey, in: where } = watch.detector;
    if (where === 'tests' && sheet.place !== 'tests') continue;
    if (subscript && !(parent?.kind === 'Subscript' && parent.slice === node) && !isGetOf(parent, node)) continue;
    if (dictKey && !(parent?.kind === 'Dict' && parent.keys.includes(node))) continue;
    report(sheet, watch, standing, { node, shown: text, sureness: sheet.place === 'settings' || subscript || dictKey ? 3 : 2 });
  }
  if (isStatement) return; // a docstring
  for (const watch of sheet.index.of('string')) {
    const { pattern, in: where } = watch.detector;
    if (pattern === undefined || !sheet.active.has(watch) || (where === 'tests' && sheet.place !== 'tests')) continue;
    if (new RegExp(pattern).test(text)) report(sheet, watch, standing, { node, sureness: 3 });
  }
}

/** `session.get("_language")` */
function isGetOf(parent: Standing['ancestors'][number] | undefined, node: Constant): boolean {
  return (
    parent?.kind === 'Call' &&
    parent.args[0] === node &&
    parent.func.kind === 'Attribute' &&
    ['get', 'pop', 'setdefault'].includes(parent.func.attr)
  );
}
