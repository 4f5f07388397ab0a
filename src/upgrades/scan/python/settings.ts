/** Settings: what settings modules assign, what code reads and what tests override. */
import type { DetectorOf } from '../../../facts/upgrades/changes/detector.ts';
import type { AnnAssign, Assign, Attribute, Call, Expr } from '../../../python/ast.ts';
import { qualify } from '../resolve/qualify.ts';
import type { WatchOf } from '../watch/watch.ts';
import { looksLike } from '../tree/arguments.ts';
import { literalText } from '../tree/literals.ts';
import { descend } from '../tree/children.ts';
import { report, type Found, type Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';

/** `USE_L10N = True` in a settings module, also in a branch or in the class of a class-based configuration. */
export function checkSetting(sheet: Sheet, node: Assign | AnnAssign, standing: Standing): void {
  if (sheet.place !== 'settings' || standing.functions.length > 0) return;
  const targets = node.kind === 'Assign' ? node.targets : [node.target];
  for (const target of targets) {
    if (target.kind !== 'Name' || node.value === undefined) continue;
    for (const watch of sheet.index.settings.get(target.id) ?? []) {
      for (const found of valueMatches(sheet, node.value, watch))
        report(sheet, watch, standing, { shown: target.id, ...found, node: found.node === node.value ? node : found.node });
    }
  }
}

/** The places of the value that the detector speaks of; the value itself when it speaks of none. */
function valueMatches(sheet: Sheet, value: Expr, { detector, change }: WatchOf<'setting'>): readonly Found[] {
  const { contains, lacksKey, idle } = detector;
  if (lacksKey !== undefined) {
    return [...descend(value)].some((each) => each.kind === 'Dict' && hasKey(each, lacksKey)) ? [] : [{ node: value, sureness: 3 }];
  }
  if (contains === undefined) {
    const worth = worthOf(sheet, value, idle);
    // To delete a line is to change nothing only where nothing is lost with it.
    return [{ node: value, ...worth, ...(change.fix?.kind === 'delete-statement' ? { rewritable: worth.idle === true } : {}) }];
  }
  return matchesIn(sheet, value, contains).map((node) => ({ node, sureness: 3 }));
}

/** A setting that goes is no loss where its value is what Django does anyway; a value that only runs can tell may be that one. */
function worthOf({ module }: Sheet, value: Expr, idle: string | undefined): Pick<Found, 'sureness' | 'idle'> {
  if (idle === undefined) return { sureness: 3 };
  if (new RegExp(idle).test(module.text.slice(value.start, value.end))) return { sureness: 2, idle: true };
  return { sureness: value.kind === 'Constant' ? 3 : 2 };
}

function matchesIn(sheet: Sheet, value: Expr, contains: NonNullable<DetectorOf<'setting'>['contains']>): readonly Expr[] {
  if ('equals' in contains) return literalText(value) === contains.equals ? [value] : [];
  if ('equalsMatching' in contains) {
    const text = literalText(value);
    return text !== undefined && new RegExp(contains.equalsMatching).test(text) ? [value] : [];
  }
  if ('item' in contains) {
    const items = value.kind === 'List' || value.kind === 'Tuple' || value.kind === 'Set' ? value.elts : [];
    if (contains.item === 'tuple') return items.filter((each) => each.kind === 'Tuple');
    const pattern = new RegExp(contains.notMatching ?? '^');
    return items.filter((each) => {
      const text = literalText(each);
      return text !== undefined && !pattern.test(text);
    });
  }
  return keysIn(sheet, value, contains);
}

function keysIn(
  sheet: Sheet,
  value: Expr,
  { key, is, under }: { readonly key: string; readonly is?: 'bytes' | undefined; readonly under?: string | undefined },
): readonly Expr[] {
  const found: Expr[] = [];
  for (const node of descend(value)) {
    if (node.kind !== 'Dict') continue;
    for (const [index, each] of node.keys.entries()) {
      const held = node.values[index];
      if (held === undefined || each === undefined) continue;
      if (under !== undefined && literalText(each) === under) found.push(...keysIn(sheet, held, { key }));
      if (under !== undefined || literalText(each) !== key) continue;
      if (is === undefined) found.push(each);
      else if (held.kind === 'List' || held.kind === 'Tuple') found.push(...held.elts.filter((item) => looksLike(sheet, item, is)));
    }
  }
  return found;
}

function hasKey(value: Expr, key: string): boolean {
  return value.kind === 'Dict' && value.keys.some((each) => literalText(each) === key);
}

/** `settings.USE_L10N` read in code: fails once Django has no such default, unless the project sets it. */
export function checkSettingRead(sheet: Sheet, node: Attribute, standing: Standing): void {
  const watches = sheet.index.settings.get(node.attr);
  if (watches === undefined || !qualify(sheet.names, node.value, standing.scope).some(({ path }) => path === 'django.conf.settings'))
    return;
  for (const watch of watches) if (isPlain(watch)) report(sheet, watch, standing, { node, sureness: 2 });
}

/** `override_settings(USE_L10N=True)`, `self.settings(…)`, `settings.configure(…)`. */
export function checkSettingOverride(sheet: Sheet, node: Call, standing: Standing): void {
  const name = node.func.kind === 'Attribute' ? node.func.attr : node.func.kind === 'Name' ? node.func.id : '';
  if (!['override_settings', 'settings', 'configure'].includes(name)) return;
  for (const keyword of node.keywords) {
    for (const watch of keyword.arg === undefined ? [] : (sheet.index.settings.get(keyword.arg) ?? [])) {
      if (isPlain(watch)) report(sheet, watch, standing, { node: keyword, shown: keyword.arg ?? '', sureness: 2 });
    }
  }
}

/** The setting itself is what the change speaks of, not a value of it. */
function isPlain({ detector }: WatchOf<'setting'>): boolean {
  return detector.contains === undefined && detector.lacksKey === undefined;
}
