/** The lock files written in TOML: poetry.lock, uv.lock, pdm.lock and pylock.toml. */
import type { TomlTable } from 'smol-toml';
import { readPoetryConstraint } from '../../syntax/ranges.ts';
import type { SourceFile } from '../../syntax/source-file.ts';
import { makeInterpreterPin } from '../interpreters/interpreter-pin.ts';
import { readSpecifier, type Allowed } from '../../version.ts';
import type { Pin, Reading } from '../pin.ts';
import { filesIn, lockProblem, makeLockPin, type Locked } from './lock-pin.ts';
import { isTable, placeOfKey, readLockTables, stringAt, stringsIn, tablesIn, valueIn } from './lock-tables.ts';

/** Reads poetry.lock, of Poetry 1 and 2. */
export function* readPoetryLock(file: SourceFile): Generator<Reading> {
  yield* readLock(
    file,
    'poetry-lock',
    'package',
    (table, root) => {
      const files = tablesIn(table['files']);
      const old = tablesIn(valueIn(root, 'metadata', 'files', stringAt(table, 'name') ?? ''));
      const category = stringAt(table, 'category');
      const markers = valueIn(table, 'markers');
      const source = stringAt(table, 'source', 'type');
      return {
        groups: category === undefined ? stringsIn(table['groups']) : [category],
        marker: typeof markers === 'string' ? markers : undefined,
        requiresPython: stringAt(table, 'python-versions'),
        ...filesIn(files.length > 0 ? files : old),
        origin: source === 'git' || source === 'url' ? source : source === 'directory' || source === 'file' ? 'path' : undefined,
      };
    },
    (root) => pythonOf(file, stringAt(root, 'metadata', 'python-versions'), 'python-versions', readPoetryConstraint),
  );
}

/** Reads uv.lock; the project itself and its workspace members are no packages. */
export function* readUvLock(file: SourceFile): Generator<Reading> {
  yield* readLock(
    file,
    'uv-lock',
    'package',
    (table) => {
      const source = valueIn(table, 'source');
      if (isTable(source) && ('editable' in source || 'virtual' in source)) return undefined;
      const sdist = valueIn(table, 'sdist');
      const origin = isTable(source) ? (['git', 'url', 'path'] as const).find((kind) => kind in source) : undefined;
      const markers = stringsIn(table['resolution-markers']);
      return {
        marker: markers.length === 0 ? undefined : markers.map((marker) => `(${marker})`).join(' or '),
        ...filesIn([...tablesIn(table['wheels']), ...(isTable(sdist) ? [sdist] : [])]),
        origin: origin ?? (isTable(source) && 'directory' in source ? 'path' : undefined),
      };
    },
    (root) => pythonOf(file, stringAt(root, 'requires-python'), 'requires-python', readSpecifier),
  );
}

/** Reads pdm.lock; a package locked with several sets of extras is one pin. */
export function* readPdmLock(file: SourceFile): Generator<Reading> {
  const seen = new Set<string>();
  yield* readLock(
    file,
    'pdm-lock',
    'package',
    (table) => {
      const key = `${stringAt(table, 'name')} ${stringAt(table, 'version')}`;
      if (seen.has(key)) return undefined;
      seen.add(key);
      return {
        groups: stringsIn(table['groups']),
        marker: stringAt(table, 'marker'),
        requiresPython: stringAt(table, 'requires_python'),
        ...filesIn(tablesIn(table['files'])),
        origin: (['git', 'url', 'path'] as const).find((kind) => stringAt(table, kind) !== undefined),
      };
    },
    (root) => {
      const target = tablesIn(valueIn(root, 'metadata', 'targets')).flatMap((entry) => stringAt(entry, 'requires_python') ?? [])[0];
      return pythonOf(file, target ?? stringAt(root, 'metadata', 'requires_python'), 'requires_python', readSpecifier);
    },
  );
}

/** Reads pylock.toml (https://packaging.python.org/en/latest/specifications/pylock-toml/). */
export function* readPylock(file: SourceFile): Generator<Reading> {
  yield* readLock(
    file,
    'pylock',
    'packages',
    (table) => {
      const archive = valueIn(table, 'archive');
      return {
        marker: stringAt(table, 'marker'),
        requiresPython: stringAt(table, 'requires-python'),
        ...filesIn(tablesIn(table['wheels'])),
        origin: 'vcs' in table ? 'git' : 'directory' in table ? 'path' : isTable(archive) ? 'url' : undefined,
      };
    },
    (root) => pythonOf(file, stringAt(root, 'requires-python'), 'requires-python', readSpecifier),
  );
}

function* readLock(
  file: SourceFile,
  format: string,
  key: 'package' | 'packages',
  says: (table: TomlTable, root: TomlTable) => Locked | undefined,
  python: (root: TomlTable) => Pin | undefined,
): Generator<Reading> {
  const lock = readLockTables(file, key);
  if ('kind' in lock) {
    yield lockProblem(file, lock);
    return;
  }
  const interpreter = python(lock.root);
  if (interpreter !== undefined) yield interpreter;
  for (const table of lock.tables) {
    const locked = says(table.table, lock.root);
    const pin = locked && makeLockPin(file, format, table, locked);
    if (pin !== undefined) yield pin;
  }
}

function pythonOf(file: SourceFile, text: string | undefined, key: string, read: (text: string) => Allowed | undefined): Pin | undefined {
  if (text === undefined) return undefined;
  return makeInterpreterPin({ file, format: 'lock-python', meaning: 'constraint' }, placeOfKey(file, key, text), { allowed: read(text) });
}
