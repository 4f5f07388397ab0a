import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments, type Document, type Pair, type ParsedNode } from 'yaml';
import { makeScalar, type Entry, type Located } from './located.ts';
import type { SourceFile, SyntaxTrouble } from './source-file.ts';

const DEEPEST = 200;

/** Reads every document of a YAML file. Anchors and merge keys are followed; unknown tags (`!Ref`) are read as if untagged. */
export function readYaml(file: SourceFile): { readonly documents: readonly Located[]; readonly trouble: SyntaxTrouble | undefined } {
  try {
    const parsed = parseAllDocuments(file.text, { uniqueKeys: false, strict: false, prettyErrors: false, logLevel: 'silent' });
    const documents: Located[] = [];
    let trouble: SyntaxTrouble | undefined;
    for (const document of Array.isArray(parsed) ? parsed : []) {
      const [error] = document.errors;
      if (error !== undefined)
        trouble ??= { kind: 'trouble', message: `This is not valid YAML: ${sentence(error.message)}`, offset: error.pos[0] };
      const root = rootOf(file, document);
      if (root !== undefined) documents.push(root);
    }
    return { documents, trouble };
  } catch (error) {
    // A RangeError is nesting without end; a SyntaxError or ReferenceError an anchor that does not exist.
    if (!(error instanceof RangeError || error instanceof SyntaxError || error instanceof ReferenceError)) throw error;
    return { documents: [], trouble: { kind: 'trouble', message: `This YAML cannot be read: ${sentence(error.message)}`, offset: 0 } };
  }
}

function sentence(message: string): string {
  const [first = ''] = message.split('\n');
  return first.endsWith('.') ? first : `${first}.`;
}

function rootOf(file: SourceFile, document: Document.Parsed): Located | undefined {
  const contents = document.contents;
  return contents === null ? undefined : convert({ file, anchors: new Map() }, contents, 0);
}

interface Conversion {
  readonly file: SourceFile;
  readonly anchors: Map<string, Located>;
}

function convert(run: Conversion, node: ParsedNode, depth: number): Located {
  // `!!omap` and `!!pairs` lists hold pairs where the types promise nodes (https://yaml.org/type/omap.html).
  if (isPair<ParsedNode, ParsedNode | null>(node)) return convertPair(run, node, depth);
  const [start, end] = node.range;
  const empty: Located = { kind: 'scalar', text: '', start, end, quoted: false };
  if (depth > DEEPEST) return empty;
  if (isAlias(node)) return run.anchors.get(node.source) ?? empty;
  const made = convertPlain(run, node, depth);
  if (node.anchor !== undefined) run.anchors.set(node.anchor, made);
  return made;
}

function convertPlain(run: Conversion, node: ParsedNode, depth: number): Located {
  const [start, end] = node.range;
  if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => convert(run, item, depth + 1)), start, end };
  if (isMap(node)) {
    const entries: Entry[] = [];
    for (const { key, value } of node.items) addEntry(run, entries, key, value, depth);
    return { kind: 'map', entries, start, end };
  }
  const text = isScalar(node) ? (typeof node.value === 'string' ? node.value : (node.source ?? '')) : '';
  return makeScalar(run.file.text, text, [start, end]);
}

function convertPair(run: Conversion, { key, value }: Pair<ParsedNode, ParsedNode | null>, depth: number): Located {
  const entries: Entry[] = [];
  addEntry(run, entries, key, value, depth);
  return { kind: 'map', entries, start: entries[0]?.keyStart ?? 0, end: entries[0]?.value.end ?? 0 };
}

function addEntry(run: Conversion, entries: Entry[], key: ParsedNode, value: ParsedNode | null, depth: number): void {
  const keyed = convert(run, key, depth + 1);
  if (keyed.kind !== 'scalar') return;
  const at = { keyStart: keyed.start, keyEnd: keyed.end };
  const nothing: Located = { kind: 'scalar', text: '', start: keyed.end, end: keyed.end, quoted: false };
  const converted = value === null ? nothing : convert(run, value, depth + 1);
  if (keyed.text !== '<<') entries.push({ key: keyed.text, ...at, value: converted });
  else for (const merged of mergedEntries(converted)) if (!entries.some(({ key }) => key === merged.key)) entries.push(merged);
}

function mergedEntries(node: Located): readonly Entry[] {
  if (node.kind === 'map') return node.entries;
  return node.kind === 'list' ? node.items.flatMap((item) => (item.kind === 'map' ? item.entries : [])) : [];
}
