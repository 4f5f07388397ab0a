/** What calls and literals say, without knowing any names. */
import type { Call, Expr } from '../../../python/ast.ts';

/** The argument at this position or of this name. */
export function argumentAt(
  call: Call,
  { index, name }: { readonly index?: number | undefined; readonly name?: string | undefined },
): Expr | undefined {
  const named = name === undefined ? undefined : call.keywords.find(({ arg }) => arg === name)?.value;
  if (named !== undefined || index === undefined) return named;
  return call.args.slice(0, index + 1).some((each) => each.kind === 'Starred') ? undefined : call.args[index];
}

export const isNone = (value: Expr | undefined): boolean => value?.kind === 'Constant' && value.value.type === 'None';

/** The text of a plain string literal. */
export function literalText(value: Expr | undefined): string | undefined {
  return value?.kind === 'Constant' && value.value.type === 'str' ? value.value.value : undefined;
}
