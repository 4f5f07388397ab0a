/** One measurement in a process of its own: `node measure-scan.js read|jump FOLDER` prints the same as measure.js, for a repository on disk. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { folderTree } from '../../src/cli/local/local-tree.ts';
import { reviewJump } from '../../src/review/jump.ts';
import type { Measured } from './measure.ts';

const [kind, folder = '.'] = process.argv.slice(2);

async function readAll(): Promise<number> {
  let characters = 0;
  for (const path of (await folderTree(folder)).paths()) characters += (await readFile(join(folder, path), 'utf8')).length;
  return characters;
}

async function measure(): Promise<Measured> {
  const startCpu = process.cpuUsage();
  const start = performance.now();
  if (kind === 'read') await readAll();
  else await reviewJump(await folderTree(folder), { django: '6.0', python: '3.14' }, { today: '2026-11-22' });
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(startCpu);
  return { wall, cpu: (user + system) / 1000, memory: process.resourceUsage().maxRSS / 1024 };
}

process.stdout.write(`${JSON.stringify(await measure())}\n`);
