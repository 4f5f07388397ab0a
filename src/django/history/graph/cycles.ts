import type { GraphNode, MigrationId } from './migration-graph.ts';

/** The cycles met in a walk along the children: at least one for each group of migrations that depend on each other. Linear. */
export function cyclesIn(nodes: ReadonlyMap<MigrationId, GraphNode>): readonly (readonly MigrationId[])[] {
  const cycles: MigrationId[][] = [];
  const finished = new Set<MigrationId>();
  for (const start of [...nodes.keys()].sort()) {
    if (finished.has(start)) continue;
    const path: { readonly id: MigrationId; readonly children: readonly MigrationId[]; next: number }[] = [];
    const placeOf = new Map<MigrationId, number>();
    const enter = (id: MigrationId): void => {
      placeOf.set(id, path.length);
      path.push({ id, children: nodes.get(id)?.children ?? [], next: 0 });
    };
    enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const child = top.children[top.next++];
      if (child === undefined) {
        path.pop();
        placeOf.delete(top.id);
        finished.add(top.id);
        continue;
      }
      const place = placeOf.get(child);
      if (place !== undefined) cycles.push(path.slice(place).map(({ id }) => id));
      else if (!finished.has(child)) enter(child);
    }
  }
  return cycles;
}
