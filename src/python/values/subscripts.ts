import type { PyValue } from '../value.ts';
import { keyOf } from './compare.ts';
import type { Result } from './operators.ts';

/** `container[key]` of constants; undefined when it would fail or is not known. */
export function itemOf(container: PyValue, key: PyValue): Result {
  if (container.kind === 'dict') {
    const text = keyOf(key);
    const keys = container.entries.map(([each]) => keyOf(each));
    // a key that is not known may be the one that is looked for
    return text === undefined || keys.includes(undefined) ? undefined : container.entries[keys.indexOf(text)]?.[1];
  }
  const index = key.kind === 'int' ? Number(key.value) : undefined;
  if (index === undefined) return undefined;
  if (container.kind === 'list' || container.kind === 'tuple')
    return container.items.at(index < -container.items.length ? container.items.length : index);
  if (container.kind !== 'str' || hasPairs(container.value)) return undefined;
  const letter = index < -container.value.length ? undefined : container.value.at(index);
  return letter === undefined ? undefined : { kind: 'str', value: letter };
}

interface Bounds {
  readonly lower: PyValue | undefined;
  readonly upper: PyValue | undefined;
  readonly step: PyValue | undefined;
}

/** `container[lower:upper]` of constants; other steps than 1 and -1 without bounds are not worked out. */
export function sliceOf(container: PyValue, { lower, upper, step }: Bounds): Result {
  const from = boundOf(lower);
  const to = boundOf(upper);
  const by = boundOf(step);
  if (from === false || to === false || by === false) return undefined;
  const reversed = by === -1 && from === undefined && to === undefined;
  if (!reversed && by !== undefined && by !== 1) return undefined;
  if (container.kind === 'list' || container.kind === 'tuple')
    return { kind: container.kind, items: reversed ? container.items.toReversed() : container.items.slice(from, to) };
  if (container.kind !== 'str' || hasPairs(container.value)) return undefined;
  return { kind: 'str', value: reversed ? Array.from(container.value).toReversed().join('') : container.value.slice(from, to) };
}

/** Undefined is no bound, false one that is not known. */
function boundOf(value: PyValue | undefined): number | undefined | false {
  if (value === undefined || value.kind === 'none') return undefined;
  return value.kind === 'int' ? Number(value.value) : false;
}

/** Python counts characters, JavaScript UTF-16 units. */
function hasPairs(text: string): boolean {
  return /[\ud800-\udfff]/.test(text);
}
