#!/usr/bin/env node
/**
 * The terminal's door. Node keeps what it compiles, in the folder for temporary files, so that the next run starts sooner. Its young generation
 * stays as small as it begins: what a run makes lives either for a moment or to the end, so a larger one only holds garbage (a third of the memory
 * of an audit of 1,400 migrations, at the same CPU).
 */
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--semi-space-growth-factor=1');
enableCompileCache();
await import('./program.ts');
