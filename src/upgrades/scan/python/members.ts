/** Methods and attributes of watched classes, as far as the receiver's type is known. */
import type { DetectorOf } from '../../../facts/upgrades/changes/detector.ts';
import type { Attribute, Call, Expr } from '../../../python/ast.ts';
import { definedAt } from '../resolve/graph.ts';
import type { Evidence } from '../resolve/declared.ts';
import { basesDefine, chase, classAt, classPlace, definesMember, derives } from '../resolve/repository.ts';
import type { Sureness, Watch, WatchOf } from '../watch/watch.ts';
import { argumentsFit } from '../tree/arguments.ts';
import { shownCall } from './calls.ts';
import { dottedOf, isCaught, report, typeAt, type Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';

type Receiver = Pick<DetectorOf<'method'>, 'of' | 'except' | 'hints' | 'untyped' | 'unlessNamed'>;

/** `receiver.name(…)` */
export function checkMethod(sheet: Sheet, node: Call, standing: Standing): void {
  if (node.func.kind !== 'Attribute') return;
  const { attr, value } = node.func;
  for (const watch of sheet.index.methods.get(attr) ?? []) {
    if (!sheet.active.has(watch) || standing.asked.includes(attr)) continue;
    const sureness = receiverOf(sheet, standing, value, watch.detector, superOf(watch));
    if (sureness === undefined || !methodFits(sheet, node, standing, watch)) continue;
    const own = isOwn(sheet, standing, value, attr);
    report(sheet, watch, standing, { node, shown: shownCall(sheet, node), sureness: own ? 1 : caughtBy(standing, sureness) });
  }
}

/** A method that a class of the repository has in its own way: `super().name(…)` goes there first. */
function isOwn(sheet: Sheet, standing: Standing, value: Expr, name: string): boolean {
  const evidence = typeAt(sheet, standing, value);
  const place = evidence && classPlace(sheet.repository, evidence.path, sheet.file);
  if (place === undefined) return false;
  return evidence?.kind === 'super' ? basesDefine(sheet.repository, place, name) : definesMember(sheet.repository, place, name);
}

const superOf = ({ detector }: WatchOf<'method'>): 'never' | 'also' | 'only' =>
  detector.super === 'only' ? 'only' : detector.super ? 'also' : 'never';

function caughtBy(standing: Standing, sureness: Sureness): Sureness {
  return isCaught(standing, ['AttributeError', 'TypeError']) ? 1 : sureness;
}

function methodFits(sheet: Sheet, node: Call, standing: Standing, { detector }: WatchOf<'method'>): boolean {
  const { args = [] } = detector;
  // `Model.save(book)`: on the class, the first argument is the instance.
  if (args.length > 0 && node.func.kind === 'Attribute' && typeAt(sheet, standing, node.func.value)?.kind === 'class') return false;
  if (!argumentsFit(sheet, standing, node, args)) return false;
  if (detector.directBase && !hasDirectBase(sheet, standing, detector.of)) return false;
  if (detector.after === undefined || node.func.kind !== 'Attribute') return true;
  for (let link: Expr = node.func.value; link.kind === 'Call' && link.func.kind === 'Attribute'; link = link.func.value) {
    if (link.func.attr !== detector.after) continue;
    return detector.afterArguments === undefined || link.args.length + link.keywords.length === detector.afterArguments;
  }
  return false;
}

function hasDirectBase(sheet: Sheet, { classes }: Standing, of: readonly string[]): boolean {
  const owner = classes.at(-1);
  const targets = new Set(of.map(definedAt));
  const outline = owner && sheet.repository.outline(sheet.file)?.classes.get(owner.name);
  return (
    outline?.bases.some((base) => base !== undefined && targets.has(definedAt(chase(sheet.repository, base, sheet.file).path))) ?? false
  );
}

/** How sure the receiver is one of the watched classes; undefined when it is not, or nothing speaks for it. */
function receiverOf(
  sheet: Sheet,
  standing: Standing,
  value: Expr,
  receiver: Receiver,
  throughSuper: 'never' | 'also' | 'only',
): Sureness | undefined {
  const evidence = typeAt(sheet, standing, value);
  const isSuper = evidence?.kind === 'super';
  if (isSuper ? throughSuper === 'never' && receiver.of.length > 0 : throughSuper === 'only') return undefined;
  if (receiver.of.length === 0) return untyped(sheet, receiver);
  if (evidence === undefined && receiver.unlessNamed !== undefined && new RegExp(receiver.unlessNamed).test(dottedOf(value) ?? ''))
    return undefined;
  if (evidence === undefined) return isHinted(receiver, value) ? 3 : untyped(sheet, receiver);
  if (receiver.of.includes(evidence.path)) return 3;
  const targets = new Set(receiver.of.map(definedAt));
  if (
    receiver.except !== undefined &&
    derives(sheet.repository, evidence.path, sheet.file, new Set(receiver.except.map(definedAt))) === 'yes'
  )
    return undefined;
  const answer = derives(sheet.repository, evidence.path, sheet.file, targets);
  if (answer === 'yes') return evidence.sure || isHinted(receiver, value) ? 3 : 2;
  if ((answer === 'no' && !isMixin(sheet, evidence)) || evidence.path.endsWith('()') || isModule(evidence)) return undefined;
  if (isSuper) return 1;
  // A class of the repository with a base that can't be looked into, or one of a package.
  const guess = untyped(sheet, receiver);
  return guess === undefined ? undefined : isKnownOwn(sheet, evidence.path) ? guess : 1;
}

/** What is named like no class is a module or function: it has no methods of a class. */
function isModule({ kind, path }: Evidence): boolean {
  return kind === 'class' && /(?:^|\.)[a-z_]\w*$/.test(path);
}

/** A class without bases of its own that is meant to stand beside one. */
function isMixin(sheet: Sheet, { path }: Evidence): boolean {
  return /Mixin\w*$/.test(path) && classAt(sheet.repository, chase(sheet.repository, path, sheet.file))?.bases.length === 0;
}

function isKnownOwn(sheet: Sheet, path: string): boolean {
  return classAt(sheet.repository, chase(sheet.repository, path, sheet.file)) !== undefined;
}

function isHinted({ hints }: Receiver, value: Expr): boolean {
  const written = dottedOf(value);
  return written !== undefined && written !== 'self' && (hints?.some((hint) => written === hint) ?? false);
}

function untyped(sheet: Sheet, { of, untyped: level }: Receiver): Sureness | undefined {
  switch (level) {
    case 'high':
      return 3;
    case 'medium':
      return 2;
    case 'low':
      return 1;
    case 'never':
      return undefined;
    case 'imported':
      return of.some((path) => importsRootOf(sheet, path)) ? 2 : undefined;
  }
}

/** The file imports the module that the class lives in. */
function importsRootOf(sheet: Sheet, path: string): boolean {
  const module = path.slice(0, path.lastIndexOf('.'));
  return sheet.imported.some((each) => each === path || each === module || each.startsWith(`${module}.`));
}

/** `receiver.name`, read or assigned to. */
export function checkAttribute(sheet: Sheet, node: Attribute, standing: Standing): void {
  for (const watch of sheet.index.attributes.get(node.attr) ?? []) {
    if (!sheet.active.has(watch) || standing.asked.includes(node.attr)) continue;
    const { detector } = watch;
    const owner = ownerOf(node, detector);
    if (owner === undefined || (detector.use === 'store' && !isStored(sheet, node, standing, detector))) continue;
    if (detector.unlessOwn && detector.parent?.some((name) => givesOwn(sheet, standing, owner, name))) continue;
    const sureness = receiverOf(sheet, standing, owner, detector, 'also');
    if (sureness !== undefined) report(sheet, watch, standing, { node, sureness: caughtBy(standing, sureness) });
  }
}

/** The expression whose type counts: of `self.actions.append` with parent `actions` it is `self`. */
function ownerOf(node: Attribute, { parent }: DetectorOf<'attribute'>): Expr | undefined {
  if (parent === undefined) return node.value;
  return node.value.kind === 'Attribute' && parent.includes(node.value.attr) ? node.value.value : undefined;
}

/** Whether a class of the repository, the expression's own or a base, gives this attribute a value. */
function givesOwn(sheet: Sheet, standing: Standing, owner: Expr, name: string): boolean {
  const evidence = typeAt(sheet, standing, owner);
  const place = evidence && classPlace(sheet.repository, evidence.path, sheet.file);
  return place !== undefined && definesMember(sheet.repository, place, name);
}

function isStored(sheet: Sheet, node: Attribute, standing: Standing, { value }: DetectorOf<'attribute'>): boolean {
  const statement = standing.ancestors.at(-1);
  const stored = storedValue(node, statement);
  if (stored === undefined || value === undefined) return stored !== undefined;
  const evidence = typeAt(sheet, standing, stored);
  return evidence?.kind === 'instance' && derives(sheet.repository, evidence.path, sheet.file, new Set([value])) === 'yes';
}

function storedValue(node: Attribute, statement: Standing['ancestors'][number] | undefined): Expr | undefined {
  if (statement?.kind === 'Assign') return statement.targets.includes(node) ? statement.value : undefined;
  if (statement?.kind === 'AugAssign' || statement?.kind === 'AnnAssign') return statement.target === node ? statement.value : undefined;
  return undefined;
}

/** `with Path(…):`, `Path[…]`, `entry_points()["group"]`: uses of a type that are no attribute. */
export function checkUse(
  sheet: Sheet,
  watch: Watch,
  of: readonly string[],
  value: Expr,
  standing: Standing,
  wanted: 'class' | 'instance',
): void {
  const evidence = typeAt(sheet, standing, value);
  if (evidence === undefined || evidence.kind !== wanted) return;
  const fits = of.includes(evidence.path) || derives(sheet.repository, evidence.path, sheet.file, new Set(of.map(definedAt))) === 'yes';
  if (fits) report(sheet, watch, standing, { node: value, sureness: evidence.sure ? 3 : 2 });
}
