import type { OptionReader } from './dialect.ts';

/** Whether a DecimalField names no size. */
export function hasNoDigits(option: OptionReader): boolean {
  return [option('max_digits'), option('decimal_places')].every((value) => value === undefined || value.kind === 'none');
}
