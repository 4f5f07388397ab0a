/** The review of a change of versions, and the plan of one that nobody has made yet. */
import type { DjangoProject } from '../django/project.ts';
import type { RepoPath, SourceRange } from '../source/position.ts';
import type { FileTree } from '../source/tree.ts';
import { readChange, type VersionChange } from './change.ts';
import { checkCompat } from './compat/check-compat.ts';
import type { CompatContext, Jump, UpgradeProblem } from './compat/problem.ts';
import type { ScanHit, VersionJump } from './hit.ts';
import type { PinSet } from './pins/pin.ts';
import { readPins } from './pins/read-pins.ts';
import { scanTree } from './scan/scan-tree.ts';
import { isWithin } from './installed/scope.ts';
import { settlePackage, settlePython } from './installed/settle.ts';
import { planUpgrade } from './steps/plan-upgrade.ts';
import type { UpgradeStep } from './steps/step.ts';
import { supportOf } from './installed/support.ts';
import { compareVersions } from './version.ts';

export interface UpgradeInput {
  readonly base: FileTree;
  readonly head: FileTree;
  readonly baseProjects: readonly DjangoProject[];
  readonly projects: readonly DjangoProject[];
  /** ISO date; ends of support are judged by it. */
  readonly today: string;
}

/** One change with all that follows from it. */
export interface ReviewedChange {
  readonly change: VersionChange;
  readonly problems: readonly UpgradeProblem[];
  readonly hits: readonly ScanHit[];
  readonly steps: readonly UpgradeStep[];
  readonly counts: { readonly breaks: number; readonly deprecated: number; readonly changed: number };
  /** Whom we believed, what was assumed, a sentence each. */
  readonly notes: readonly string[];
}

export interface UpgradeReview {
  /** Django first, then Python, then packages by name. */
  readonly changes: readonly ReviewedChange[];
  /** What no pin's change causes: new indexes, changed hashes. */
  readonly problems: readonly UpgradeProblem[];
  /** What could not be read or judged. */
  readonly unjudged: readonly { readonly message: string; readonly range: SourceRange | undefined }[];
  /** Files that pins refer to and that were not fetched. */
  readonly unread: readonly RepoPath[];
}

/** Reviews what a pull request does to the versions of Django, Python and packages. */
export function reviewUpgrade(input: UpgradeInput): UpgradeReview {
  return reviewPins(input, readPins(input.base), readPins(input.head), planUpgrade);
}

type Planner = typeof planUpgrade;

/** The same for pins that were read already, or that nobody has written yet. */
export function reviewPins(input: UpgradeInput, base: PinSet, head: PinSet, plan: Planner): UpgradeReview {
  const changes = readChange(base, head, input.today);
  const reviewed: ReviewedChange[] = [];
  const unjudged: UpgradeReview['unjudged'][number][] = changedProblems(base, head);
  const general: UpgradeProblem[] = [];
  const scopes = new Set(changes.map(({ scope }) => scope));
  if (scopes.size === 0) scopes.add('');
  for (const scope of scopes) {
    const context = contextOf(input, { base, head, changes, scope });
    const problems = checkCompat(context);
    const scan = scanOf(input.head, context);
    unjudged.push(...scan.unjudged);
    for (const change of context.changes) reviewed.push(review(context, change, { problems, hits: scan.hits, plan }));
    general.push(...problems.filter((problem) => !context.changes.some((change) => isAbout(problem, change, context))));
  }
  const ordered = changes.flatMap((change) => reviewed.find((each) => each.change === change) ?? []);
  return { changes: ordered, problems: withoutTwins(general), unjudged, unread: head.unread };
}

interface Sets {
  readonly base: PinSet;
  readonly head: PinSet;
  readonly changes: readonly VersionChange[];
  readonly scope: string;
}

function contextOf({ today, head: headTree, projects, baseProjects }: UpgradeInput, { base, head, changes, scope }: Sets): CompatContext {
  const mine = changes.filter((change) => change.scope === scope);
  const within = (all: readonly DjangoProject[]): readonly DjangoProject[] => {
    const inside = all.filter(({ root }) => isWithin(root, scope) || isWithin(scope, root));
    return inside.length > 0 ? inside : all;
  };
  const python = (set: PinSet): Jump['to'] => settlePython(set.pins, { scope, today });
  const django = (set: PinSet): Jump['to'] => settlePackage('django', set.pins, { scope, today, python: python(set)?.feature });
  const jump = (settle: (set: PinSet) => Jump['to'], subject: VersionChange['subject']): Jump => ({
    from: settle(base),
    to: settle(head),
    change: mine.find((change) => change.subject === subject && change.direction !== 'same'),
  });
  const common = { base, head, changes: mine, scope, headTree, today };
  return {
    ...common,
    django: jump(django, 'django'),
    python: jump(python, 'python'),
    projects: within(projects),
    baseProjects: within(baseProjects),
  };
}

/** Reading problems of files that this pull request changes; old ones are no news. */
function changedProblems(base: PinSet, head: PinSet): UpgradeReview['unjudged'][number][] {
  const known = new Set(base.problems.map(({ message, range }) => `${range.path} ${message}`));
  return head.problems.filter(({ message, range }) => !known.has(`${range.path} ${message}`));
}

function scanOf(tree: FileTree, { django, python, head, scope }: CompatContext): ReturnType<typeof scanTree> {
  const oldest = supportOf(head.pins, scope)?.oldest;
  const aim = aimOf(django);
  const aims = { django: aim && oldest !== undefined ? { ...aim, oldest } : aim, python: aimOf(python) };
  if (aims.django === undefined && aims.python === undefined) return { hits: [], unjudged: [], files: 0 };
  const packages = new Map(head.pins.filter(({ subject }) => subject === 'package').map(({ name, version }) => [name, version]));
  return scanTree(scope === '' ? tree : subtree(tree, scope), { ...aims, packages });
}

/** Only a step up to another feature release takes anything away. */
function aimOf(jump: Jump | undefined): VersionJump | undefined {
  const [from, to] = [jump?.from?.feature, jump?.to?.feature];
  if (jump?.change === undefined || to === undefined || (from !== undefined && compareVersions(to, from) <= 0)) return undefined;
  return { from, to };
}

function subtree(tree: FileTree, scope: string): FileTree {
  return {
    ...tree,
    blob: (path) => tree.blob(path),
    read: (path) => tree.read(path),
    paths: () => [...tree.paths()].filter((path) => path.startsWith(`${scope}/`)),
  };
}

function review(
  context: CompatContext,
  change: VersionChange,
  { problems, hits, plan }: { problems: readonly UpgradeProblem[]; hits: readonly ScanHit[]; plan: Planner },
): ReviewedChange {
  const mine = problems.filter((problem) => isAbout(problem, change, context));
  const found = hits.filter(({ subject }) => subject === change.subject);
  const total = (effect: ScanHit['effect']): number =>
    found.reduce((sum, hit) => sum + (hit.effect === effect && hit.confidence !== 'low' ? hit.count : 0), 0);
  return {
    change,
    problems: mine,
    hits: found,
    steps: plan({ change, hits: found, problems: mine, context }),
    counts: { breaks: total('breaks'), deprecated: total('deprecated'), changed: total('changes') },
    notes: notesOf(change),
  };
}

/** Does the problem stand at one of the change's pins? */
function isAbout({ range }: UpgradeProblem, change: VersionChange, { changes }: CompatContext): boolean {
  const standsAt = (each: VersionChange): boolean =>
    each.range === range || each.moved.some(({ before, after }) => after?.range === range || before?.range === range);
  return changes.find(standsAt) === change;
}

function notesOf({ from, to, subject }: VersionChange): readonly string[] {
  const side = (settled: VersionChange['to'], when: string): readonly string[] => {
    if (settled === undefined) return [];
    const { pin, basis, text, feature } = settled;
    const place = `\`${pin.range.path}:${pin.range.start.line}\``;
    if (basis === 'lock') return [`${when}: ${text}, as locked in ${place}.`];
    if (basis === 'range' && feature !== undefined && subject === 'django')
      return [`${when}: \`${text}\` in ${place}, taken as ${feature}.`];
    if (basis === 'range') return [`${when}: \`${text}\` in ${place}; no file says which version is installed.`];
    if (basis === 'matrix' && subject === 'django') return [`${when}: ${text}, as far as ${place} says; it counts as ${feature ?? ''}.`];
    return [`${when}: ${text}, from ${place}${basis === 'matrix' ? ', the newest that is tested' : ''}.`];
  };
  return [...side(from, 'Before'), ...side(to, 'After')];
}

function withoutTwins(problems: readonly UpgradeProblem[]): readonly UpgradeProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ message }) => !seen.has(message) && seen.add(message) !== undefined);
}
