/** Calls of watched functions and classes, judged by their arguments. */
import type { Call } from '../../../python/ast.ts';
import { definedAt } from '../resolve/graph.ts';
import { qualify } from '../resolve/qualify.ts';
import { classPlace, definesMember, derives } from '../resolve/repository.ts';
import { tailOf, type Sureness, type WatchOf } from '../watch/watch.ts';
import { argumentsFit } from '../tree/arguments.ts';
import { chaseFrom, isCaught, report, type Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';

/** Checks one call against every watched callee. */
export function checkCall(sheet: Sheet, node: Call, standing: Standing): void {
  const meanings = qualify(sheet.names, node.func, standing.scope);
  if (meanings.length === 0) return;
  const subclasses = bySubclass(sheet);
  const paths = meanings.map(({ path }) => {
    // Re-exports keep their names: others need not be followed.
    if (subclasses.length === 0 && !sheet.index.callTails.has(tailOf(path))) return { path, place: path };
    const chased = chaseFrom(sheet, path);
    return { path, place: chased.own ? chased.path : definedAt(chased.path) };
  });
  const sureness: Sureness = meanings.some((each) => each.star !== undefined) || meanings.length > 1 ? 2 : 3;
  const seen = new Set<WatchOf<'call'>>();
  for (const { place } of paths) for (const watch of sheet.index.calls.get(place) ?? []) seen.add(watch);
  for (const watch of subclasses) if (paths.some(({ path }) => isSubclassCall(sheet, watch, path))) seen.add(watch);
  for (const watch of seen) {
    if (!fits(sheet, node, standing, watch)) continue;
    // A subclass with a constructor of its own takes arguments of its own.
    const own = watch.detector.subclasses === true && paths.some(({ path }) => constructsItself(sheet, path));
    const found = { node, shown: shownCall(sheet, node), sureness: own ? (1 as const) : handled(standing, sureness) };
    report(sheet, watch, standing, watch.detector.unfixed ? { ...found, rewritable: false } : found);
  }
}

function handled(standing: Standing, sureness: Sureness): Sureness {
  return isCaught(standing, ['TypeError']) ? 1 : sureness;
}

function bySubclass(sheet: Sheet): readonly WatchOf<'call'>[] {
  return sheet.index.of('call').filter((watch) => watch.detector.subclasses && sheet.active.has(watch));
}

function constructsItself(sheet: Sheet, path: string): boolean {
  const place = classPlace(sheet.repository, path, sheet.file);
  return place !== undefined && definesMember(sheet.repository, place, '__init__');
}

function isSubclassCall(sheet: Sheet, { detector }: WatchOf<'call'>, path: string): boolean {
  if (detector.except !== undefined && derives(sheet.repository, path, sheet.file, new Set(detector.except.map(definedAt))) === 'yes')
    return false;
  return derives(sheet.repository, path, sheet.file, new Set(detector.of.map(definedAt))) === 'yes';
}

function fits(sheet: Sheet, node: Call, standing: Standing, { detector }: WatchOf<'call'>): boolean {
  if (!argumentsFit(sheet, standing, node, detector.args)) return false;
  if (detector.stored && !isStored(node, standing)) return false;
  if (detector.outsideAsync && standing.functions.at(-1)?.kind === 'AsyncFunctionDef') return false;
  if (detector.caught !== undefined && !detector.caught.some((each) => standing.caught.includes(each))) return false;
  if (detector.calledAtOnce === undefined) return true;
  const parent = standing.ancestors.at(-1);
  return parent?.kind === 'Attribute' && parent.attr === detector.calledAtOnce && standing.ancestors.at(-2)?.kind === 'Call';
}

/** `report.file = ContentFile(…)`, `Report(file=ContentFile(…))` */
function isStored(node: Call, { ancestors }: Standing): boolean {
  const parent = ancestors.at(-1);
  if (parent?.kind === 'Assign') return parent.targets.some(({ kind }) => kind === 'Attribute');
  return parent?.kind === 'Call' && parent.keywords.some(({ arg, value }) => value === node && arg !== 'content');
}

/** `ForeignKey(…)`: the name is what the reader knows; arguments may be long. */
export function shownCall({ module }: Pick<Sheet, 'module'>, { func, args, keywords }: Call): string {
  const name = module.text.slice(func.start, func.end).replaceAll(/\s+/g, ' ');
  const short = name.length > 50 ? `…${name.slice(-49)}` : name;
  return `${short}(${args.length + keywords.length === 0 ? '' : '…'})`;
}
