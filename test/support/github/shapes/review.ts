import type { Pull, Review, ReviewComment, World } from '../world.ts';
import { nodeId, userShape } from './account.ts';
import { apiUrlOf, associationOf, htmlUrlOf } from './repository.ts';

/** `pull-request-review` in GitHub's description. */
export function reviewShape(world: World, pull: Pull, review: Review): object {
  const html = `${htmlUrlOf(world.origin, pull.repository)}/pull/${pull.number}#pullrequestreview-${review.id}`;
  const pullUrl = `${apiUrlOf(world.origin, pull.repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: userShape(world.origin, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: associationOf(pull.repository, review.author),
    _links: { html: { href: html }, pull_request: { href: pullUrl } },
    submitted_at: review.submittedAt,
    commit_id: review.commit,
  };
}

/** `pull-request-review-comment` in GitHub's description. `outdated`: the line is no longer in the diff. */
export function commentShape(world: World, pull: Pull, comment: ReviewComment, outdated: boolean): object {
  const url = `${apiUrlOf(world.origin, pull.repository)}/pulls/comments/${comment.id}`;
  const html = `${htmlUrlOf(world.origin, pull.repository)}/pull/${pull.number}#discussion_r${comment.id}`;
  const pullUrl = `${apiUrlOf(world.origin, pull.repository)}/pulls/${pull.number}`;
  return {
    url,
    pull_request_review_id: comment.reviewId ?? null,
    id: comment.id,
    node_id: nodeId('PRRC', comment.id),
    diff_hunk: comment.hunk,
    path: comment.path,
    commit_id: outdated ? comment.commit : pull.headSha,
    original_commit_id: comment.commit,
    user: userShape(world.origin, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: associationOf(pull.repository, comment.author),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pullUrl } },
    line: outdated ? null : comment.line,
    original_line: comment.line,
    side: comment.side,
    start_line: outdated ? null : (comment.startLine ?? null),
    original_start_line: comment.startLine ?? null,
    start_side: comment.startSide ?? null,
    subject_type: 'line',
    ...(comment.inReplyTo === undefined ? {} : { in_reply_to_id: comment.inReplyTo }),
  };
}
