/** Stored answers of real Django: one file for each tree, database and release. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface GoldenOperation {
  readonly index: number;
  readonly kind: string;
  readonly sql: readonly string[];
  readonly deferred: readonly string[];
  /** Null when it can't be undone. */
  readonly reverse_sql: readonly string[] | null;
  readonly reverse_deferred?: readonly string[];
  /** Django stopped. */
  readonly error?: string;
  readonly reverse_error?: string;
}

export interface GoldenMigration {
  readonly app: string;
  readonly name: string;
  readonly operations: readonly GoldenOperation[];
}

export interface Golden {
  readonly django: string;
  readonly server: string;
  readonly migrations: readonly GoldenMigration[];
}

export function goldenFile(folder: string, tree: string, vendor: string, version: string): string {
  return join(folder, 'sql', tree, `${vendor}-${version}.json`);
}

/** Names of the trees that are written by hand. */
export function writtenTrees(folder: string): readonly string[] {
  const trees = join(folder, 'trees');
  return existsSync(trees) ? readdirSync(trees).toSorted() : [];
}

/** The release whose answers the other files start from: they hold only what differs. */
export const baseVersion = '5.2';

/** What one release says, put together from its own file and that of the base release. */
export function readGolden(folder: string, tree: string, vendor: string, version: string): Golden {
  const own = parse(goldenFile(folder, tree, vendor, version));
  if (version === baseVersion) return own;
  const base = parse(goldenFile(folder, tree, vendor, baseVersion));
  const differing = new Map(own.migrations.map((migration) => [`${migration.app}.${migration.name}`, migration]));
  const migrations = base.migrations.map((migration) => {
    const changed = new Map(differing.get(`${migration.app}.${migration.name}`)?.operations.map((operation) => [operation.index, operation]));
    return { ...migration, operations: migration.operations.map((operation) => changed.get(operation.index) ?? operation) };
  });
  return { ...own, migrations };
}

function parse(path: string): Golden {
  return JSON.parse(readFileSync(path, 'utf8')) as Golden; // our own file, written below
}

type Line = Readonly<Record<string, unknown>>;

export function readJsonLines(text: string): readonly Line[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line); // the judge's lines: objects, one each
}

/** Keeps what the test compares, an operation a line; of an older release only what the base release says otherwise. */
export function writeGolden(folder: string, tree: string, vendor: string, version: string, lines: readonly Line[]): void {
  const header = lines.find((line) => line['record'] === 'header') ?? {};
  const path = goldenFile(folder, tree, vendor, version);
  const base = version === baseVersion ? new Set<string>() : operationTexts(parse(goldenFile(folder, tree, vendor, baseVersion)));
  const parts = lines.flatMap((line) => {
    if (line['record'] !== undefined) return [];
    const operations = line['operations'] as readonly Line[]; // as the judge writes them
    const texts = operations.map((operation) => JSON.stringify(keptOf(operation)));
    const kept = texts.filter((text) => !base.has(`${String(line['app'])}.${String(line['name'])} ${text}`));
    if (kept.length === 0 && version !== baseVersion) return [];
    const rows = kept.map((text) => `      ${text}`).join(',\n');
    return [`    { "app": ${JSON.stringify(line['app'])}, "name": ${JSON.stringify(line['name'])}, "operations": [\n${rows}\n    ] }`];
  });
  mkdirSync(dirname(path), { recursive: true });
  const head = `"django": ${JSON.stringify(header['django'])},\n  "server": ${JSON.stringify(header['server'])}`;
  writeFileSync(path, `{\n  ${head},\n  "migrations": [\n${parts.join(',\n')}\n  ]\n}\n`);
}

function operationTexts({ migrations }: Golden): ReadonlySet<string> {
  return new Set(migrations.flatMap(({ app, name, operations }) => operations.map((operation) => `${app}.${name} ${JSON.stringify(operation)}`)));
}

const keptKeys = ['index', 'kind', 'sql', 'deferred', 'reverse_sql', 'reverse_deferred', 'error', 'reverse_error'] as const;

function keptOf(operation: Line): Line {
  return Object.fromEntries(keptKeys.flatMap((key) => (operation[key] === undefined ? [] : [[key, operation[key]]])));
}
