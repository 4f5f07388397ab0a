/** One Python file being scanned. */
import type { Expr, Module, Node } from '../../../python/ast.ts';
import type { ScanAim, ScanHit } from '../../hit.ts';
import type { Evidence, Ground } from '../resolve/declared.ts';
import { evidenceOf } from '../resolve/evidence.ts';
import { chase, type Chased } from '../resolve/repository.ts';
import { capOf, least, type Match, type Sureness, type Watch, type WatchIndex } from '../watch/watch.ts';
import { fixSite, type Site } from '../fixes/fix.ts';
import type { AnyNode } from './children.ts';
import type { Standing } from './walk.ts';

export interface Sheet extends Ground {
  readonly module: Module;
  readonly place: ScanHit['place'];
  readonly index: WatchIndex;
  /** Watches whose words stand in the file. */
  readonly active: ReadonlySet<Watch>;
  readonly aim: ScanAim;
  /** Paths of all modules and names that the file imports. */
  readonly imported: readonly string[];
  readonly matches: Match[];
}

export interface Found {
  readonly node: Node;
  readonly sureness: Sureness;
  /** Text to show; the node's own unless set. */
  readonly shown?: string;
  readonly cause?: string;
  readonly derived?: boolean;
  /** It goes, and nothing is lost with it. */
  readonly idle?: boolean;
  /** Whether the change's rewrite is right here; where it isn't said, what is sure is rewritten. */
  readonly rewritable?: boolean;
  /** The statement around an imported name, or the method whose head was matched: what a rewrite needs to see. */
  readonly subject?: AnyNode;
  /** Holds only if this is the name of a many-to-many field, or of the way back to one. */
  readonly manyToMany?: string;
  /** Nothing is lost with it where a settings module names this. */
  readonly unlessSettingsName?: string;
  /** The path that the matched name stands for. */
  readonly path?: string;
}

/** Notes a match of `watch`, unless the file's words don't call for it. */
export function report(sheet: Sheet, watch: Watch, standing: Pick<Standing, 'optional' | 'ancestors'>, found: Found): void {
  if (!sheet.active.has(watch)) return;
  if (watch.change.migrations === 'only' && sheet.place !== 'migrations') return;
  if (sheet.place === 'migrations' && (watch.change.migrations === 'stub' || isMild(watch))) return;
  const { node, cause, derived } = found;
  sheet.matches.push({
    watch,
    path: sheet.file,
    start: node.start,
    end: node.end,
    sureness: standing.optional ? 1 : least(found.sureness, capOf(watch)),
    shown: found.shown ?? textOf(sheet, node),
    ...(cause === undefined ? {} : { cause }),
    ...(derived === undefined ? {} : { derived }),
    ...(found.idle === undefined ? {} : { idle: found.idle }),
    ...(found.manyToMany === undefined ? {} : { manyToMany: found.manyToMany }),
    ...(found.unlessSettingsName === undefined ? {} : { unlessSettingsName: found.unlessSettingsName }),
    edits: derived || standing.optional || !isRewritable(found) ? [] : fixSite(siteOf(sheet, standing.ancestors, found), watch.change.fix),
  });
}

/** Doubts about what a thing is forbid a rewrite, doubts about its worth don't. */
function isRewritable({ rewritable, sureness, idle }: Found): boolean {
  return rewritable ?? (sureness === 3 || idle === true);
}

/** Old migrations are history: only what stops them matters. */
function isMild({ relevant, change }: Watch): boolean {
  return relevant.effect === 'changes' && change.migrations !== 'only';
}

function siteOf({ module, names, aim: { packages } }: Sheet, ancestors: readonly AnyNode[], { node, subject, path }: Found): Site {
  return { module, names, node, subject, path, ancestors, packages };
}

/** The node's text on one line, shortened to what a message can hold. */
export function textOf({ module }: Pick<Sheet, 'module'>, node: Node): string {
  const text = module.text.slice(node.start, node.end).replaceAll(/\s+/g, ' ');
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

/** Evidence for an expression where it stands. */
export function typeAt(sheet: Sheet, standing: Standing, expr: Expr): Evidence | undefined {
  return evidenceOf(groundAt(sheet, standing), expr, standing.scope);
}

export function groundAt(sheet: Sheet, { classes, functions }: Standing): Ground {
  return { repository: sheet.repository, names: sheet.names, file: sheet.file, classes, functions };
}

export function chaseFrom(sheet: Sheet, path: string): Chased {
  return chase(sheet.repository, path, sheet.file);
}

/** `a.b.c` as written, undefined for anything but a chain of names. */
export function dottedOf(expr: Expr): string | undefined {
  if (expr.kind === 'Name') return expr.id;
  if (expr.kind !== 'Attribute') return undefined;
  const below = dottedOf(expr.value);
  return below === undefined ? undefined : `${below}.${expr.attr}`;
}

/** Whether an enclosing try is ready for one of these exceptions. */
export function isCaught({ caught }: Standing, names: readonly string[]): boolean {
  return caught.some((each) => each === '*' || each === 'Exception' || names.includes(each));
}
