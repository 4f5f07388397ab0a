/**
 * The order in which Python goes through a set of tuples of texts. It depends on the hashes of the texts, which Python mixes with a random seed: any
 * order can come. Ours is that of PYTHONHASHSEED=0, the seed of whoever wants to compare two runs.
 * https://docs.python.org/3/using/cmdline.html#envvar-PYTHONHASHSEED
 */
import { tupleHash } from './text-hash.ts';

type Group = readonly string[];

/** The order of a set that got the groups one after the other. Equal groups come once. */
export function setOrder(groups: readonly Group[]): readonly Group[] {
  return iterate(filled(groups));
}

/** The order of a set that is written out: of three and more constants the compiler makes a frozenset, and a copy of that fills the set. */
export function literalSetOrder(groups: readonly Group[]): readonly Group[] {
  return iterate(literal(groups));
}

/** The order of `set(…)` around a set that is written out. */
export function copiedLiteralOrder(groups: readonly Group[]): readonly Group[] {
  return iterate(copyOf(literal(groups)));
}

/** The order of `set(…)` around a set that got the groups one after the other. */
export function copiedSetOrder(groups: readonly Group[]): readonly Group[] {
  return iterate(copyOf(filled(groups)));
}

/** What `set(left).difference(right)` gives. */
export function setDifference(left: readonly Group[], right: readonly Group[]): readonly Group[] {
  const others = new Set(right.map(keyOf));
  const isKept = (group: Group): boolean => !others.has(keyOf(group));
  const table = filled(left);
  // a set with more than four times as many items is copied, then the common ones are taken out
  if (Math.floor(table.used / 4) > others.size) return iterate(copyOf(table)).filter(isKept);
  return setOrder(iterate(table).filter(isKept));
}

/** CPython's hash table of sets: linear probes, then jumps that the hash's upper bits decide (Objects/setobject.c). */
interface Table {
  readonly slots: readonly (Entry | undefined)[];
  readonly used: number;
}
interface Entry {
  readonly group: Group;
  readonly key: string;
  readonly hash: bigint;
}

const emptyTable: Table = { slots: Array.from({ length: 8 }, () => undefined), used: 0 };

function filled(groups: readonly Group[]): Table {
  return groups.reduce(add, emptyTable);
}

function literal(groups: readonly Group[]): Table {
  return groups.length < 3 ? filled(groups) : copyOf(filled(setOrder(groups)));
}

function keyOf(group: Group): string {
  return JSON.stringify(group);
}

function add(table: Table, group: Group): Table {
  const entry: Entry = { group, key: keyOf(group), hash: tupleHash(group) };
  const at = slotFor(table.slots, entry);
  if (table.slots[at] !== undefined) return table;
  const next: Table = { slots: table.slots.with(at, entry), used: table.used + 1 };
  return next.used * 5 < (next.slots.length - 1) * 3 ? next : resized(next, next.used * (next.used > 50_000 ? 2 : 4));
}

function resized({ slots, used }: Table, least: number): Table {
  let size = 8;
  while (size <= least) size *= 2;
  const next: (Entry | undefined)[] = Array.from({ length: size }, () => undefined);
  for (const entry of slots) if (entry !== undefined) next[slotFor(next, entry)] = entry;
  return { slots: next, used };
}

/** A new set that is filled from another one: slot by slot where both have as many. */
function copyOf(table: Table): Table {
  const copy = resized(table, table.used * 5 >= (emptyTable.slots.length - 1) * 3 ? table.used * 2 : 0);
  return copy.slots.length === table.slots.length ? table : copy;
}

/** The entry's own slot, or the first free one on its way. */
function slotFor(slots: readonly (Entry | undefined)[], { key, hash }: Entry): number {
  const mask = BigInt(slots.length - 1);
  let perturb = hash;
  let at = hash & mask;
  for (;;) {
    const probes = at + 9n <= mask ? 9 : 0;
    for (let probe = 0; probe <= probes; probe++) {
      const slot = slots[Number(at) + probe];
      if (slot === undefined || slot.key === key) return Number(at) + probe;
    }
    perturb >>= 5n;
    at = (at * 5n + 1n + perturb) & mask;
  }
}

function iterate({ slots }: Table): readonly Group[] {
  return slots.flatMap((entry) => (entry === undefined ? [] : [entry.group]));
}
