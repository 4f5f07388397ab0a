/** One step of an upgrade: what to do, with which commands, and when. */
export interface UpgradeStep {
  /** One imperative sentence. */
  readonly title: string;
  /** Exact commands, to be run in the project; possibly none. */
  readonly commands: readonly string[];
  /** `before`: on the old version, in pull requests of its own. `with`: in the pull request that moves the version. `after`: once it runs. */
  readonly stage: 'before' | 'with' | 'after';
  readonly why: string;
  /** The release that this step belongs to on a way of several: `4.2`. */
  readonly release: string;
}
