import type { Statement, Effects } from '../sql/statement.ts';
import type { Wait } from '../sql/walk/waits.ts';

import type { Fact } from '../facts/fact.ts';
import type { Finding } from '../rules/rule.ts';
import type { MigrationVerdict, Plan } from '../plan/plan.ts';
import type { RepoPath, SourceRange } from '../source/position.ts';

export interface MigrationReport {
  readonly app: string;
  readonly name: string;
  readonly path: RepoPath;
  readonly change: 'added' | 'audited';
  readonly atomic: boolean;
  readonly statements: readonly { readonly statement: Statement; readonly effects: Effects }[];
  /** What going back runs, undefined when there is no way back. */
  readonly reverse: readonly Statement[] | undefined;
  /** Who waits for how long, for each table that somebody waits for. Empty on databases whose locks are not modelled by table. */
  readonly waits: readonly Wait[];
  readonly verdict: MigrationVerdict;
  /** Operations whose SQL is not fully known, a clause each. */
  readonly unknown: readonly string[];
}

/** Something that was not understood, and so not judged. */
export interface Unjudged {
  readonly message: string;
  readonly range: SourceRange | undefined;
}

/** The review of a version bump, as far as the report shows it. */
export interface UpgradeReport {
  /** `Django 4.2.7 → 5.2.8 in 3 files`. */
  readonly title: string;
  readonly subject: 'django' | 'python' | 'package';
  readonly name: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly places: readonly { readonly range: SourceRange; readonly text: string }[];
  readonly steps: readonly { readonly title: string; readonly commands: readonly string[]; readonly stage: 'before' | 'with' | 'after' }[];
  readonly counts: { readonly breaks: number; readonly deprecated: number; readonly changed: number };
  readonly notes: readonly string[];
}

/** The result of one review, as data. Everything people see is rendered from this. */
export interface Report {
  readonly verdict: 'yes' | 'care' | 'no' | 'nothing';
  /** One line that decides: the check run's title. */
  readonly title: string;
  /** Worst first, then path and line. Suppressed ones included. */
  readonly findings: readonly Finding[];
  readonly migrations: readonly MigrationReport[];
  readonly plan: Plan;
  readonly upgrades: readonly UpgradeReport[];
  readonly unjudged: readonly Unjudged[];
  /** `Database PostgreSQL (config/settings.py:41)`. */
  readonly assumptions: readonly string[];
  /** The facts that findings and effects rest on, by id. */
  readonly facts: ReadonlyMap<string, Fact>;
  /** Set when the repository's configuration is unusable: one sentence; nothing else was judged. */
  readonly configurationProblem: string | undefined;
}
