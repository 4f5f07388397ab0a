/** The shape of a project's migration graph and the plans that Django reads from it (django.db.migrations.graph). */
import type { Migration } from '../../migration.ts';

/** `app.name`, as made by `migrationId`. Sorts like Django's pairs, because an app label holds no character below the dot. */
export type MigrationId = string;

export interface GraphNode {
  readonly id: MigrationId;
  readonly appLabel: string;
  readonly name: string;
  /** Undefined for a migration of a package that is not in the tree, and for one that does not exist. */
  readonly migration: Migration | undefined;
  /** Sorted. */
  readonly parents: readonly MigrationId[];
  /** Sorted. */
  readonly children: readonly MigrationId[];
}

/** Why Django would refuse to load the graph; `by` is the migration to blame. */
export type GraphProblem =
  | { readonly kind: 'missing-node'; readonly node: MigrationId; readonly by: MigrationId; readonly message: string }
  | { readonly kind: 'cycle'; readonly nodes: readonly MigrationId[]; readonly by: MigrationId; readonly message: string };

export interface MigrationGraph {
  readonly nodes: ReadonlyMap<MigrationId, GraphNode>;
  readonly problems: readonly GraphProblem[];
}

/** Nodes without a parent in their own app, sorted; of one app or of all. */
export function rootNodes(graph: MigrationGraph, appLabel?: string): readonly MigrationId[] {
  return endNodes(graph, appLabel, (node) => node.parents);
}

/** Nodes without a child in their own app, sorted; more than one for an app is a conflict that `migrate` refuses. */
export function leafNodes(graph: MigrationGraph, appLabel?: string): readonly MigrationId[] {
  return endNodes(graph, appLabel, (node) => node.children);
}

function endNodes(
  graph: MigrationGraph,
  appLabel: string | undefined,
  next: (node: GraphNode) => readonly MigrationId[],
): readonly MigrationId[] {
  const found: MigrationId[] = [];
  for (const node of graph.nodes.values()) {
    if (appLabel !== undefined && node.appLabel !== appLabel) continue;
    if (next(node).every((id) => graph.nodes.get(id)?.appLabel !== node.appLabel)) found.push(node.id);
  }
  return found.sort();
}

/** Apps with several leaf nodes → those leaf nodes, sorted (MigrationLoader.detect_conflicts). */
export function conflictsOf(graph: MigrationGraph): ReadonlyMap<string, readonly MigrationId[]> {
  const byApp = new Map<string, MigrationId[]>();
  for (const id of leafNodes(graph)) {
    const node = graph.nodes.get(id);
    if (node?.migration !== undefined) byApp.set(node.appLabel, [...(byApp.get(node.appLabel) ?? []), id]);
  }
  return new Map([...byApp].filter(([, leaves]) => leaves.length > 1));
}

/** What must be applied for `target`, in Django's order, `target` last. Empty when there is no such node. */
export function forwardsPlan(graph: MigrationGraph, target: MigrationId): readonly MigrationId[] {
  return depthFirst(graph, target, { next: (node) => node.parents, visited: new Set() });
}

/** What must be unapplied for `target` to be unapplied, in Django's order, `target` last. */
export function backwardsPlan(graph: MigrationGraph, target: MigrationId): readonly MigrationId[] {
  return depthFirst(graph, target, { next: (node) => node.children, visited: new Set() });
}

/** The plan of `migrate` on an empty database: every leaf node in sorted order with what it needs. Nodes without a file are left out. */
export function fullPlan(graph: MigrationGraph): readonly MigrationId[] {
  const visited = new Set<MigrationId>();
  const plan: MigrationId[] = [];
  for (const leaf of leafNodes(graph)) plan.push(...depthFirst(graph, leaf, { next: (node) => node.parents, visited }));
  for (const id of [...graph.nodes.keys()].sort()) plan.push(...depthFirst(graph, id, { next: (node) => node.parents, visited }));
  return plan.filter((id) => graph.nodes.get(id)?.migration !== undefined);
}

/** One step of a plan of `migrate`. */
export interface PlanStep {
  readonly id: MigrationId;
  readonly backwards: boolean;
}

/**
 * What `migrate APP TARGET` runs when `applied` are applied (MigrationExecutor.migration_plan): backwards when the target is applied already, and
 * then only through its children in the same app. `name` undefined is `migrate APP zero`.
 */
export function migratePlan(
  graph: MigrationGraph,
  target: { readonly appLabel: string; readonly name: string | undefined },
  applied: ReadonlySet<MigrationId>,
): readonly PlanStep[] {
  if (target.name === undefined) return unapplyAll(graph, rootNodes(graph, target.appLabel), applied);
  const id = `${target.appLabel}.${target.name}`;
  if (applied.has(id)) {
    const children = graph.nodes.get(id)?.children ?? [];
    const inApp = children.filter((child) => graph.nodes.get(child)?.appLabel === target.appLabel);
    return unapplyAll(graph, inApp, applied);
  }
  return forwardsPlan(graph, id)
    .filter((each) => !applied.has(each) && graph.nodes.get(each)?.migration !== undefined)
    .map((each) => ({ id: each, backwards: false }));
}

function unapplyAll(graph: MigrationGraph, targets: readonly MigrationId[], applied: ReadonlySet<MigrationId>): readonly PlanStep[] {
  const left = new Set(applied);
  const plan: PlanStep[] = [];
  for (const target of targets) {
    for (const id of backwardsPlan(graph, target)) if (left.delete(id)) plan.push({ id, backwards: true });
  }
  return plan;
}

interface Walk {
  readonly next: (node: GraphNode) => readonly MigrationId[];
  /** Nodes that stand in the plan already; grows. */
  readonly visited: Set<MigrationId>;
}

/** MigrationGraph.iterative_dfs: the largest neighbour first. A node met again while it is open (a cycle) is passed over. */
function depthFirst(graph: MigrationGraph, start: MigrationId, { next, visited }: Walk): MigrationId[] {
  const plan: MigrationId[] = [];
  const open = new Set<MigrationId>();
  const stack: { id: MigrationId; done: boolean }[] = [{ id: start, done: false }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const node = graph.nodes.get(top.id);
    if (node === undefined || visited.has(node.id)) continue;
    if (top.done) {
      visited.add(node.id);
      plan.push(node.id);
    } else if (!open.has(node.id)) {
      open.add(node.id);
      stack.push({ id: node.id, done: true });
      for (const id of next(node)) if (!visited.has(id)) stack.push({ id, done: false });
    }
  }
  return plan;
}
