import { fullName, type CheckAnnotation, type CheckRun, type Pull, type Repository, type World } from '../world.ts';
import { appShape, nodeId } from './account.ts';
import { minimalPullShape } from './pull.ts';
import { apiUrlOf, htmlUrlOf } from './repository.ts';

/** Open pull requests with that head, without those of forks: GitHub does not list them (see "pull_requests" in the check-run schema). */
export function pullsOfHead(repository: Repository, sha: string): readonly Pull[] {
  return [...repository.pulls.values()].filter(
    (pull) => pull.headSha === sha && pull.state === 'open' && pull.head.repository === repository,
  );
}

/** `check-run` in GitHub's description. */
export function checkRunShape(world: World, repository: Repository, run: CheckRun): object {
  const url = `${apiUrlOf(world.origin, repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CR', run.id),
    head_sha: run.headSha,
    external_id: run.externalId ?? '',
    url,
    html_url: `${htmlUrlOf(world.origin, repository)}/runs/${run.id}`,
    details_url: run.detailsUrl ?? `${world.origin}/apps/${world.app.slug}/about`,
    status: run.status,
    conclusion: run.conclusion ?? null,
    started_at: run.startedAt,
    completed_at: run.completedAt ?? null,
    output: {
      title: run.title ?? null,
      summary: run.summary ?? null,
      text: run.text ?? null,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suiteId },
    app: appShape(world.origin, world.app),
    pull_requests: pullsOfHead(repository, run.headSha).map((pull) => minimalPullShape(world, pull)),
  };
}

/** `check-annotation` in GitHub's description. */
export function annotationShape(world: World, repository: Repository, run: CheckRun, annotation: CheckAnnotation): object {
  return {
    path: annotation.path,
    blob_href: `${world.origin}/${fullName(repository)}/blob/${run.headSha}/${annotation.path}`,
    start_line: annotation.start_line,
    start_column: annotation.start_column ?? null,
    end_line: annotation.end_line,
    end_column: annotation.end_column ?? null,
    annotation_level: annotation.annotation_level,
    title: annotation.title ?? null,
    message: annotation.message,
    raw_details: annotation.raw_details ?? null,
  };
}
