/** `json.dumps` of a literal, with Python's separators and escapes. */
import { jsonString } from '../../python/values/text/json.ts';
import type { Literal } from './literal.ts';

/** Undefined for values that json.dumps refuses or that need an encoder. */
export function jsonText(value: Literal): string | undefined {
  if (value.kind === 'none') return 'null';
  if (value.kind === 'bool' || value.kind === 'int') return String(value.value);
  if (value.kind === 'float') return value.text;
  if (value.kind === 'str') return jsonString(value.value);
  if (value.kind === 'list' || value.kind === 'tuple') {
    const items = value.items.map(jsonText);
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  if (value.kind !== 'dict') return undefined;
  const entries = new Map<string, string>();
  for (const [key, item] of value.entries) {
    const [name, text] = [keyText(key), jsonText(item)];
    if (name === undefined || text === undefined) return undefined;
    entries.set(name, text);
  }
  return `{${[...entries].map(([name, text]) => `${jsonString(name)}: ${text}`).join(', ')}}`;
}

function keyText(key: Literal): string | undefined {
  if (key.kind === 'str') return key.value;
  return key.kind === 'list' || key.kind === 'dict' ? undefined : jsonText(key);
}
