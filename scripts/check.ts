/** `npm run check`: everything that must hold before a commit lands, one line each; `npm run check -- --no-tests` leaves the tests out. */
import { execFileSync, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

interface Part {
  readonly name: string;
  readonly command: readonly string[];
  /** Judges the output of a command that exited 0; a sentence when something is wrong after all. */
  readonly judge?: (output: string) => string | undefined;
}

const node = process.execPath;

/** With the wrong parser dependency-cruiser reads nothing and exits 0, so we count what it saw. */
function sawEveryModule(output: string): string | undefined {
  const result = JSON.parse(output) as { summary: { totalCruised: number; error: number } }; // dependency-cruiser's own format
  const files = globSync('src/**/*.ts').length;
  return result.summary.totalCruised >= files
    ? undefined
    : `dependency-cruiser saw ${result.summary.totalCruised} modules of ${files} files`;
}

const depcruise = ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.mjs'];
const parts: readonly Part[] = [
  { name: 'types', command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'] },
  { name: 'lint', command: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'format', command: ['node_modules/oxfmt/bin/oxfmt', '--check', 'src', 'test', 'scripts'] },
  { name: 'directions', command: [...depcruise, '--output-type', 'err-long', 'src'] },
  { name: 'directions saw every file', command: [...depcruise, '--output-type', 'json', 'src'], judge: sawEveryModule },
  { name: 'generated docs', command: ['scripts/write-docs.ts', '--check'] },
  { name: 'dead code', command: ['node_modules/knip/bin/knip.js', '--no-progress'] },
];

let failed = 0;
for (const part of parts) {
  const run = spawnSync(node, part.command, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const complaint = run.status === 0 ? part.judge?.(run.stdout) : `${run.stdout}${run.stderr}`.trim();
  console.log(`${complaint === undefined ? 'ok  ' : 'FAIL'} ${part.name}`);
  if (complaint !== undefined) {
    failed += 1;
    console.log(complaint);
  }
}
if (!process.argv.includes('--no-tests') && failed === 0) execFileSync('npm', ['test'], { stdio: 'inherit' });
process.exitCode = failed === 0 ? 0 : 1;
