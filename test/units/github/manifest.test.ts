import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { eventNames } from '../../../src/github/read-event.ts';
import { wantedPermissions } from '../../../src/github/connect.ts';

interface Manifest {
  readonly default_permissions: Readonly<Record<string, string>>;
  readonly default_events: readonly string[];
}
const read = (path: string): unknown => parse(readFileSync(path, 'utf8'));

test('the manifest asks for exactly what the App uses and listens to', () => {
  const manifest = read('app.yml') as Manifest; // checked here
  expect(manifest.default_permissions).toEqual({ ...wantedPermissions, merge_queues: 'read' });
  const alwaysSent = ['installation', 'installation_repositories'];
  expect([...manifest.default_events, ...alwaysSent].toSorted()).toEqual(eventNames.toSorted());
});

test('the Docker action runs the image of the App, with inputs that are declared', () => {
  const text = readFileSync('action.yml', 'utf8');
  expect(read('action.yml')).toMatchObject({ runs: { using: 'docker', image: 'Dockerfile' } });
  const declared = Object.keys((read('action.yml') as { readonly inputs: object }).inputs); // checked by the next line
  for (const [, name] of text.matchAll(/\$\{\{ inputs\.([\w-]+) \}\}/gu)) expect(declared).toContain(name);
});
