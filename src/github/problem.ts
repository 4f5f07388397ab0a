/** What keeps a pull request from being reviewed, said in a sentence that may stand on the pull request. */

/** A problem whose message is a sentence for people who can read the repository: no stack, no internal address. */
export class GitHubProblem extends Error {
  /** True when a person must change something on GitHub, such as a permission. */
  readonly needsAction: boolean;

  constructor(message: string, { needsAction = false }: { readonly needsAction?: boolean } = {}) {
    super(message);
    this.name = 'GitHubProblem';
    this.needsAction = needsAction;
  }
}

/** Why a job's work is stopped; the reason of its AbortSignal. Named as fetch names it, else Octokit would take it for a failed request and try again. */
export class Stopped extends Error {
  readonly why: 'superseded' | 'closed' | 'deadline' | 'shutdown';

  constructor(why: Stopped['why']) {
    super(why);
    this.name = 'AbortError';
    this.why = why;
  }
}
