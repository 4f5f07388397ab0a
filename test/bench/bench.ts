/**
 * `npm run bench`: cold audit, state, SQL and parsing of a generated project, each in a process of its own, and a warm review of one new migration.
 * Every time is also given as a ratio to parsing alone in the same run: absolute times are this machine's.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measured } from './measure.ts';

const script = fileURLToPath(new URL('./measure.js', import.meta.url));

function run(kind: string, apps: number, migrations: number): Measured {
  const output = execFileSync(process.execPath, [script, kind, String(apps), String(migrations)], { encoding: 'utf8', maxBuffer: 1 << 24 });
  return JSON.parse(output) as Measured; // what measure.ts prints
}

function row(name: string, measured: Measured, parse: Measured): string {
  const ratio = (measured.cpu / parse.cpu).toFixed(2);
  return `${name.padEnd(44)}${measured.wall.toFixed(0).padStart(8)} ms${measured.cpu.toFixed(0).padStart(8)} ms${measured.memory.toFixed(0).padStart(7)} MB${ratio.padStart(9)} ×`;
}

for (const [apps, migrations] of [
  [20, 25],
  [20, 250],
] as const) {
  console.log(`\n${apps} apps × ${migrations} migrations`);
  console.log(`${''.padEnd(44)}${'wall'.padStart(11)}${'CPU'.padStart(11)}${'memory'.padStart(10)}${'to parse'.padStart(11)}`);
  const parse = run('parse', apps, migrations);
  console.log(row('parse alone', parse, parse));
  for (const [kind, name] of [
    ['state', 'read and replay the state, cold'],
    ['sql', 'the SQL of every migration, cold'],
    ['audit', 'audit of every migration, cold'],
    ['warm', 'review of one new migration, warm'],
  ] as const) {
    console.log(row(name, run(kind, apps, migrations), parse));
  }
}
