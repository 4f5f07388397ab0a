import { parseTOML, ParseError, type AST } from 'toml-eslint-parser';
import { makeScalar, type Entry, type Located } from './located.ts';
import type { SourceFile, SyntaxTrouble } from './source-file.ts';

interface TableDraft {
  readonly kind: 'table';
  readonly entries: Map<string, { readonly at: readonly [number, number]; value: Draft }>;
  readonly range: readonly [number, number];
}
interface ArrayDraft {
  readonly kind: 'array';
  readonly items: Draft[];
  readonly range: readonly [number, number];
}
type Draft = TableDraft | ArrayDraft | { readonly kind: 'done'; readonly value: Located };

/** Reads TOML 1.0 and 1.1. */
export function readToml(file: SourceFile): Located | SyntaxTrouble {
  let program: AST.TOMLProgram;
  try {
    program = parseTOML(file.text, { tomlVersion: '1.1' });
  } catch (error) {
    // The parser reports broken files by throwing; a RangeError is nesting without end.
    if (error instanceof ParseError) return { kind: 'trouble', message: `This is not TOML: ${error.message}.`, offset: error.index };
    if (error instanceof RangeError) return { kind: 'trouble', message: 'This TOML is nested too deeply to be read.', offset: 0 };
    throw error;
  }
  const root = newTable([0, file.text.length]);
  for (const item of program.body[0].body) {
    if (item.type === 'TOMLKeyValue') addPair(file, root, item);
    else for (const pair of item.body) addPair(file, tableFor(root, item), pair);
    if (item.type === 'TOMLTable' && item.body.length === 0) tableFor(root, item);
  }
  return finish(root);
}

function newTable(range: readonly [number, number]): TableDraft {
  return { kind: 'table', entries: new Map(), range };
}

/** The table that a header names, made on the way; a number in the path is an index in an array of tables. */
function tableFor(root: TableDraft, header: AST.TOMLTable): TableDraft {
  let at: Draft = root;
  const last = header.resolvedKey.length - 1;
  for (const [index, part] of header.resolvedKey.entries()) {
    const next = header.resolvedKey[index + 1];
    const make = (): Draft =>
      typeof next === 'number'
        ? { kind: 'array', items: [], range: header.range }
        : newTable(index === last ? header.range : header.key.range);
    const inside: Draft | undefined = typeof part === 'number' ? itemAt(at, part, make) : childOf(at, part, header.key.range, make);
    if (inside === undefined) return newTable(header.range);
    at = inside;
  }
  return at.kind === 'table' ? at : newTable(header.range);
}

function itemAt(draft: Draft, index: number, make: () => Draft): Draft | undefined {
  return draft.kind === 'array' ? (draft.items[index] ??= make()) : undefined;
}

function childOf(table: Draft, key: string, at: readonly [number, number], make: () => Draft): Draft | undefined {
  if (table.kind !== 'table') return undefined;
  const known = table.entries.get(key);
  if (known !== undefined) return known.value;
  const made = make();
  table.entries.set(key, { at, value: made });
  return made;
}

function addPair(file: SourceFile, table: TableDraft, pair: AST.TOMLKeyValue): void {
  const keys = pair.key.keys;
  let at: Draft | undefined = table;
  for (const [index, key] of keys.entries()) {
    const name = key.type === 'TOMLBare' ? key.name : key.value;
    const make = (): Draft => (index < keys.length - 1 ? newTable(pair.range) : draftOf(file, pair.value));
    at = at && childOf(at, name, key.range, make);
  }
}

function draftOf(file: SourceFile, node: AST.TOMLContentNode): Draft {
  if (node.type === 'TOMLArray') return { kind: 'array', items: node.elements.map((item) => draftOf(file, item)), range: node.range };
  if (node.type === 'TOMLInlineTable') {
    const table = newTable(node.range);
    for (const pair of node.body) addPair(file, table, pair);
    return table;
  }
  const text = node.kind === 'string' ? node.value : file.text.slice(node.range[0], node.range[1]);
  return { kind: 'done', value: makeScalar(file.text, text, node.range) };
}

function finish(draft: Draft): Located {
  if (draft.kind === 'done') return draft.value;
  const [start, end] = draft.range;
  if (draft.kind === 'array') return { kind: 'list', items: draft.items.map(finish), start, end };
  const entries = [...draft.entries].map(([key, { at, value }]): Entry => ({ key, keyStart: at[0], keyEnd: at[1], value: finish(value) }));
  return { kind: 'map', entries, start, end };
}
