/** What the upgrade review found, as hits of rules. */
import type { SourceRange } from '../../source/position.ts';
import type { ProblemId, UpgradeProblem } from '../../upgrades/compat/problem.ts';
import type { ScanHit } from '../../upgrades/hit.ts';
import type { ReviewedChange } from '../../upgrades/upgrade.ts';
import type { Advice, Hit, PullRequestContext } from '../rule.ts';

/** Places of the code that a new release touches, with this effect. */
export function* scanHits({ upgrade }: PullRequestContext, effect: ScanHit['effect']): Iterable<Hit> {
  for (const reviewed of upgrade?.changes ?? []) {
    for (const hit of reviewed.hits) if (hit.effect === effect) yield fromScan(hit);
    if (effect === 'breaks') yield* atBump(reviewed);
  }
}

const shownAtBump = 10;

/** What breaks stands mostly outside of the diff: the line that moves the version lists it. */
function* atBump({ change, hits }: ReviewedChange): Iterable<Hit> {
  const sure = hits.filter(({ effect, confidence }) => effect === 'breaks' && confidence === 'high');
  if (sure.length === 0) return;
  const places = sure.reduce((sum, { count }) => sum + count, 0);
  const files = new Set(sure.flatMap(({ range, others }) => [range.path, ...others.map(({ path }) => path)])).size;
  const listed = sure.slice(0, shownAtBump).map((hit) => `${place(hit.range)} ${hit.title}${hit.count > 1 ? ` ${hit.count} places.` : ''}`);
  const more = sure.length - listed.length;
  yield {
    message: `${change.title.replace(/ in \d+ files$/, '')} breaks ${places} ${places === 1 ? 'place' : 'places'} in ${files} ${files === 1 ? 'file' : 'files'}.`,
    range: change.range,
    severity: 'warning',
    identity: `bump ${change.name} ${change.scope}`,
    sources: [],
    advice: [{ kind: 'manual', title: 'Where', steps: more > 0 ? [...listed, `${more} more: see the check.`] : listed }],
  };
}

function fromScan(hit: ScanHit): Hit {
  const more =
    hit.count > 1
      ? ` (${hit.count} places: ${[hit.range, ...hit.others].slice(0, 5).map(place).join(', ')}${hit.count > 5 ? ', …' : ''})`
      : '';
  const sentence = hit.title.endsWith('.') ? hit.title.slice(0, -1) : hit.title;
  return {
    message: `${sentence}${more}.`,
    range: hit.range,
    severity: hit.severity,
    identity: `${hit.entry} ${hit.range.path}`,
    confidence: hit.confidence === 'high' ? 'high' : 'low',
    sources: [hit.source],
    advice: adviceOf(hit),
  };
}

function place({ path, start }: SourceRange): string {
  return `\`${path}:${start.line}\``;
}

function adviceOf({ edits, replacement, fixer }: ScanHit): readonly Advice[] {
  const [first] = edits;
  const words = replacement ?? (fixer === undefined ? undefined : `${fixer} rewrites it.`);
  if (first !== undefined && edits.every((edit) => edit.range.path === first.range.path))
    return [{ kind: 'edit', title: words ?? 'Write it in the new way', edits }];
  return words === undefined ? [] : [{ kind: 'manual', title: 'Instead', steps: [words] }];
}

/** Problems of the versions themselves, of these kinds. */
export function* problemHits({ upgrade }: PullRequestContext, ids: ReadonlySet<ProblemId>): Iterable<Hit> {
  if (upgrade === undefined) return;
  for (const problem of [...upgrade.changes.flatMap(({ problems }) => problems), ...upgrade.problems])
    if (ids.has(problem.id)) yield fromProblem(problem);
}

function fromProblem({ id, severity, message, range, steps, sources, certainty }: UpgradeProblem): Hit {
  return {
    message,
    range,
    severity: certainty === 'hint' && severity === 'error' ? 'warning' : severity,
    identity: `${id} ${range.path} ${message}`,
    sources,
    advice: steps.length === 0 ? [] : [{ kind: 'manual', title: 'What to do', steps }],
  };
}
