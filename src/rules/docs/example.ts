/** Writes the files of a rule's examples, on top of the clinic project that the tests lay under every example (test/support/clinic.ts). */
import type { Example } from '../rule.ts';

export interface MigrationParts {
  /** What stands between the brackets of `operations`. */
  readonly operations: string;
  /** Imports beside `migrations` and `models`, and functions. */
  readonly above?: string;
  readonly atomic?: false;
  /** What stands between the brackets of `dependencies`; the clinic's first migration when left out. */
  readonly dependencies?: string;
}

/** The text of a migration file, laid out as Django writes it. */
export function migrationText({ operations, above = '', atomic, dependencies = '("clinic", "0001_initial")' }: MigrationParts): string {
  const top = above.trim();
  const imports = /^((?:from|import) .*\n?)*/.exec(top)?.[0].trimEnd() ?? '';
  const functions = top.slice(imports.length).trim();
  const head = ['from django.db import migrations, models', imports].filter((part) => part !== '').join('\n');
  const switched = atomic === false ? '    atomic = False\n\n' : '';
  const list = operations
    .trim()
    .split('\n')
    .map((line) => (line === '' ? '' : `        ${line}`))
    .join('\n');
  const body = `class Migration(migrations.Migration):\n${switched}    dependencies = [${dependencies}]\n\n    operations = [\n${list.endsWith(',') ? list : `${list},`}\n    ]\n`;
  return [head, functions, body].filter((part) => part !== '').join('\n\n\n');
}

/** An example of one new migration, clinic 0002. `parts` may be just the operations. */
export function oneMigration(name: string, parts: MigrationParts | string): Example {
  const text = migrationText(typeof parts === 'string' ? { operations: parts } : parts);
  return { name, head: { 'clinic/migrations/0002_change.py': text } };
}
