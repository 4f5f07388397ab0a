/** Puts one review on a pull request: comments only, never a verdict, nothing when there is nothing to say. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Sha } from '../../source/position.ts';
import type { GitHubClient } from '../client.ts';
import { statusOf } from '../failure.ts';
import { readPullRequest } from '../read/pull-request.ts';
import { readOurReviews } from './conversation.ts';
import { reviewMark } from './marker.ts';
import type { ConversationPlan } from './plan-conversation.ts';
import type { PlacedComment } from './place-comments.ts';

export interface ReviewTarget {
  readonly pullNumber: number;
  /** The head that was analysed. */
  readonly head: Sha;
  readonly botLogin: string;
  /** Milliseconds before a review is tried again that GitHub did not take. */
  readonly pause: number;
}

/** `moved`: a newer head is there, so nothing was said. */
export type ReviewOutcome =
  | { readonly kind: 'nothing-to-say' | 'moved' }
  /** `refused` are the comments that GitHub did not take. */
  | { readonly kind: 'posted'; readonly refused: readonly PlacedComment[] };

function bodyOf(post: readonly PlacedComment[], head: Sha): string {
  const things = post.length === 1 ? 'One finding stands' : `${post.length} findings stand`;
  const words = `${things} on lines of this pull request. How to ship it and how to roll back is in the check “Migration Expert”.`;
  return `${words}\n\n${reviewMark(
    head,
    post.map(({ fingerprint }) => fingerprint),
  )}`;
}

function anchorOf({ path, body, line, startLine }: PlacedComment): PlacedAt {
  const start = startLine === undefined ? {} : { start_line: startLine, start_side: 'RIGHT' as const };
  return { path, body, line, side: 'RIGHT', ...start };
}

interface PlacedAt {
  readonly path: string;
  readonly body: string;
  readonly line: number;
  readonly side: 'RIGHT';
  readonly start_line?: number;
  readonly start_side?: 'RIGHT';
}

async function createReview(client: GitHubClient, target: ReviewTarget, post: readonly PlacedComment[]): Promise<void> {
  await client.octokit.rest.pulls.createReview({
    ...client.name,
    pull_number: target.pullNumber,
    commit_id: target.head,
    event: 'COMMENT',
    body: bodyOf(post, target.head),
    comments: post.map(anchorOf),
    request: { retries: 0 }, // GitHub may have made the review although it answered 502: looked up below
  });
}

/** GitHub takes a review whole or not at all and does not say what it minds; alone, only the comment it minds is lost. */
async function postAlone(client: GitHubClient, target: ReviewTarget, post: readonly PlacedComment[]): Promise<readonly PlacedComment[]> {
  const refused: PlacedComment[] = [];
  for (const comment of post) {
    const place = { ...client.name, pull_number: target.pullNumber, commit_id: target.head };
    try {
      await client.octokit.rest.pulls.createReviewComment({ ...place, ...anchorOf(comment), request: { retries: 0 } });
    } catch (error) {
      if (statusOf(error) !== 422) throw error;
      refused.push(comment);
    }
  }
  return refused;
}

function isTooQuick(error: unknown): boolean {
  return error instanceof Error && /submitted too quickly/iu.test(error.message);
}

/** Answers the comments that GitHub refused. After a 5xx our mark decides whether the review is sent again. */
async function send(client: GitHubClient, target: ReviewTarget, post: readonly PlacedComment[]): Promise<readonly PlacedComment[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await createReview(client, target, post);
      return [];
    } catch (error) {
      const status = statusOf(error) ?? 0;
      const again = status >= 500 || (status === 422 && isTooQuick(error));
      if (status === 422 && !again) return postAlone(client, target, post);
      if (!again || attempt === 3) throw error;
      await wait(target.pause * attempt);
      const reviews = await readOurReviews(client, target.pullNumber, target.botLogin);
      if (reviews.some((review) => review.head === target.head)) return [];
    }
  }
}

/** Edits what is settled or back, then posts what is new. Throws what GitHub answers, except to comments that it refuses. */
export async function publishReview(client: GitHubClient, target: ReviewTarget, plan: ConversationPlan): Promise<ReviewOutcome> {
  for (const { id, body } of plan.edits) await client.octokit.rest.pulls.updateReviewComment({ ...client.name, comment_id: id, body });
  if (plan.post.length === 0) return { kind: 'nothing-to-say' };
  const now = await readPullRequest(client, target.pullNumber);
  if (now.head !== target.head || !now.open) return { kind: 'moved' };
  return { kind: 'posted', refused: await send(client, target, plan.post) };
}
