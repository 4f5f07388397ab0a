import type { MigrationKey } from '../django/migration.ts';

/** Where a migration stands on the road of a zero-downtime change. */
export type Phase = 'expand' | 'data' | 'contract' | 'mixed' | 'state';

export interface RolloutStep {
  readonly kind: 'deploy' | 'migrate' | 'backfill' | 'wait' | 'clean-up';
  /** One imperative sentence. */
  readonly title: string;
  /** Exact commands, possibly none. */
  readonly commands: readonly string[];
  readonly why: string;
  /** 1 for the first release that this needs, 2 for the next. */
  readonly release: number;
  readonly migrations: readonly MigrationKey[];
}

export type Rollback =
  | { readonly kind: 'safe' }
  | { readonly kind: 'loses-data'; readonly what: readonly string[] }
  | { readonly kind: 'breaks-code'; readonly why: string }
  | { readonly kind: 'impossible'; readonly because: string };

export interface RollbackStep {
  /** `python manage.py migrate shop 0019_order`. */
  readonly command: string;
  readonly unapplies: readonly MigrationKey[];
  readonly rollback: Rollback;
  /** What the reverse runs and who waits, in a sentence each. */
  readonly notes: readonly string[];
}

export interface MigrationVerdict {
  readonly key: MigrationKey;
  readonly phase: Phase;
  readonly rollback: Rollback;
  /** Does the release before this one keep working on the new schema? */
  readonly oldCode: { readonly works: 'yes' | 'no' | 'unknown'; readonly why: string };
}

export interface Plan {
  readonly rollout: readonly RolloutStep[];
  /** What goes back first, the code or the schema, in one or two sentences; empty when there is nothing to undo. */
  readonly wayBack: string;
  readonly rollback: readonly RollbackStep[];
  readonly verdicts: readonly MigrationVerdict[];
}
