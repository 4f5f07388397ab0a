/**
 * `npm run bench`: cold audit, state, SQL and parsing of a generated project, each in a process of its own, and a warm review of one new migration;
 * then the scan of a generated repository for the longest jump. Every time is also given as a ratio to parsing or reading alone in the same run: absolute
 * times are this machine's.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateRepository } from './generate-repository.ts';
import type { Measured } from './measure.ts';

function run(script: string, ...args: readonly (string | number)[]): Measured {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const output = execFileSync(process.execPath, [path, ...args.map(String)], { encoding: 'utf8', maxBuffer: 1 << 24 });
  return JSON.parse(output) as Measured; // what the scripts print
}

function row(name: string, measured: Measured, alone: Measured): string {
  const ratio = (measured.cpu / alone.cpu).toFixed(2);
  return `${name.padEnd(44)}${measured.wall.toFixed(0).padStart(8)} ms${measured.cpu.toFixed(0).padStart(8)} ms${measured.memory.toFixed(0).padStart(7)} MB${ratio.padStart(9)} ×`;
}

function head(title: string, to: string): string {
  return `\n${title}\n${''.padEnd(44)}${'wall'.padStart(11)}${'CPU'.padStart(11)}${'memory'.padStart(10)}${to.padStart(11)}`;
}

function benchHistory(apps: number, migrations: number): void {
  console.log(head(`${apps} apps × ${migrations} migrations`, 'to parse'));
  const parse = run('./measure.js', 'parse', apps, migrations);
  console.log(row('parse alone', parse, parse));
  for (const [kind, name] of [
    ['state', 'read and replay the state, cold'],
    ['sql', 'the SQL of every migration, cold'],
    ['audit', 'audit of every migration, cold'],
    ['warm', 'review of one new migration, warm'],
  ] as const) {
    console.log(row(name, run('./measure.js', kind, apps, migrations), parse));
  }
}

function benchScan(files: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'migration-expert-bench-'));
  try {
    for (const [path, text] of Object.entries(generateRepository(files))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    console.log(head(`${files} Python files, Django 2.2 → 6.0, Python 3.8 → 3.14`, 'to read'));
    const read = run('./measure-scan.js', 'read', folder);
    console.log(row('read the files alone', read, read));
    console.log(row('plan the jump, cold', run('./measure-scan.js', 'jump', folder), read));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

benchHistory(20, 25);
benchHistory(20, 250);
benchScan(5000);
