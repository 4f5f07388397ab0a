/** `json.dumps`, with Python's separators and escapes. https://docs.python.org/3/library/json.html#json.dumps */
import type { PyValue } from '../../value.ts';

/** Undefined for values that json.dumps refuses or that need an encoder. */
export function dumpJson(value: PyValue): string | undefined {
  if (value.kind === 'none') return 'null';
  if (value.kind === 'bool' || value.kind === 'int') return String(value.value);
  if (value.kind === 'float') return Number.isFinite(value.value) ? value.text : undefined;
  if (value.kind === 'str') return jsonString(value.value);
  if (value.kind === 'list' || value.kind === 'tuple') {
    const items = value.items.map(dumpJson);
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  if (value.kind !== 'dict') return undefined;
  const entries: string[] = [];
  for (const [key, item] of value.entries) {
    const text = dumpJson(item);
    if (key.kind !== 'str' || text === undefined) return undefined;
    entries.push(`${jsonString(key.value)}: ${text}`);
  }
  return `{${entries.join(', ')}}`;
}

/** A string in double quotes; everything outside ASCII is escaped, as `ensure_ascii` does. */
export function jsonString(text: string): string {
  const escaped = JSON.stringify(text);
  return escaped.replaceAll(/[\u007F-\uFFFF]/g, (char) =>
    char === '\u007F' ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
