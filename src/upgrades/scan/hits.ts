/** Matches gathered into hits: one for each cause, with a count and the further places. */
import type { SourceRange } from '../../source/position.ts';
import type { TextEdit } from '../../source/edit.ts';
import type { ScanHit } from '../hit.ts';
import { placeOf, languageOf } from './files.ts';
import { compareReleases, type Relevant } from './watch/relevance.ts';
import type { Match, Sureness } from './watch/watch.ts';

/** A match with its place in lines and columns. */
export interface PlacedMatch extends Match {
  readonly range: SourceRange;
  readonly place: ScanHit['place'];
}

/** At most so many further places are kept. */
const othersCap = 40;

const confidences: Readonly<Record<Sureness, ScanHit['confidence']>> = { 3: 'high', 2: 'medium', 1: 'low' };
const severities = ['notice', 'warning', 'error'] as const;

/** Worst first, then path and line. */
export function gatherHits(matches: readonly PlacedMatch[]): readonly ScanHit[] {
  const groups = new Map<string, PlacedMatch[]>();
  for (const match of matches) {
    const key = `${match.watch.change.id} ${match.cause ?? match.path}`;
    const before = groups.get(key);
    if (before === undefined) groups.set(key, [match]);
    else before.push(match);
  }
  return mergeDoubtful([...groups.values()].flatMap(hitOf)).toSorted(compareHits);
}

/** What is doubtful is one thing to think about, in however many files it stands. */
function mergeDoubtful(hits: readonly ScanHit[]): readonly ScanHit[] {
  const doubtful = hits.filter(({ confidence }) => confidence === 'low').toSorted(comparePlaces);
  const groups = Map.groupBy(doubtful, ({ entry, severity, effect }) => `${entry} ${severity} ${effect}`);
  const merged = [...groups.values()].flatMap(([first, ...more]) => {
    if (first === undefined || more.length === 0) return first ?? [];
    const others = [...first.others, ...more.flatMap((each) => [each.range, ...each.others])].slice(0, othersCap);
    return { ...first, others, count: first.count + more.reduce((sum, { count }) => sum + count, 0), edits: [] };
  });
  return [...hits.filter(({ confidence }) => confidence !== 'low'), ...merged];
}

function hitOf(group: readonly PlacedMatch[]): readonly ScanHit[] {
  const roots = group.filter((each) => !each.derived);
  const best = Math.max(...roots.map((each) => each.sureness));
  const first = roots.filter((each) => each.sureness === best).toSorted(comparePlaces)[0];
  if (first === undefined) return [];
  const ranges = distinct([first, ...group.toSorted(comparePlaces)].map((each) => each.range));
  const { relevant, change } = first.watch;
  return [
    {
      entry: change.id,
      subject: relevant.subject,
      effect: first.idle && relevant.effect === 'breaks' ? 'changes' : relevant.effect,
      since: relevant.since,
      removedIn: change.removedIn,
      title: titleOf(first),
      kind: change.kind,
      range: first.range,
      others: ranges.slice(1, othersCap + 1),
      count: ranges.length,
      severity: severityOf(relevant, first),
      confidence: confidences[first.sureness],
      stage: relevant.stage,
      replacement: change.replacement,
      edits: roots.every((each) => each.edits.length > 0) ? mergeEdits(group) : [],
      fixer: fixerOf(relevant),
      place: first.place,
      source: change.source,
    },
  ];
}

/** A test that fails stops the pipeline, not the site: one step lower. What only warns, breaking nothing yet, is a notice. */
function severityOf({ change, effect, advisory }: Relevant, { place, path, idle }: PlacedMatch): ScanHit['severity'] {
  if (advisory || idle || effect === 'deprecated') return 'notice';
  let level = { error: 2, warning: 1, info: 0 }[change.severity];
  if (place === 'tests' || (place === 'settings' && placeOf(path, 'python') !== 'settings' && /(?:^|\/)tests?\//.test(path))) level -= 1;
  return severities[Math.max(0, level)] ?? 'notice';
}

function titleOf({ watch: { relevant, change }, shown, idle }: PlacedMatch): string {
  const subject = relevant.subject === 'django' ? 'Django' : 'Python';
  const name = `\`${shown.replaceAll('`', "'")}\``;
  const what = change.title.replace(/\.$/, '');
  if (relevant.advisory) return `${name} can be written in a newer way: ${what}.`;
  if (idle && relevant.effect === 'breaks')
    return `${name} can go: ${subject} ${relevant.since} does not read it any more, and does what it says anyway.`;
  // "`DEFAULT_FILE_STORAGE` stops working in Django 5.1" says it all.
  const more = shown === what || shown.endsWith(`.${what}`) ? '' : `: ${what}`;
  if (change.kind === 'check') return `${subject} ${relevant.since} refuses this: ${what}.`;
  if (relevant.effect === 'breaks') return `${name} stops working in ${subject} ${relevant.since}${more}.`;
  if (relevant.effect === 'changes') return `${name} is affected by ${subject} ${relevant.since}: ${what}.`;
  const end = change.removedIn === undefined ? '' : ` and goes in ${change.removedIn}`;
  return `${name} is deprecated since ${subject} ${relevant.since}${end}${more}.`;
}

/** pyupgrade moves collection ABCs, old unittest names and cElementTree (https://github.com/asottile/pyupgrade#implemented-features). */
const pyupgraded = /^py-(?:name-collections-|attr-unittest-testcase-(?:assert|fail)|deprecated-celementtree)/;

function fixerOf({ change, subject }: Relevant): ScanHit['fixer'] {
  if (change.fixer !== undefined) return 'django-upgrade';
  return subject === 'python' && pyupgraded.test(change.id) ? 'pyupgrade' : undefined;
}

/** All edits of a finding, each once; none at all where two would touch the same text. */
function mergeEdits(group: readonly PlacedMatch[]): readonly TextEdit[] {
  const seen = new Map<string, TextEdit>();
  for (const edit of group.flatMap((each) => each.edits))
    seen.set(`${edit.range.path}:${edit.range.start.offset}:${edit.range.end.offset}:${edit.newText}`, edit);
  const edits = [...seen.values()].toSorted(comparePlaces);
  const overlaps = edits.some(({ range }, index) => {
    const before = edits[index - 1]?.range;
    return before?.path === range.path && before.end.offset > range.start.offset;
  });
  return overlaps ? [] : edits;
}

function distinct(ranges: readonly SourceRange[]): readonly SourceRange[] {
  const seen = new Map<string, SourceRange>();
  for (const range of ranges) {
    const key = `${range.path}:${range.start.line}`;
    if (!seen.has(key)) seen.set(key, range);
  }
  return [...seen.values()];
}

function comparePlaces(a: { readonly range: SourceRange }, b: { readonly range: SourceRange }): number {
  return a.range.path < b.range.path ? -1 : a.range.path > b.range.path ? 1 : a.range.start.offset - b.range.start.offset;
}

function compareHits(a: ScanHit, b: ScanHit): number {
  const rank = (hit: ScanHit): number => severities.indexOf(hit.severity) * 4 + ['low', 'medium', 'high'].indexOf(hit.confidence);
  return rank(b) - rank(a) || comparePlaces(a, b) || compareReleases(a.since, b.since) || (a.entry < b.entry ? -1 : 1);
}

/** Where a file that is no Python stands. */
export function placeOfText(path: PlacedMatch['path']): ScanHit['place'] {
  return placeOf(path, languageOf(path) ?? 'configuration');
}
