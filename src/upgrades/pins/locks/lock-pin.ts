import type { TomlTable, TomlValue } from 'smol-toml';
import { rangeIn, type SourceFile } from '../../syntax/source-file.ts';
import { normalizeName } from '../../version.ts';
import { audienceOf } from '../audience.ts';
import { makePackagePin } from '../requirements/package-pin.ts';
import type { Audience, Pin, PinProblem } from '../pin.ts';
import { stringAt, type LockTable } from './lock-tables.ts';

/** What the different lock files say of one package, in one shape. */
export interface Locked {
  readonly groups?: readonly string[];
  readonly marker?: string | undefined;
  readonly requiresPython?: string | undefined;
  readonly wheels?: readonly string[];
  readonly hashes?: readonly string[];
  readonly origin?: 'git' | 'url' | 'path' | undefined;
}

/** The pin of one locked package; undefined for a table without a name. */
export function makeLockPin(file: SourceFile, format: string, { table, place }: LockTable, says: Locked): Pin | undefined {
  const name = stringAt(table, 'name');
  if (name === undefined) return undefined;
  const version = stringAt(table, 'version');
  const [start, end] = place;
  const groups = says.groups ?? [];
  const context = {
    file,
    format,
    meaning: 'lock' as const,
    audience: audienceOfGroups(groups),
    ...(groups.length === 0 ? {} : { group: groups.join(', ') }),
  };
  return makePackagePin(
    context,
    { name, text: version ?? normalizeName(name), start, end },
    {
      version,
      allowed: version === undefined ? undefined : [`==${version}`],
      ...(version === undefined ? { unknown: 'has no version in the lock file' } : {}),
      ...(says.marker === undefined ? {} : { marker: says.marker }),
      ...(says.requiresPython === undefined ? {} : { requiresPython: says.requiresPython }),
      ...(says.wheels === undefined || says.wheels.length === 0 ? {} : { wheels: says.wheels }),
      ...(says.hashes === undefined || says.hashes.length === 0 ? {} : { hashes: says.hashes.toSorted().join(' ') }),
      ...(says.origin === undefined ? {} : { origin: says.origin }),
    },
  );
}

/** A package in several groups serves the one that matters most. */
function audienceOfGroups(groups: readonly string[]): Audience {
  const audiences = groups.map((group) => (group === 'main' || group === 'default' ? 'production' : audienceOf(group)));
  if (audiences.length === 0 || audiences.includes('production')) return 'production';
  return audiences.includes('ci') ? 'ci' : 'development';
}

/** File names of wheels and hashes in a list of `{file|url|name, hash}` tables. */
export function filesIn(tables: readonly TomlTable[]): { readonly wheels: readonly string[]; readonly hashes: readonly string[] } {
  const names = tables.flatMap((table) => lastPart(stringAt(table, 'file') ?? stringAt(table, 'name') ?? stringAt(table, 'url')) ?? []);
  return {
    wheels: names.filter((name) => name.endsWith('.whl')),
    hashes: tables.flatMap((table) => stringAt(table, 'hash') ?? hashIn(table['hashes'])),
  };
}

function hashIn(hashes: TomlValue | undefined): readonly string[] {
  const sha = stringAt(hashes, 'sha256');
  return sha === undefined ? [] : [`sha256:${sha}`];
}

function lastPart(url: string | undefined): string | undefined {
  return url
    ?.replace(/[?#].*$/, '')
    .split('/')
    .at(-1);
}

/** The problem of a lock file that cannot be read. */
export function lockProblem(file: SourceFile, { message, offset }: { readonly message: string; readonly offset: number }): PinProblem {
  return { kind: 'problem', message, range: rangeIn(file, offset, offset) };
}
