/** One compilation: where reading and compiling meet, and where what is not known is noted. */
import type { PyValue } from '../../python/value.ts';
import type { Literal } from '../values/literal.ts';
import type { ExpressionContext } from './context.ts';
import type { Node } from './node.ts';

/** SQL with `%s` for each parameter. A condition that matches no row is `empty`, one that matches every row `full`. */
export interface Compiled {
  readonly kind: 'sql' | 'empty' | 'full';
  readonly sql: string;
  readonly params: readonly Literal[];
}

/**
 * One compilation. Reading and compiling are recursive over several files, which meet here. What could not be understood is
 * noted in `problems`; the text made meanwhile is then thrown away.
 */
export interface Session {
  readonly context: ExpressionContext;
  readonly problems: string[];
  /** False where Django compiles expressions without resolving them (defaults): durations stay plain numbers. */
  readonly resolves: boolean;
  /** The expression that a value stands for; a string is a field's name. */
  read(value: PyValue, depth: number): Node;
  /** `resolved`: Django resolves the expression once more before compiling it, which puts WHERE trees in parentheses. */
  compile(node: Node, resolved: boolean): Compiled;
}

/** Notes why something cannot be read, and stands in its place. */
export function unknownNode(session: Session, reason: string): Node {
  session.problems.push(reason);
  return { kind: 'unknown', reason };
}

/** Notes why something cannot be compiled, and stands in its place. */
export function unknownSql(session: Session, reason: string): Compiled {
  session.problems.push(reason);
  return { kind: 'sql', sql: 'NULL', params: [] };
}

/** SQL and its parameters. */
export function sql(text: string, params: readonly Literal[] = []): Compiled {
  return { kind: 'sql', sql: text, params };
}
