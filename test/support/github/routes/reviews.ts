import { notFound, pageOf, Refusal, type Answer, type RepositoryCall, type Route } from '../answers.ts';
import { hunksOf, type DiffFile } from '../git/diff.ts';
import { resolveCommit } from '../git/git.ts';
import { commentShape, reviewShape } from '../shapes/review.ts';
import type { Pull, Review, ReviewComment, World } from '../world.ts';
import { filesOf, pullOf } from './pull-diff.ts';

interface DraftComment {
  readonly path: string;
  readonly body: string;
  readonly line?: number;
  readonly side?: string;
  readonly start_line?: number;
  readonly start_side?: string;
}
interface ReviewRequest {
  readonly commit_id?: string;
  readonly body?: string;
  readonly event?: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT';
  readonly comments?: readonly DraftComment[];
}

const states = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const;
/** GitHub's own limit for what people write. */
const longestBody = 65_536;

/** GitHub's words for a comment that can't be placed, undefined for one that can. The answer never says which comment it means. */
function misplaced(comment: DraftComment, files: readonly DiffFile[]): string | undefined {
  const file = files.find((one) => one.filename === comment.path);
  if (file === undefined) return 'Path could not be resolved';
  if (comment.body.trim() === '' || comment.body.length > longestBody) return 'Review comments is invalid';
  if (file.patch === undefined) return "Pull request review thread diff hunk can't be blank";
  const left = comment.side === 'LEFT';
  const { line, start_line: startLine } = comment;
  const hunk = hunksOf(file.patch).find((one) => line !== undefined && (left ? one.left : one.right).has(line));
  if (line === undefined || hunk === undefined) return 'Pull request review thread line must be part of the diff';
  if (startLine === undefined) return undefined;
  if (startLine >= line) return 'Pull request review thread start line must precede the end line.';
  const side = comment.start_side === 'LEFT' ? hunk.left : hunk.right;
  return side.has(startLine) ? undefined : 'Pull request review thread start line must be part of the same hunk as the line.';
}

function hunkText(file: DiffFile | undefined): string {
  return (file?.patch ?? '').split('\n').slice(0, 4).join('\n');
}

async function createReview(call: RepositoryCall): Promise<Answer> {
  const { world, repository, grant } = call;
  const pull = pullOf(call);
  const asked = call.body as ReviewRequest; // checked against the description
  const body = asked.body ?? '';
  const comments = asked.comments ?? [];
  const unprocessable = (errors: readonly string[]): Refusal => new Refusal(422, 'Unprocessable Entity', { errors });
  if (body === '' && (asked.event === 'REQUEST_CHANGES' || (asked.event === 'COMMENT' && comments.length === 0))) {
    throw unprocessable(['Body can not be blank']);
  }
  const commit = asked.commit_id ?? pull.headSha;
  if ((await resolveCommit(repository.directory, commit)) === undefined)
    throw unprocessable(['The commit_id is not part of the pull request']);
  const files = await filesOf(world, pull, commit);
  const errors = comments.flatMap((comment) => misplaced(comment, files) ?? []);
  if (errors.length > 0) throw unprocessable([...new Set(errors)]);
  const now = world.now();
  const state = asked.event === undefined ? 'PENDING' : states[asked.event];
  const review: Review = { id: world.nextId(), author: grant.actor, body, state, commit, submittedAt: now };
  pull.reviews.push(review);
  for (const comment of comments) {
    pull.comments.push({
      id: world.nextId(),
      reviewId: review.id,
      inReplyTo: undefined,
      author: grant.actor,
      body: comment.body,
      path: comment.path,
      line: comment.line ?? 1,
      side: comment.side ?? 'RIGHT',
      startLine: comment.start_line,
      startSide: comment.start_line === undefined ? undefined : (comment.start_side ?? 'RIGHT'),
      commit,
      hunk: hunkText(files.find((file) => file.filename === comment.path)),
      createdAt: now,
      updatedAt: now,
    });
  }
  return { status: 200, body: reviewShape(world, pull, review) };
}

/** Outdated: the newest diff no longer shows the line with the same text. */
async function isOutdated(world: World, pull: Pull, comment: ReviewComment): Promise<boolean> {
  if (comment.commit === pull.headSha) return false;
  const textAt = async (head: string): Promise<string | undefined> => {
    const patch = (await filesOf(world, pull, head)).find((file) => file.filename === comment.path)?.patch;
    return patch === undefined || !hunksOf(patch).some((hunk) => hunk.right.has(comment.line)) ? undefined : patch;
  };
  const now = await textAt(pull.headSha);
  return now === undefined || now !== (await textAt(comment.commit));
}

function commentOf(call: RepositoryCall): { readonly pull: Pull; readonly comment: ReviewComment } {
  for (const pull of call.repository.pulls.values()) {
    const comment = pull.comments.find((one) => one.id === Number(call.params['comment_id']));
    if (comment !== undefined) return { pull, comment };
  }
  throw notFound();
}

async function listComments(call: RepositoryCall): Promise<Answer> {
  const pull = pullOf(call);
  const outdated = await Promise.all(pull.comments.map((comment) => isOutdated(call.world, pull, comment)));
  const shapes = pull.comments.map((comment, index) => commentShape(call.world, pull, comment, outdated[index] ?? false));
  return pageOf(call, shapes, (shown) => shown);
}

/** An answer in a thread, by an App or (from a test) by a person. */
export function replyTo(world: World, pull: Pull, to: ReviewComment, author: ReviewComment['author'], body: string): ReviewComment {
  const now = world.now();
  const reply = { ...to, id: world.nextId(), inReplyTo: to.inReplyTo ?? to.id, author, body, createdAt: now, updatedAt: now };
  pull.comments.push(reply);
  return reply;
}

function mine(call: RepositoryCall): ReturnType<typeof commentOf> {
  const found = commentOf(call);
  if (found.comment.author !== call.grant.actor) throw new Refusal(403, 'Resource not accessible by integration');
  return found;
}

export const reviewRoutes: readonly Route[] = [
  {
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    as: 'installation',
    needs: ['pull_requests', 'read'],
    answer: (call) => {
      const pull = pullOf(call);
      return pageOf(call, pull.reviews, (shown) => shown.map((review) => reviewShape(call.world, pull, review)));
    },
  },
  {
    route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    as: 'installation',
    needs: ['pull_requests', 'write'],
    answer: createReview,
  },
  {
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
    as: 'installation',
    needs: ['pull_requests', 'read'],
    answer: listComments,
  },
  {
    route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies',
    as: 'installation',
    needs: ['pull_requests', 'write'],
    answer: (call) => {
      const { pull, comment } = commentOf(call);
      const { body } = call.body as { readonly body: string }; // checked against the description
      const reply = replyTo(call.world, pull, comment, call.grant.actor, body);
      return { status: 201, body: commentShape(call.world, pull, reply, false) };
    },
  },
  {
    route: 'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}',
    as: 'installation',
    needs: ['pull_requests', 'write'],
    answer: async (call) => {
      const { pull, comment } = mine(call);
      const { body } = call.body as { readonly body: string }; // checked against the description
      if (body.trim() === '' || body.length > longestBody) throw new Refusal(422, 'Validation Failed');
      comment.body = body;
      comment.updatedAt = call.world.now();
      return { status: 200, body: commentShape(call.world, pull, comment, await isOutdated(call.world, pull, comment)) };
    },
  },
  {
    route: 'DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}',
    as: 'installation',
    needs: ['pull_requests', 'write'],
    answer: (call) => {
      const { pull, comment } = mine(call);
      pull.comments.splice(pull.comments.indexOf(comment), 1);
      return { status: 204 };
    },
  },
];
