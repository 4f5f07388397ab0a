/** Says what is new on the pull request, takes back what is settled, and answers what the check must still say. */
import type { Report } from '../../report/report.ts';
import type { Sha } from '../../source/position.ts';
import type { Snapshot } from '../../source/tree.ts';
import type { GitHubClient } from '../client.ts';
import { readOurComments, readOurReviews } from './conversation.ts';
import { linkPlaces } from './link-places.ts';
import { placeComments, type RuleDocs } from './place-comments.ts';
import { planConversation } from './plan-conversation.ts';
import { publishReview } from './review.ts';

export interface Conversation {
  readonly report: Report;
  readonly snapshot: Snapshot;
  readonly ruleDocs: RuleDocs;
  /** Undefined where nobody is to be spoken to: in a merge group, or as the configuration wants. */
  readonly pullRequest: { readonly number: number; readonly draft: boolean } | undefined;
  readonly head: Sha;
  readonly botLogin: string;
  readonly pause: number;
}

export interface ConversationResult {
  /** Fingerprints that a comment on the pull request speaks of. */
  readonly said: ReadonlySet<string>;
  readonly notes: readonly string[];
}

const silent: ConversationResult = { said: new Set(), notes: [] };
const mayNotComment =
  'Review comments could not be written: Migration Expert lacks the permission “Pull requests: Read and write”. Accept it in the App’s installation settings.';

/** Drafts get no new comments, but what is settled is still taken back. */
export async function converse(
  { client, permissions }: { readonly client: GitHubClient; readonly permissions: Readonly<Record<string, string>> },
  { report, snapshot, ruleDocs, pullRequest, head, botLogin, pause }: Conversation,
): Promise<ConversationResult> {
  if (pullRequest === undefined) return silent;
  const found = pullRequest.draft ? [] : placeComments(report, snapshot, ruleDocs);
  const placed = found.map((comment) => ({ ...comment, body: linkPlaces(comment.body, snapshot.head, { ...client.name, sha: head }) }));
  if (permissions['pull_requests'] !== 'write') return { ...silent, notes: placed.length > 0 ? [mayNotComment] : [] };
  const comments = await readOurComments(client, pullRequest.number, botLogin);
  const standing = new Set(comments.map(({ fingerprint }) => fingerprint));
  const somethingNew = placed.some(({ fingerprint }) => !standing.has(fingerprint));
  const reviews = somethingNew ? await readOurReviews(client, pullRequest.number, botLogin) : [];
  const plan = planConversation(placed, report, { comments, reviews, head });
  const outcome = await publishReview(client, { pullNumber: pullRequest.number, head, botLogin, pause }, plan);
  switch (outcome) {
    case 'posted':
    case 'nothing-to-say':
      return { said: plan.said, notes: [] };
    case 'moved':
      return { said: standing, notes: ['A newer commit was pushed during this review, so it wrote no comments.'] };
    case 'refused':
      return { said: standing, notes: ['GitHub refused the review comments, so everything stands here.'] };
  }
}
