import { expect } from '@jest/globals';
import { applyEdits } from '../../../../../src/source/edit.ts';
import { scan, type Jump } from '../scanning.ts';

/** The class that a package is installed by, beside the file. */
const apps = { 'clinic/apps.py': 'from django.apps import AppConfig\n\n\nclass ClinicConfig(AppConfig):\n    name = "clinic"\n' };

/** The file after the edits of one finding; the finding must be gone from it. */
export function rewritten(entry: string, path: string, text: string, jump: Jump): string | undefined {
  const hit = scan({ ...apps, [path]: text }, jump).hits.find((each) => each.entry === entry);
  expect(hit?.entry).toBe(entry);
  if (hit === undefined || hit.edits.length === 0) return undefined;
  const after = applyEdits(text, hit.edits);
  const again = scan({ ...apps, [path]: after }, jump);
  expect(again.hits.map((each) => each.entry)).not.toContain(entry);
  expect(again.unjudged).toEqual([]);
  return after;
}
