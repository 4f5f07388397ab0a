/** `Func.as_sql`: a template filled with the function's name and its compiled arguments; and SQLite's cast of decimals. */
import { atLeast, internalType } from '../../values/field.ts';
import type { Compiled, Session } from '../session.ts';
import { sql, unknownSql } from '../session.ts';
import { functionFacts } from '../functions.ts';
import type { FuncNode, Node } from '../node.ts';
import { fieldOf } from '../node.ts';
import { fill, join } from './text.ts';

/** Compiles arguments; since Django 4.2 a condition that is always true stands as True. */
export function compileAll(nodes: readonly Node[], session: Session, resolved: boolean): readonly Compiled[] {
  return nodes.map((node) => {
    const compiled = session.compile(node, resolved);
    if (compiled.kind === 'full' && atLeast(session.context.django, '4.2'))
      return session.compile({ kind: 'value', value: { kind: 'bool', value: true }, output: undefined }, false);
    return compiled.kind === 'sql' ? compiled : unknownSql(session, 'a condition that is always true or never');
  });
}

/** `Func.as_sql` with the function's facts, the vendor's variant, then what the constructor was given. */
export function plainFunction(
  node: FuncNode,
  session: Session,
  resolved: boolean,
  variant: { sql?: string; template?: string; joiner?: string; extra?: Readonly<Record<string, string>> } = {},
): Compiled {
  const facts = functionFacts(node.name);
  const vendor = facts?.vendors?.[session.context.vendor];
  const parts = compileAll(node.args, session, resolved);
  const name = variant.sql ?? vendor?.sql ?? node.extra.get('function') ?? facts?.sql ?? 'None';
  const template = variant.template ?? vendor?.template ?? node.extra.get('template') ?? facts?.template ?? '%(function)s(%(expressions)s)';
  const joiner = variant.joiner ?? node.extra.get('arg_joiner') ?? facts?.joiner ?? ', ';
  const joined = join(parts, joiner);
  const values = { ...Object.fromEntries(node.extra), ...variant.extra, function: name, expressions: joined.sql, field: joined.sql };
  const text = fill(template, values);
  if (text === undefined) return unknownSql(session, 'a template with unknown placeholders');
  const times = template.split(/%\((?:expressions|field)\)s/).length - 1;
  return sql(text, times === 1 ? joined.params : times === 0 ? [] : Array.from({ length: times }, () => joined.params).flat());
}

/** On SQLite decimals are cast wherever an expression makes them. */
export function numeric(node: Node, compiled: Compiled, session: Session): Compiled {
  const { context } = session;
  if (context.vendor !== 'sqlite' || compiled.kind !== 'sql') return compiled;
  if (node.kind === 'value' && !atLeast(context.django, '4.1')) return compiled;
  if (node.kind === 'wrapper' && !atLeast(context.django, '4.2')) return compiled;
  if (internalType(fieldOf(node, context)) !== 'DecimalField') return compiled;
  const text = `CAST(${compiled.sql} AS NUMERIC)`;
  return { ...compiled, sql: atLeast(context.django, '5.0') ? `(${text})` : text };
}
