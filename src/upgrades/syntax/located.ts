/** One tree for TOML, YAML, JSON and INI: values as they are written, each with its place. A number is never parsed: 3.10 stays `3.10`. */

export interface Scalar {
  readonly kind: 'scalar';
  /** The value as text: escapes resolved, numbers and booleans as written. */
  readonly text: string;
  /** Where `text` stands, without quotes; when the source differs from it (escapes, folded lines), the whole literal. */
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}
export interface List {
  readonly kind: 'list';
  readonly items: readonly Located[];
  readonly start: number;
  readonly end: number;
}
export interface Entry {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: Located;
}
export interface Mapping {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
  readonly start: number;
  readonly end: number;
}
export type Located = Scalar | List | Mapping;

/** The value under a path of keys; undefined where a step is missing or not a mapping. */
export function valueAt(node: Located | undefined, ...keys: readonly string[]): Located | undefined {
  let at = node;
  for (const key of keys) {
    if (at?.kind !== 'map') return undefined;
    at = at.entries.find((entry) => entry.key === key)?.value;
  }
  return at;
}

/** The scalar under a path of keys. */
export function scalarAt(node: Located | undefined, ...keys: readonly string[]): Scalar | undefined {
  const value = valueAt(node, ...keys);
  return value?.kind === 'scalar' ? value : undefined;
}

/** The entries of a mapping; none for anything else. */
export function entriesOf(node: Located | undefined): readonly Entry[] {
  return node?.kind === 'map' ? node.entries : [];
}

/** The items of a list; none for anything else. */
export function itemsOf(node: Located | undefined): readonly Located[] {
  return node?.kind === 'list' ? node.items : [];
}

/** A scalar alone, or the scalars directly in a list. */
export function scalarsOf(node: Located | undefined): readonly Scalar[] {
  if (node?.kind === 'scalar') return [node];
  return itemsOf(node).filter((item) => item.kind === 'scalar');
}

/** A value met on a walk: `path` holds the keys above it (list items add none), `parent` the nearest mapping above it. */
export interface Visit {
  readonly path: readonly string[];
  readonly node: Located;
  readonly parent: Mapping | undefined;
}

const MOST_VISITS = 200_000;

/** Every value in the tree, parents before children, in order; stops after 200,000 (shared YAML anchors can multiply without end). */
export function* walk(root: Located): Generator<Visit> {
  const stack: Visit[] = [{ path: [], node: root, parent: undefined }];
  for (let count = 0; count < MOST_VISITS; count += 1) {
    const visit = stack.pop();
    if (visit === undefined) return;
    yield visit;
    const { node, path, parent } = visit;
    if (node.kind === 'list') {
      for (let index = node.items.length - 1; index >= 0; index -= 1) {
        const item = node.items[index];
        if (item !== undefined) stack.push({ path, node: item, parent });
      }
    } else if (node.kind === 'map') {
      for (let index = node.entries.length - 1; index >= 0; index -= 1) {
        const entry = node.entries[index];
        if (entry !== undefined) stack.push({ path: [...path, entry.key], node: entry.value, parent: node });
      }
    }
  }
}

/** A scalar whose source is `source.slice(from, to)`: places `value` inside it when it stands there verbatim. */
export function makeScalar(source: string, value: string, [from, to]: readonly [number, number]): Scalar {
  const literal = source.slice(from, to);
  const quoted = /^["']/.test(literal);
  const inside = value === '' ? -1 : literal.indexOf(value);
  if (inside === -1) return { kind: 'scalar', text: value, start: from, end: to, quoted };
  return { kind: 'scalar', text: value, start: from + inside, end: from + inside + value.length, quoted };
}
