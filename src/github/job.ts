/** Work to do: only *what* to look at, never its state. The worker reads the newest head, so events may come twice, late or out of order. */

export interface JobRepository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
}

interface JobBase {
  readonly installationId: number;
  readonly repository: JobRepository;
  /** The delivery that asked for it, for the log. */
  readonly delivery: string;
}

export interface PullRequestJob extends JobBase {
  readonly kind: 'pull-request';
  readonly number: number;
  /** The head as the event knew it: where to complain when the pull request can't even be read. */
  readonly head: string;
  /** A person pressed a button: look again although nothing changed. */
  readonly asked: boolean;
  /** The login of who pressed our own button; GitHub's own button is shown only to those who may. */
  readonly askedBy: string | undefined;
}

/** Several pull requests on their way through a merge queue: checked, never commented. */
export interface MergeGroupJob extends JobBase {
  readonly kind: 'merge-group';
  readonly head: string;
  readonly base: string;
  readonly asked: boolean;
}

/** "Re-run all checks" on a commit: whichever pull requests our check runs there belong to. */
export interface SuiteJob extends JobBase {
  readonly kind: 'suite';
  readonly head: string;
  /** The pull requests that GitHub names, which leaves out those of forks. */
  readonly numbers: readonly number[];
}

export type Job = PullRequestJob | MergeGroupJob | SuiteJob;

/** What a webhook asks for. */
export type Command =
  | { readonly kind: 'work'; readonly job: Job }
  /** The pull request was closed, or the group destroyed. */
  | { readonly kind: 'cancel'; readonly key: string }
  /** The App may no longer read these repositories; all of the installation without `repositoryIds`. */
  | { readonly kind: 'forget'; readonly installationId: number; readonly repositoryIds: readonly number[] | undefined };

/** Jobs of one key never run at the same time, and at most one of them waits. */
export function keyOf(job: Job): string {
  switch (job.kind) {
    case 'pull-request':
      return pullKey(job.repository.id, job.number);
    case 'merge-group':
      return groupKey(job.repository.id, job.head);
    case 'suite':
      return `${job.repository.id}!${job.head}`;
  }
}

export function pullKey(repositoryId: number, pullNumber: number): string {
  return `${repositoryId}#${pullNumber}`;
}

export function groupKey(repositoryId: number, head: string): string {
  return `${repositoryId}@${head}`;
}
