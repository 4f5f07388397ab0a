import { notFound, pageOf, Refusal, type Answer, type RepositoryCall, type Route } from '../answers.ts';
import { resolveCommit } from '../git/git.ts';
import { annotationShape, checkRunShape } from '../shapes/check.ts';
import type { CheckAnnotation, CheckRun } from '../world.ts';

interface CheckRequest {
  readonly name?: string;
  readonly head_sha?: string;
  readonly external_id?: string;
  readonly details_url?: string;
  readonly status?: CheckRun['status'];
  readonly conclusion?: string;
  readonly output?: {
    readonly title: string;
    readonly summary: string;
    readonly text?: string;
    readonly annotations?: readonly CheckAnnotation[];
  };
  readonly actions?: CheckRun['actions'];
}

const annotationsInARequest = 50;
const longestMessage = 64 * 1024;
const longestTitle = 255;

/** What GitHub refuses although its description does not say so. */
function complaint(asked: CheckRequest, patch: boolean): string | undefined {
  const { output, actions = [] } = asked;
  if (asked.status === 'completed' && asked.conclusion === undefined) return 'conclusion is required when status is completed';
  if (actions.length > 3) return 'Only 3 actions are allowed';
  if (output !== undefined && !patch && output.title === '') return 'output.title is required';
  if (output?.summary === '') return 'output.summary is required';
  const annotations = output?.annotations ?? [];
  if (annotations.length > annotationsInARequest)
    return `No more than ${annotationsInARequest} items are allowed; ${annotations.length} were supplied.`;
  for (const annotation of annotations) {
    if (annotation.start_line < 1 || annotation.end_line < annotation.start_line) return 'annotation lines are out of order';
    if (annotation.start_line !== annotation.end_line && annotation.start_column !== undefined) return 'columns need a single line';
    if ((annotation.title?.length ?? 0) > longestTitle) return 'annotation title is too long';
    if (Buffer.byteLength(annotation.message) > longestMessage) return 'annotation message is too long';
  }
  return undefined;
}

function apply(call: RepositoryCall, run: CheckRun, asked: CheckRequest): void {
  run.name = asked.name ?? run.name;
  run.externalId = asked.external_id ?? run.externalId;
  run.detailsUrl = asked.details_url ?? run.detailsUrl;
  run.status = asked.conclusion === undefined ? (asked.status ?? run.status) : 'completed';
  run.conclusion = asked.conclusion ?? (run.status === 'completed' ? run.conclusion : undefined);
  run.completedAt = run.status === 'completed' ? (run.completedAt ?? call.world.now()) : undefined;
  run.title = asked.output?.title ?? run.title;
  run.summary = asked.output?.summary ?? run.summary;
  run.text = asked.output?.text ?? run.text;
  run.annotations.push(...(asked.output?.annotations ?? []));
  run.actions = asked.actions ?? run.actions;
}

function suiteIdOf(call: RepositoryCall, headSha: string): number {
  return call.repository.checkRuns.find((run) => run.headSha === headSha)?.suiteId ?? call.world.nextId();
}

async function create(call: RepositoryCall): Promise<Answer> {
  const asked = call.body as CheckRequest; // checked against the description
  const wrong = complaint(asked, false);
  if (wrong !== undefined) throw new Refusal(422, wrong);
  const headSha = await resolveCommit(call.repository.directory, asked.head_sha ?? '');
  if (headSha === undefined || headSha !== asked.head_sha) throw new Refusal(422, `No commit found for SHA: ${asked.head_sha}`);
  const run: CheckRun = {
    id: call.world.nextId(),
    suiteId: suiteIdOf(call, headSha),
    headSha,
    name: '',
    externalId: undefined,
    detailsUrl: undefined,
    status: 'queued',
    conclusion: undefined,
    startedAt: call.world.now(),
    completedAt: undefined,
    title: undefined,
    summary: undefined,
    text: undefined,
    annotations: [],
    actions: [],
  };
  apply(call, run, asked);
  call.repository.checkRuns.push(run);
  return { status: 201, body: checkRunShape(call.world, call.repository, run) };
}

function runOf(call: RepositoryCall): CheckRun {
  const run = call.repository.checkRuns.find((one) => one.id === Number(call.params['check_run_id']));
  if (run === undefined) throw notFound();
  return run;
}

function update(call: RepositoryCall): Answer {
  const asked = call.body as CheckRequest; // checked against the description
  const wrong = complaint(asked, true);
  if (wrong !== undefined) throw new Refusal(422, wrong);
  const run = runOf(call);
  apply(call, run, asked);
  return { status: 200, body: checkRunShape(call.world, call.repository, run) };
}

async function listForRef(call: RepositoryCall): Promise<Answer> {
  const { query, repository } = call;
  const sha = await resolveCommit(repository.directory, call.params['ref'] ?? '');
  if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${call.params['ref']}`);
  const matching = repository.checkRuns
    .filter((run) => run.headSha === sha)
    .filter((run) => query['check_name'] === undefined || run.name === query['check_name'])
    .filter((run) => query['status'] === undefined || run.status === query['status'])
    .filter(() => query['app_id'] === undefined || Number(query['app_id']) === call.world.app.id)
    .toSorted((a, b) => b.id - a.id);
  const seen = new Set<string>();
  const latest = matching.filter((run) => !seen.has(run.name) && seen.add(run.name));
  const runs = query['filter'] === 'all' ? matching : latest;
  return pageOf(call, runs, (shown) => ({
    total_count: runs.length,
    check_runs: shown.map((run) => checkRunShape(call.world, repository, run)),
  }));
}

export const checkRoutes: readonly Route[] = [
  { route: 'POST /repos/{owner}/{repo}/check-runs', as: 'installation', needs: ['checks', 'write'], answer: create },
  {
    route: 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}',
    as: 'installation',
    needs: ['checks', 'read'],
    answer: (call) => ({ status: 200, body: checkRunShape(call.world, call.repository, runOf(call)) }),
  },
  { route: 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', as: 'installation', needs: ['checks', 'write'], answer: update },
  {
    route: 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
    as: 'installation',
    needs: ['checks', 'read'],
    answer: (call) => {
      const run = runOf(call);
      return pageOf(call, run.annotations, (shown) => shown.map((one) => annotationShape(call.world, call.repository, run, one)));
    },
  },
  { route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs', as: 'installation', needs: ['checks', 'read'], answer: listForRef },
];
