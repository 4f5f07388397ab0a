/** What to say, what to take back and what to leave alone, given what already stands on the pull request. Pure. */
import type { Report } from '../../report/report.ts';
import type { Sha } from '../../source/position.ts';
import type { OurComment } from './conversation.ts';
import { findingMark, type ReviewMark } from './marker.ts';
import { mostComments, type PlacedComment } from './place-comments.ts';

export interface ConversationPlan {
  /** New comments, for one review. */
  readonly post: readonly PlacedComment[];
  /** Comments of ours to write anew: settled ones, and settled ones whose finding is back. Edits notify nobody. */
  readonly edits: readonly { readonly id: number; readonly body: string }[];
  /** Fingerprints that a comment speaks of, so that the check need not annotate them too. */
  readonly said: ReadonlySet<string>;
}

/** The comment's first line, struck, and how it ended. Our comments begin with their sentence in bold. */
function settledBody(comment: OurComment, how: 'Fixed' | 'Silenced', head: Sha): string {
  const sentence = (comment.body.split('\n')[0] ?? '').replace(/^\*\*(.*)\*\*$/u, '$1');
  return `~~${sentence}~~ ${how} in ${head.slice(0, 7)}.\n\n${findingMark({ fingerprint: comment.fingerprint, settledIn: head })}`;
}

/** `judged` is false for a report that could not look: nothing is called fixed then. */
export function planConversation(
  placed: readonly PlacedComment[],
  report: Report,
  standing: { readonly comments: readonly OurComment[]; readonly reviews: readonly ReviewMark[]; readonly head: Sha },
): ConversationPlan {
  const { comments, reviews, head } = standing;
  const active = new Set<string>();
  const silenced = new Set<string>();
  for (const { fingerprint, suppressed } of report.findings) (suppressed === undefined ? active : silenced).add(fingerprint);
  const placedByFingerprint = new Map(placed.map((comment) => [comment.fingerprint, comment]));
  const notJudged = new Set(report.unjudged.map(({ range }) => range?.path));
  const canSettle = report.configurationProblem === undefined && !notJudged.has(undefined);
  const edits: { readonly id: number; readonly body: string }[] = [];
  for (const comment of comments) {
    const isBack = comment.settled && active.has(comment.fingerprint);
    const again = isBack ? placedByFingerprint.get(comment.fingerprint) : undefined;
    if (again !== undefined) edits.push({ id: comment.id, body: again.body });
    if (active.has(comment.fingerprint) || comment.settled || comment.answered || !canSettle) continue;
    if ([...notJudged].some((path) => path === comment.path)) continue;
    edits.push({ id: comment.id, body: settledBody(comment, silenced.has(comment.fingerprint) ? 'Silenced' : 'Fixed', head) });
  }
  const standingNow = new Set(comments.map((comment) => comment.fingerprint));
  const everSaid = new Set([...standingNow, ...reviews.flatMap((review) => review.fingerprints)]);
  const room = Math.max(0, mostComments - comments.filter((comment) => !comment.settled && active.has(comment.fingerprint)).length);
  const post = placed.filter(({ fingerprint }) => !everSaid.has(fingerprint)).slice(0, room);
  const said = new Set([...standingNow, ...post.map(({ fingerprint }) => fingerprint)]);
  return { post, edits, said };
}
