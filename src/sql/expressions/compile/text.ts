/** Names in quotes, Python's templates, and compiled parts put together. */
import type { Vendor } from '../../../django/project.ts';
import type { Compiled } from '../session.ts';
import { sql } from '../session.ts';

/** Whether the database speaks MySQL. */
export function isMysql(vendor: string): boolean {
  return vendor === 'mysql' || vendor === 'mariadb';
}

/** An identifier as `quote_name` writes it; a name that is quoted already stays. */
export function quoteName(name: string, vendor: Vendor): string {
  const quote = isMysql(vendor) ? '`' : '"';
  if (name.startsWith(quote) && name.endsWith(quote) && name.length > 1) return name;
  const quoted = `${quote}${name}${quote}`;
  // Oracle's quote_name shortens, upper-cases and doubles percent signs.
  return vendor === 'oracle' ? quoted.replaceAll('%', '%%').toUpperCase() : quoted;
}

/** Python's `template % values` with `%(name)s` only; undefined when a name is missing. */
export function fill(template: string, values: Readonly<Record<string, string>>): string | undefined {
  let missing = false;
  const text = template.replaceAll(/%(?:%|\((\w+)\)s)/g, (match, name: string | undefined) => {
    if (match === '%%') return '%';
    if (name !== undefined && Object.hasOwn(values, name)) return values[name] ?? '';
    missing = true;
    return '';
  });
  return missing || /%(?![%(])/.test(template.replaceAll('%%', '')) ? undefined : text;
}

/** Parts one after another with their parameters. */
export function join(parts: readonly Compiled[], separator: string): Compiled {
  return sql(
    parts.map((part) => part.sql).join(separator),
    parts.flatMap((part) => part.params),
  );
}
