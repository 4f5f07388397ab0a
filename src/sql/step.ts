/** Migrations of a pull request, walked: each operation with the state around it, its SQL and what that costs. Read by rules and plan. */
import type { Migration } from '../django/migration.ts';
import type { DjangoProject, Known, Vendor } from '../django/project.ts';
import type { Operation } from '../django/operation.ts';
import type { MigrationGraph } from '../django/history/graph/migration-graph.ts';
import type { ModelKey, ProjectState } from '../django/state.ts';
import type { World } from './model/world.ts';
import type { Effects, RenderedOperation } from './statement.ts';

/** What the SQL was rendered for, and where each answer comes from. */
export interface Target {
  readonly vendor: Known<Vendor>;
  /** The server's version when somebody says it (`16`, `8.0.36`), undefined: a current one is assumed. */
  readonly serverVersion: Known<string> | undefined;
  /** Feature release: `5.2`. */
  readonly django: Known<string>;
}

/** One operation in its place. Operations inside SeparateDatabaseAndState are steps of their own, after their outer one. */
export interface OperationStep {
  readonly operation: Operation;
  /** Index in `operations`, then in the nested list: `[2]`, `[2, 0]`. */
  readonly index: readonly number[];
  /** The state the schema is in before and after this operation's database side. */
  readonly before: ProjectState;
  readonly after: ProjectState;
  /** Inside `state_operations`: no SQL runs. */
  readonly stateOnly: boolean;
  /** Inside `database_operations`: the state does not change. */
  readonly databaseOnly: boolean;
  readonly rendered: RenderedOperation;
  /** Parallel to `rendered.statements`, then `rendered.deferred`. */
  readonly effects: readonly Effects[];
  /** Parallel to `rendered.reverse`, then `rendered.reverseDeferred`; empty when it can't be undone. */
  readonly reverseEffects: readonly Effects[];
}

export interface MigrationStep {
  readonly migration: Migration;
  readonly project: DjangoProject;
  /** The graph of the head side. */
  readonly graph: MigrationGraph;
  /** What holds for all models of the project: field classes, settings. */
  readonly world: World;
  readonly target: Target;
  /** `audited`: every migration is looked at as if it were new. */
  readonly change: 'added' | 'audited';
  readonly before: ProjectState;
  readonly after: ProjectState;
  readonly steps: readonly OperationStep[];
  /** Tables (not models) that do not exist on the base side: born in this pull request. */
  readonly bornTables: ReadonlySet<string>;
  /** Models that do not exist on the base side, `app.model` in lower case. */
  readonly bornModels: ReadonlySet<ModelKey>;
  /** What the release that runs before this pull request believes the schema to be. */
  readonly released: ProjectState;
}
