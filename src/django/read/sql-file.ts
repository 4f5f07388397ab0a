import type { Expr } from '../../python/ast.ts';
import type { Reader } from './reader.ts';

export function readSqlFile(_expr: Expr, _reader: Reader): string | undefined {
  return undefined;
}
