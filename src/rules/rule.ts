import type { FileTree, Snapshot } from '../source/tree.ts';
import type { SourceRange } from '../source/position.ts';
import type { TextEdit } from '../source/edit.ts';
import type { DjangoProject, Vendor } from '../django/project.ts';
import type { Operation, OperationKind } from '../django/operation.ts';
import type { MigrationGraph } from '../django/history/graph/migration-graph.ts';
import type { Migration, MigrationKey } from '../django/migration.ts';
import type { MigrationStep, OperationStep } from '../sql/step.ts';
import type { UpgradeReview } from '../upgrades/upgrade.ts';

export type Severity = 'error' | 'warning' | 'notice';
/** Kinds of harm; also the folders. */
export type Family = 'locking' | 'destructive' | 'compatibility' | 'reversibility' | 'data' | 'graph' | 'rawsql' | 'databases' | 'upgrades';

/** A file to add, ready to paste. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}
export type Advice =
  /** One click: a committable suggestion. */
  | { readonly kind: 'edit'; readonly title: string; readonly edits: readonly TextEdit[] }
  /** The same end in several migrations (and code changes) over several releases. */
  | {
      readonly kind: 'split';
      readonly title: string;
      readonly steps: readonly string[];
      /** New files, in the order in which they run. */
      readonly migrations: readonly NewFile[];
      /** The operation's own file without it, when other operations stay in it. */
      readonly edited: readonly NewFile[];
      /** Files that these replace. */
      readonly removed: readonly string[];
    }
  | { readonly kind: 'manual'; readonly title: string; readonly steps: readonly string[] };

/** One migration of a chain that does in steps what an operation does at once. */
export interface Link {
  /** Without number; lower-cased in the file's name. */
  readonly name: string;
  /** What stands between the brackets of `operations`. */
  readonly operations: string;
  /** Import lines beside those of the operation's own file. */
  readonly imports?: string;
  /** Functions of a RunPython. */
  readonly functions?: string;
  readonly atomic?: false;
}

/** A chain of migrations instead of an operation, not yet put into files. Chains of one title in one migration are put into the same files. */
export interface Chain {
  readonly kind: 'chain';
  readonly title: string;
  /** What it is about, for the steps; undefined keeps it apart from others. */
  readonly about?: string;
  /** `about` of this chain and of those that go with it, as one phrase. */
  readonly steps: (about: string) => readonly string[];
  readonly links: readonly Link[];
  /** The file's operations that need this one come behind the first link already, such as code that fills a new column. Behind the last otherwise. */
  readonly restBehindFirst?: boolean;
}

/** What a rule's check yields; the runner adds rule, severity, range, facts, fingerprint, suppression. */
export interface Hit {
  /** One sentence: what happens, with the user's own table and column (names in backticks). */
  readonly message: string;
  readonly advice?: readonly Advice[];
  /** Defaults to the operation's range (or the migration class, for wider checks). */
  readonly range?: SourceRange;
  /** Lower or raise the rule's own severity for this hit. */
  readonly severity?: Severity;
  /** Distinguishes hits of one rule in one operation: `field:name`. */
  readonly identity?: string;
  readonly facts?: readonly string[];
  /** URLs that say so, for facts that have no id of ours. */
  readonly sources?: readonly string[];
  /** Low: listed to be checked by hand, never a line comment. High unless said otherwise. */
  readonly confidence?: 'high' | 'low';
  /** Set by project and pull-request checks, so that the finding can name its migration. */
  readonly migration?: MigrationKey;
}

/** What a check of one operation yields: its advice may be chains, which are put into files together with those of its neighbours. */
export interface OperationHit extends Omit<Hit, 'advice'> {
  readonly advice?: readonly (Advice | Chain)[];
}

/** One Django project on the sides of a pull request. */
export interface ProjectSides {
  /** Undefined when the pull request brings the project itself, and in an audit. */
  readonly base: DjangoProject | undefined;
  readonly head: DjangoProject;
  readonly headGraph: MigrationGraph;
  /** Head and the present tip of the base branch together: what the base branch will hold after merging. */
  readonly merged: DjangoProject;
  readonly mergedGraph: MigrationGraph;
}
export interface PullRequestContext {
  readonly snapshot: Snapshot;
  readonly projects: readonly ProjectSides[];
  /** The migrations that the pull request adds, in Django's order. */
  readonly migrations: readonly MigrationStep[];
  /** Migrations of the base branch whose file the pull request changes. */
  readonly edited: readonly { readonly base: Migration; readonly head: Migration }[];
  /** What the pull request does to the versions of Django, Python and packages; undefined in an audit. */
  readonly upgrade: UpgradeReview | undefined;
}
export interface MigrationContext extends MigrationStep {
  readonly pullRequest: PullRequestContext;
  readonly head: FileTree;
}
export interface OperationContext {
  readonly step: OperationStep;
  readonly migration: MigrationContext;
}
type OperationOf<K extends OperationKind> = Extract<Operation, { kind: K }>;
type OperationChecks = { readonly [K in OperationKind]?: (operation: OperationOf<K>, context: OperationContext) => Iterable<OperationHit> };
export interface Check extends OperationChecks {
  readonly migration?: (context: MigrationContext) => Iterable<Hit>;
  readonly pullRequest?: (context: PullRequestContext) => Iterable<Hit>;
}

/**
 * An example is either one migration's `operations` (and functions) on top of the standard clinic project of the test harness,
 * or whole files, path → text, for base and head.
 */
export interface Example {
  /** Why it fires, or why the rule stays silent here. */
  readonly name: string;
  /** Files that exist on the base, over the harness's standard project. */
  readonly base?: Readonly<Record<string, string>>;
  /** Files that the pull request adds or changes. */
  readonly head: Readonly<Record<string, string>>;
}

export interface Rule {
  /** = file name; a clause for what is wrong: "this pull request has an index that blocks writes". Never no-, ban-, prefer-, require-. */
  readonly id: string;
  readonly family: Family;
  readonly severity: Severity;
  /** Databases it speaks of; undefined: all. */
  readonly databases?: readonly Vendor[];
  readonly docs: { readonly what: string; readonly why: string; readonly fix: string; readonly facts: readonly string[] };
  /** `good` examples are reasons to stay silent; at least two. */
  readonly examples: { readonly bad: readonly Example[]; readonly good: readonly Example[] };
  /** Set for the few rules that judge operations inside `state_operations` too. */
  readonly seesStateOnly?: true;
  readonly check: Check;
}

/** Identity at run time; at compile time it checks the record. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: SourceRange;
  readonly app: string | undefined;
  readonly migration: string | undefined;
  /** `AddIndex order_created_idx`, for people. */
  readonly operation: string | undefined;
  /** Made of rule, app, migration and operation, never of line numbers. */
  readonly fingerprint: string;
  readonly facts: readonly string[];
  /** URLs of what has no fact of ours behind it. */
  readonly sources: readonly string[];
  readonly advice: readonly Advice[];
  /** Set when an ignore comment covers it. */
  readonly suppressed: { readonly reason: string; readonly line: number } | undefined;
  /** Low confidence: listed in the check, never as a line comment. */
  readonly confidence: 'high' | 'low';
}
