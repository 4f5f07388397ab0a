/** What already stands on a pull request: our comments, found by our bot's login and our mark together, and whether somebody answered them. */
import type { GitHubClient } from '../client.ts';
import { readFindingMark, readReviewMark, type ReviewMark } from './marker.ts';

export interface OurComment {
  readonly id: number;
  readonly body: string;
  readonly path: string;
  readonly fingerprint: string;
  /** The finding is gone and the comment says so. */
  readonly settled: boolean;
  /** Somebody else wrote into the thread. */
  readonly answered: boolean;
}

/** All review comments of a pull request, 100 a request, reduced to ours. `botLogin` is `<slug>[bot]`. */
export async function readOurComments(client: GitHubClient, pullNumber: number, botLogin: string): Promise<readonly OurComment[]> {
  const comments = await client.octokit.paginate(client.octokit.rest.pulls.listReviewComments, {
    ...client.name,
    pull_number: pullNumber,
    per_page: 100,
  });
  const isOurs = (comment: (typeof comments)[number]): boolean => comment.user?.login === botLogin;
  const answered = new Set(comments.flatMap((comment) => (isOurs(comment) ? [] : (comment.in_reply_to_id ?? []))));
  return comments.flatMap((comment) => {
    const mark = isOurs(comment) ? readFindingMark(comment.body) : undefined;
    if (mark === undefined) return [];
    const { id, body, path } = comment;
    return [{ id, body, path, fingerprint: mark.fingerprint, settled: mark.settledIn !== undefined, answered: answered.has(id) }];
  });
}

/** The marks of our earlier reviews: what was said even where a person deleted the comment since. */
export async function readOurReviews(client: GitHubClient, pullNumber: number, botLogin: string): Promise<readonly ReviewMark[]> {
  const reviews = await client.octokit.paginate(client.octokit.rest.pulls.listReviews, {
    ...client.name,
    pull_number: pullNumber,
    per_page: 100,
  });
  return reviews.flatMap((review) => (review.user?.login === botLogin ? (readReviewMark(review.body) ?? []) : []));
}
