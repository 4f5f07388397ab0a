import type { ConstantValue, Expr } from '../../ast.ts';
import type { Conversion } from '../conversion.ts';
import { addProblem, endOf, startOf, textOf } from '../conversion.ts';

/** Python refuses longer decimal literals (sys.int_info.default_max_str_digits). */
const digitCap = 4300;

/** `integer` and `float` nodes, both of which may be imaginary. */
export function convertNumber(c: Conversion, node: number): Expr {
  const start = startOf(c, node);
  const end = endOf(c, node);
  const text = textOf(c, node);
  const problem = problemOf(text);
  if (problem !== undefined) {
    addProblem(c, node, problem);
    return { kind: 'UnknownExpr', start, end };
  }
  return { kind: 'Constant', start, end, value: valueOf(text.replaceAll('_', '').toLowerCase()) };
}

function problemOf(text: string): string | undefined {
  if (/^0\d+$/.test(text) && /[1-9]/.test(text))
    return `\`${text}\` is an octal number of Python 2: Python 3 writes \`0o${text.slice(1)}\`.`;
  if (/[lL]$/.test(text)) return `\`${text}\` is a long number of Python 2: Python 3 writes no \`L\`.`;
  if (/__|_$|_[.ejEJ]|\._/.test(text)) return `\`${text}\` is not a number: an underscore must stand between digits.`;
  if (text.length > digitCap && /^\d/.test(text) && !/^0[xob]/i.test(text)) return 'Python refuses numbers of more than 4300 digits.';
  return undefined;
}

function valueOf(text: string): ConstantValue {
  if (/^0[xob]/.test(text)) return { type: 'int', value: BigInt(text) };
  if (text.endsWith('j')) return { type: 'complex', text };
  if (/^\d+$/.test(text)) return { type: 'int', value: BigInt(text) };
  return { type: 'float', value: Number(text) };
}
