import { parseTree, type Node, type ParseError } from 'jsonc-parser';
import { makeScalar, type Entry, type Located } from './located.ts';
import type { SourceFile, SyntaxTrouble } from './source-file.ts';

/** Reads JSON, with comments and trailing commas allowed; what can be read of a broken file is returned beside its trouble. */
export function readJson(file: SourceFile): { readonly root: Located | undefined; readonly trouble: SyntaxTrouble | undefined } {
  const errors: ParseError[] = [];
  try {
    const tree = parseTree(file.text, errors, { allowTrailingComma: true, allowEmptyContent: true });
    const first = errors[0];
    const trouble: SyntaxTrouble | undefined = first && { kind: 'trouble', message: 'This is not valid JSON.', offset: first.offset };
    return { root: tree && convert(file, tree), trouble };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { root: undefined, trouble: { kind: 'trouble', message: 'This JSON is nested too deeply to be read.', offset: 0 } };
  }
}

function convert(file: SourceFile, node: Node): Located {
  const start = node.offset;
  const end = node.offset + node.length;
  if (node.type === 'array') return { kind: 'list', items: (node.children ?? []).map((item) => convert(file, item)), start, end };
  if (node.type === 'object') {
    const entries: Entry[] = [];
    for (const { children } of node.children ?? []) {
      const [key, value] = children ?? [];
      if (key === undefined || value === undefined) continue;
      entries.push({ key: String(key.value), keyStart: key.offset, keyEnd: key.offset + key.length, value: convert(file, value) });
    }
    return { kind: 'map', entries, start, end };
  }
  const text = node.type === 'string' ? String(node.value) : file.text.slice(start, end);
  return makeScalar(file.text, text, [start, end]);
}
