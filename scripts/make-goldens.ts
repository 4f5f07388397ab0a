/**
 * Shows the migrations under test/goldens/migrations to real Django and stores what it sends.
 *
 *   ORACLE=FOLDER node scripts/make-goldens.ts [--vendor postgresql] [--django 5.2] [TREE…]
 *
 * FOLDER holds `run.sh TREE VENDOR VERSION`, which prints nothing we need and writes `$ORACLE_WORK/out/NAME-VENDOR-VERSION.jsonl` (ORACLE_WORK: a folder
 * `oracle` under the temporary folder, unless set).
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { generatedTrees, limits } from '../test/goldens/migrations/trees/generated-trees.ts';
import { readJsonLines, writtenTrees, writeGolden } from '../test/goldens/migrations/golden-file.ts';

const folder = join(import.meta.dirname, '../test/goldens/migrations');
const oracle = process.env['ORACLE'];
const work = process.env['ORACLE_WORK'] ?? join(tmpdir(), 'oracle');
const vendors = optionValues('--vendor', ['postgresql', 'sqlite', 'mariadb']);
const versions = optionValues('--django', ['5.2', '4.2', '3.2']);
const names = process.argv.slice(2).filter((word, index, words) => !word.startsWith('--') && !words[index - 1]?.startsWith('--'));

function optionValues(name: string, all: readonly string[]): readonly string[] {
  const index = process.argv.indexOf(name);
  const value = index === -1 ? undefined : process.argv[index + 1];
  return value === undefined ? all : [value];
}

if (oracle === undefined) {
  console.error("ORACLE is not set: the folder that holds the judge's run.sh.");
  process.exit(2);
}

/** Lays the tree out where everybody may read it; the judge runs as another user. */
function layOut(name: string, base: string): string {
  const target = join(base, name);
  const files = generatedTrees().get(name);
  if (files === undefined) cpSync(join(folder, 'trees', name), target, { recursive: true });
  for (const [path, text] of Object.entries(files ?? {})) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), text);
  }
  execFileSync('chmod', ['-R', 'a+rX', target]);
  return target;
}

const base = join(tmpdir(), 'migration-goldens');
rmSync(base, { recursive: true, force: true });
mkdirSync(base, { recursive: true });
chmodSync(base, 0o755);
const trees = [...generatedTrees().keys(), ...writtenTrees(folder)].filter((name) => names.length === 0 || names.includes(name));
for (const name of trees) {
  const tree = layOut(name, base);
  for (const vendor of vendors) {
    if (limits[name]?.vendors?.includes(vendor) === false) continue;
    for (const version of versions) {
      if (limits[name]?.versions?.includes(version) === false) continue;
      execFileSync('bash', [join(oracle, 'run.sh'), tree, vendor, version, '--raw-runsql', '--no-sqlmigrate'], { stdio: 'inherit' });
      const lines = readJsonLines(readFileSync(join(work, 'out', `${name}-${vendor}-${version}.jsonl`), 'utf8'));
      writeGolden(folder, name, vendor, version, lines);
    }
  }
}
