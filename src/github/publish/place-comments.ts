/** Which findings become review comments, where, and with which suggestion. Pure. */
import { renderComment } from '../../report/comment.ts';
import { visible } from '../../report/escape.ts';
import type { Report } from '../../report/report.ts';
import { suggestionOf, type Suggestion } from '../../report/suggestion.ts';
import type { Finding } from '../../rules/rule.ts';
import type { FileTree, Snapshot } from '../../source/tree.ts';
import type { RepoPath } from '../../source/position.ts';
import { bestAnchor, exactAnchor, readHunks, type Anchor, type Hunk } from './hunks.ts';
import { findingMark } from './marker.ts';

/** More than this many comments are noise, and GitHub refuses large reviews at times. */
export const mostComments = 20;

export interface PlacedComment extends Anchor {
  readonly fingerprint: string;
  readonly path: string;
  readonly body: string;
}

/** The words of a rule's page that stand below its findings. */
export type RuleDocs = (rule: string) => { readonly why: string; readonly fix: string } | undefined;

/** The file as the parser saw it, whose offsets edits use; undefined where its lines are not git's lines. */
function parsedText(head: FileTree, path: RepoPath): string | undefined {
  const text = head
    .read(path)
    ?.replace(/^\uFEFF/u, '')
    .replaceAll('\r\n', '\n');
  return text === undefined || text.includes('\r') ? undefined : text;
}

/** GitHub replaces exactly the commented lines by exactly what stands in the fence: anything that would be changed on the way there is not offered. */
function survivesMarkdown(replacement: string): boolean {
  const isWhole = replacement.trim() !== '' && !replacement.endsWith('\n');
  return isWhole && !/<!--|-->/u.test(replacement) && visible(replacement) === replacement;
}

/** The finding's one-click edit, when all of it lies in lines that one hunk shows. */
function placeSuggestion(
  finding: Finding,
  head: FileTree,
  hunks: readonly Hunk[],
): { readonly anchor: Anchor; readonly suggestion: Suggestion } | undefined {
  for (const advice of finding.advice) {
    if (advice.kind !== 'edit' || advice.edits.some((edit) => edit.range.path !== finding.range.path)) continue;
    const text = parsedText(head, finding.range.path);
    const suggestion = text === undefined ? undefined : suggestionOf(advice.edits, text);
    if (suggestion === undefined || !survivesMarkdown(suggestion.replacement)) continue;
    const anchor = exactAnchor(hunks, suggestion.startLine, suggestion.endLine);
    if (anchor !== undefined) return { anchor, suggestion };
  }
  return undefined;
}

function lastLineOf({ start, end }: Finding['range']): number {
  return end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
}

function place(finding: Finding, head: FileTree, hunks: readonly Hunk[], report: Report, docs: RuleDocs): PlacedComment | undefined {
  const placed = placeSuggestion(finding, head, hunks);
  const anchor = placed?.anchor ?? bestAnchor(hunks, finding.range.start.line, lastLineOf(finding.range));
  if (anchor === undefined) return undefined;
  const body = renderComment(finding, { suggestion: placed?.suggestion, docs: docs(finding.rule), facts: report.facts });
  const { fingerprint } = finding;
  return { ...anchor, fingerprint, path: finding.range.path, body: `${body}\n\n${findingMark({ fingerprint, settledIn: undefined })}` };
}

function deservesComment({ severity, confidence, suppressed }: Finding): boolean {
  return severity !== 'notice' && confidence === 'high' && suppressed === undefined;
}

/** A comment for each sure finding at warning or worse on a line of the diff, worst first; one for each fingerprint. */
export function placeComments(report: Report, snapshot: Snapshot, docs: RuleDocs): readonly PlacedComment[] {
  const patches = new Map(snapshot.changed.flatMap(({ path, patch }) => (patch === undefined ? [] : [[path, patch] as const])));
  const hunks = new Map<string, readonly Hunk[]>();
  const placed = new Map<string, PlacedComment>();
  for (const finding of report.findings.filter(deservesComment)) {
    const { path } = finding.range;
    const patch = patches.get(path);
    if (patch === undefined || placed.has(finding.fingerprint)) continue;
    const ofFile = hunks.get(path) ?? readHunks(patch);
    hunks.set(path, ofFile);
    const comment = place(finding, snapshot.head, ofFile, report, docs);
    if (comment !== undefined) placed.set(finding.fingerprint, comment);
  }
  return [...placed.values()];
}
