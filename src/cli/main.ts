#!/usr/bin/env node
/** The terminal's door. Node keeps what it compiles, in the folder for temporary files, so that the next run starts sooner. */
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./program.ts');
