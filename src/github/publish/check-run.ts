/** The check run "Migration Expert": begun first, always concluded, within GitHub's limits. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Annotation } from '../../report/annotations.ts';
import type { Sha } from '../../source/position.ts';
import type { GitHubClient } from '../client.ts';
import { statusOf } from '../failure.ts';

/** One name for ever: rules of repositories require it by name. */
export const checkName = 'Migration Expert';

/** `check_run.requested_action` brings this back. */
export const recheckIdentifier = 're-check';
const recheck = { label: 'Re-check', description: 'Look at the pull request again', identifier: recheckIdentifier } as const;

/** Annotations in one request; each request appends: https://docs.github.com/en/rest/checks/runs#update-a-check-run */
const annotationsInARequest = 50;
/** Characters of `summary` and of `text`. GitHub does not say which kind of character, so bytes are counted. */
const longestText = 65_535;

export type Conclusion = 'success' | 'neutral' | 'failure' | 'cancelled' | 'action_required';

export interface CheckResult {
  readonly conclusion: Conclusion;
  /** One line. */
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly annotations: readonly Annotation[];
  readonly externalId: string;
}

export interface ExistingCheck {
  readonly id: number;
  readonly completed: boolean;
  readonly externalId: string | null;
  readonly annotations: number;
}

type ListedRun = Awaited<ReturnType<GitHubClient['octokit']['rest']['checks']['listForRef']>>['data']['check_runs'][number];

function existingCheckOf({ id, status, external_id: externalId, output }: ListedRun): ExistingCheck {
  return { id, completed: status === 'completed', externalId, annotations: output.annotations_count };
}

/** Our newest check run on a commit. */
export async function findCheck(client: GitHubClient, head: Sha, appId: number): Promise<ExistingCheck | undefined> {
  const query = { check_name: checkName, app_id: appId, filter: 'latest', per_page: 1 } as const;
  const { data } = await client.octokit.rest.checks.listForRef({ ...client.name, ref: head, ...query });
  const run = data.check_runs[0];
  return run === undefined ? undefined : existingCheckOf(run);
}

/** Our last hundred check runs on a commit: several pull requests may share it. */
export async function listChecks(client: GitHubClient, head: Sha, appId: number): Promise<readonly ExistingCheck[]> {
  const query = { check_name: checkName, app_id: appId, filter: 'all', per_page: 100 } as const;
  const { data } = await client.octokit.rest.checks.listForRef({ ...client.name, ref: head, ...query });
  return data.check_runs.map(existingCheckOf);
}

export interface CheckBeginning {
  readonly head: Sha;
  readonly appId: number;
  readonly externalId: string;
  /** Our newest run on this head, if any: taken over when it was begun and never concluded. */
  readonly existing: ExistingCheck | undefined;
  /** Milliseconds before looking whether GitHub made the run although it answered 5xx. */
  readonly pause: number;
}

/** Answers the id of a run that is in progress. */
export async function beginCheck(client: GitHubClient, beginning: CheckBeginning): Promise<number> {
  const { head, externalId, existing } = beginning;
  if (existing !== undefined && !existing.completed && existing.annotations === 0) {
    await client.octokit.rest.checks.update({ ...client.name, check_run_id: existing.id, status: 'in_progress', external_id: externalId });
    return existing.id;
  }
  const run = { ...client.name, name: checkName, head_sha: head, status: 'in_progress', external_id: externalId } as const;
  try {
    return (await client.octokit.rest.checks.create({ ...run, request: { retries: 0 } })).data.id;
  } catch (error) {
    if ((statusOf(error) ?? 0) < 500) throw error;
    await wait(beginning.pause);
    const made = await findCheck(client, head, beginning.appId);
    if (made !== undefined && !made.completed && made.externalId === externalId) return made.id;
    return (await client.octokit.rest.checks.create(run)).data.id;
  }
}

/** Cuts at a character so that at most `bytes` bytes remain, and says so. */
export function withinBytes(text: string, bytes = longestText): string {
  const encoded = Buffer.from(text);
  if (encoded.length <= bytes) return text;
  const ending = '\n\n…cut here: GitHub shows no more.';
  const kept = encoded.subarray(0, bytes - Buffer.byteLength(ending)).toString();
  return kept.replace(/\uFFFD+$/u, '') + ending;
}

interface CheckOutput {
  readonly title: string;
  readonly summary: string;
  readonly text?: string;
  readonly annotations: {
    readonly path: string;
    readonly start_line: number;
    readonly end_line: number;
    readonly annotation_level: Annotation['level'];
    readonly title: string;
    readonly message: string;
  }[];
}

function outputOf(result: CheckResult, annotations: readonly Annotation[]): CheckOutput {
  return {
    title: result.title.length > 255 ? `${result.title.slice(0, 254)}…` : result.title,
    summary: withinBytes(result.summary),
    ...(result.text === '' ? {} : { text: withinBytes(result.text) }),
    annotations: annotations.map(({ path, startLine, endLine, level, title, message }) => ({
      path,
      start_line: startLine,
      end_line: endLine,
      annotation_level: level,
      title,
      message,
    })),
  };
}

/**
 * Concludes a run. Annotations go in batches, one after the other; the last request concludes, so nobody sees half of them as the whole.
 * Should GitHub refuse the annotations (422), the verdict is still told: every finding stands in the text as well.
 */
export async function concludeCheck(client: GitHubClient, checkRunId: number, result: CheckResult): Promise<void> {
  const batches: (readonly Annotation[])[] = [];
  for (let at = 0; at < result.annotations.length; at += annotationsInARequest) {
    batches.push(result.annotations.slice(at, at + annotationsInARequest));
  }
  const last = batches.pop() ?? [];
  const run = { ...client.name, check_run_id: checkRunId };
  const conclusion = { status: 'completed' as const, conclusion: result.conclusion, external_id: result.externalId, actions: [recheck] };
  try {
    for (const batch of batches) await client.octokit.rest.checks.update({ ...run, output: outputOf(result, batch) });
    await client.octokit.rest.checks.update({ ...run, ...conclusion, output: outputOf(result, last) });
  } catch (error) {
    if (statusOf(error) !== 422 || result.annotations.length === 0) throw error;
    await client.octokit.rest.checks.update({ ...run, ...conclusion, output: outputOf(result, []) });
  }
}

/** A concluded run at once, where none could be begun. */
export async function reportCheck(client: GitHubClient, head: Sha, result: CheckResult): Promise<void> {
  await client.octokit.rest.checks.create({
    ...client.name,
    name: checkName,
    head_sha: head,
    status: 'completed',
    conclusion: result.conclusion,
    external_id: result.externalId,
    output: outputOf(result, result.annotations.slice(0, annotationsInARequest)),
    actions: [recheck],
  });
}
