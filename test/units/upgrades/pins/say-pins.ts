/** What the pins of files say, in short words for tables: `runtime 3.12`, `constraint >=3.11`, `runtime ? depends on …`. */
import { sha } from '../../../../src/source/position.ts';
import { memoryTree } from '../../../../src/source/tree.ts';
import type { Pin, PinSet } from '../../../../src/upgrades/pins/pin.ts';
import { readPins } from '../../../../src/upgrades/pins/read-pins.ts';

export function pinsOf(files: Readonly<Record<string, string>>): PinSet {
  return readPins(memoryTree(files, sha('0'.repeat(40))));
}

export function sayPin({ meaning, version, allowed, unknown }: Pin): string {
  if (version !== undefined) return `${meaning} ${version}`;
  if (allowed !== undefined) return `${meaning} ${allowed.join(' || ')}`;
  return `${meaning} ? ${unknown}`;
}

/** Only the pins of Python, in one file. */
export function sayPython(path: string, text: string): readonly string[] {
  return pinsOf({ [path]: text }).pins.flatMap((pin) => (pin.subject === 'python' ? sayPin(pin) : []));
}

/** Packages in one file: `django requirement 4.2.11`. */
export function sayPackages(path: string, text: string): readonly string[] {
  return pinsOf({ [path]: text }).pins.flatMap((pin) => (pin.subject === 'package' ? `${pin.name} ${sayPin(pin)}` : []));
}

/** Database servers in one file: `postgresql 12`. */
export function sayServers(path: string, text: string): readonly string[] {
  return pinsOf({ [path]: text }).pins.flatMap((pin) => (pin.subject === 'database' ? `${pin.name} ${pin.version ?? '?'}` : []));
}

/** The text in the file that each pin's range covers. */
export function coveredBy(text: string, pins: readonly Pin[]): readonly string[] {
  return pins.map(({ range }) => text.slice(range.start.offset, range.end.offset));
}
