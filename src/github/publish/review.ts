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

/** `moved`: a newer head is there, so nothing was said; `refused`: GitHub did not take the comments. */
export type ReviewOutcome = 'posted' | 'nothing-to-say' | 'moved' | 'refused';

function bodyOf(post: readonly PlacedComment[], head: Sha): string {
  const things = post.length === 1 ? 'One finding stands' : `${post.length} findings stand`;
  const words = `${things} on lines of this pull request. How to ship it and how to roll back is in the check “Migration Expert”.`;
  return `${words}\n\n${reviewMark(
    head,
    post.map(({ fingerprint }) => fingerprint),
  )}`;
}

async function createReview(client: GitHubClient, target: ReviewTarget, post: readonly PlacedComment[]): Promise<void> {
  await client.octokit.rest.pulls.createReview({
    ...client.name,
    pull_number: target.pullNumber,
    commit_id: target.head,
    event: 'COMMENT',
    body: bodyOf(post, target.head),
    comments: post.map(({ path, body, line, startLine }) => ({
      path,
      body,
      line,
      side: 'RIGHT',
      ...(startLine === undefined ? {} : { start_line: startLine, start_side: 'RIGHT' }),
    })),
    request: { retries: 0 }, // GitHub may have made the review although it answered 502: looked up below
  });
}

/** Answers whether GitHub took the review. A refusal (422) is final; after anything else our mark decides whether to send it again. */
async function send(client: GitHubClient, target: ReviewTarget, post: readonly PlacedComment[]): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await createReview(client, target, post);
      return true;
    } catch (error) {
      const status = statusOf(error);
      if (status === 422) return false;
      if (status === undefined || status < 500 || attempt === 3) throw error;
      await wait(target.pause * attempt);
      const reviews = await readOurReviews(client, target.pullNumber, target.botLogin);
      if (reviews.some((review) => review.head === target.head)) return true;
    }
  }
}

/** Edits what is settled or back, then posts what is new. Throws what GitHub answers, except to comments that it refuses. */
export async function publishReview(client: GitHubClient, target: ReviewTarget, plan: ConversationPlan): Promise<ReviewOutcome> {
  for (const { id, body } of plan.edits) await client.octokit.rest.pulls.updateReviewComment({ ...client.name, comment_id: id, body });
  if (plan.post.length === 0) return 'nothing-to-say';
  const now = await readPullRequest(client, target.pullNumber);
  if (now.head !== target.head || !now.open) return 'moved';
  return (await send(client, target, plan.post)) ? 'posted' : 'refused';
}
