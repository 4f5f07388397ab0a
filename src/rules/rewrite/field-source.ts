/** A field as its author wrote it in some migration, with options added or taken away, and the imports that it needs. */
import type { Field } from '../../django/field.ts';
import type { Call, Keyword, Module } from '../../python/ast.ts';
import { walk } from '../../python/walk.ts';
import type { MigrationContext } from '../rule.ts';
import { importsFor } from './migration-source.ts';

export interface FieldSource {
  /** `models.CharField(max_length=20, null=True)`, on one line. */
  readonly text: string;
  /** Import lines that the text needs besides `migrations` and `models`. */
  readonly imports: string;
}

/** Undefined when the field was not written in a file of the repository. */
export function fieldSource(
  field: Field,
  changes: { readonly without?: readonly string[]; readonly add?: string },
  { project }: MigrationContext,
): FieldSource | undefined {
  const { range } = field;
  const module = range === undefined ? undefined : project.migrations.find((migration) => migration.path === range.path)?.module;
  if (range === undefined || module === undefined) return undefined;
  const call = callAt(module, range.start.offset, range.end.offset);
  if (call === undefined) return undefined;
  const left = new Set(changes.without);
  const kept = [
    ...call.args.map((arg) => slice(module, arg)),
    ...call.keywords.filter(({ arg }) => arg === undefined || !left.has(arg)).map((keyword) => keywordText(module, keyword)),
  ];
  const text = `${slice(module, call.func)}(${[...kept, ...(changes.add === undefined ? [] : [changes.add])].join(', ')})`;
  return { text, imports: importsFor(module, text) };
}

function callAt(module: Module, start: number, end: number): Call | undefined {
  for (const node of walk(module.body)) if (node.kind === 'Call' && node.start === start && node.end === end) return node;
  return undefined;
}

function slice(module: Module, node: { readonly start: number; readonly end: number }): string {
  return module.text.slice(node.start, node.end).replace(/\s*\n\s*/g, ' ');
}

function keywordText(module: Module, { arg, value }: Keyword): string {
  return arg === undefined ? `**${slice(module, value)}` : `${arg}=${slice(module, value)}`;
}
