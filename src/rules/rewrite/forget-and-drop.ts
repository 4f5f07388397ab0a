/** A column that goes in two releases: Django forgets it in one, and drops it in the next. Written with Django's own operations, for any database. */
import type { FieldSource } from './field-source.ts';
import type { Link } from '../rule.ts';

export interface LeavingField {
  readonly modelName: string;
  readonly name: string;
  /** The field as it stands, with `null=True`. */
  readonly source: FieldSource;
  /** NOT NULL without a default in the database: code that has forgotten it could not insert rows. */
  readonly required: boolean;
}

/** Two migrations: `forget_…` and `drop_…`. */
export function forgetAndDrop({ modelName, name, source, required }: LeavingField): readonly [Link, Link] {
  const model = modelName.toLowerCase();
  const field = `model_name="${model}", name="${name}"`;
  const relax = required ? `migrations.AlterField(${field}, field=${source.text}),\n` : '';
  const remind = stateOnly(`migrations.AddField(${field}, field=${source.text})`);
  return [
    { name: `forget_${model}_${name}`, imports: source.imports, operations: `${relax}${stateOnly(`migrations.RemoveField(${field})`)}` },
    {
      name: `drop_${model}_${name}`,
      imports: source.imports,
      operations: `# Django forgot the column; it has to know it once more to drop it.\n${remind},\nmigrations.RemoveField(${field})`,
    },
  ];
}

/** An operation that changes what Django believes, and nothing in the database. */
export function stateOnly(operation: string): string {
  return `migrations.SeparateDatabaseAndState(\n    state_operations=[\n        ${operation},\n    ],\n)`;
}
