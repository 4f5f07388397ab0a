/** Exceptions as sentences that may stand on a pull request: what GitHub did not answer, what the App may not do, what went wrong here. */
import { GitHubProblem, Stopped } from './problem.ts';

/** The HTTP status behind an error of Octokit, undefined for other errors. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

function headerOf(error: unknown, name: string): string | undefined {
  const response = typeof error === 'object' && error !== null && 'response' in error ? error.response : undefined;
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const headers = response.headers as Readonly<Record<string, unknown>> | undefined; // Octokit's response
  const value = headers?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** GitHub refuses for want of a permission; other 403s are rate limits and suspensions. */
export function isPermissionMissing(error: unknown): boolean {
  return statusOf(error) === 403 && error instanceof Error && /not accessible by integration/iu.test(error.message);
}

const permissionNames: Readonly<Record<string, string>> = {
  checks: 'Checks: Read and write',
  contents: 'Contents: Read-only',
  pull_requests: 'Pull requests: Read and write',
  metadata: 'Metadata: Read-only',
};

/** `checks=write` of the header `x-accepted-github-permissions`, in the words of GitHub's settings page. */
function permissionSentence(accepted: string | undefined): string {
  const key = accepted?.split(/[=,;]/u)[0]?.trim() ?? '';
  const name = permissionNames[key] ?? 'one of its permissions';
  return `Migration Expert lacks the permission “${name}” in this repository: accept it in the App's installation settings, then press Re-check.`;
}

export interface Failure {
  readonly conclusion: 'neutral' | 'cancelled' | 'action_required';
  /** The check's title. */
  readonly title: string;
  /** What happened, and what to do where something can be done. */
  readonly sentence: string;
}

const again = 'Press Re-check to try again.';

function failureOfStop(stopped: Stopped): Failure {
  switch (stopped.why) {
    case 'superseded':
      return {
        conclusion: 'cancelled',
        title: 'A newer commit is being reviewed',
        sentence: 'Another commit was pushed before this one was reviewed.',
      };
    case 'closed':
      return { conclusion: 'cancelled', title: 'The pull request was closed', sentence: 'It was closed before the review was done.' };
    case 'deadline':
      return {
        conclusion: 'neutral',
        title: 'Not reviewed: it took too long',
        sentence: `The review was given up at its deadline. ${again}`,
      };
    case 'shutdown':
      return {
        conclusion: 'neutral',
        title: 'Not reviewed: interrupted',
        sentence: `Migration Expert was restarted during the review. ${again}`,
      };
  }
}

/** What to write into the check when a review fails. Never a stack, never an address inside our house. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof Stopped) return failureOfStop(error);
  if (error instanceof GitHubProblem) {
    return { conclusion: error.needsAction ? 'action_required' : 'neutral', title: 'Not reviewed', sentence: error.message };
  }
  if (isPermissionMissing(error)) {
    const sentence = permissionSentence(headerOf(error, 'x-accepted-github-permissions'));
    return { conclusion: 'action_required', title: 'Not reviewed: a permission is missing', sentence };
  }
  const status = statusOf(error);
  const limited = error instanceof Error && /\brate limit\b/iu.test(error.message);
  if (status === 429 || (limited && (status === undefined || status === 403))) {
    return {
      conclusion: 'neutral',
      title: "Not reviewed: GitHub's rate limit is used up",
      sentence: `GitHub asks us to wait before we read more. ${again}`,
    };
  }
  if (status !== undefined && status >= 500) {
    return {
      conclusion: 'neutral',
      title: `Not reviewed: GitHub's API answered ${status}`,
      sentence: `GitHub did not answer, also not when asked again. ${again}`,
    };
  }
  if (status !== undefined) {
    return {
      conclusion: 'neutral',
      title: `Not reviewed: GitHub's API answered ${status}`,
      sentence: `GitHub refused what we need to read. ${again}`,
    };
  }
  return {
    conclusion: 'neutral',
    title: 'Not reviewed: an error in Migration Expert',
    sentence: `This is a defect of ours, and it is in our log. ${again}`,
  };
}
