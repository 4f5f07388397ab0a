/**
 * Tree-sitter's tree, copied once into plain arrays in the order of the source: a look at one of its nodes is a call out of JavaScript.
 * Punctuation that says nothing is left behind.
 */
import type { TreeCursor } from 'web-tree-sitter';
import { withSyntaxTree } from './grammar.ts';
import { joinLines } from './join-lines.ts';

/** Node `i` stands before all its descendants, and these before its next sibling. -1 stands for "none". */
export interface FlatTree {
  /** The grammar's name of each node; tokens without a name of their own stand for themselves (`+`, `not in`). */
  readonly types: readonly string[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly parents: readonly number[];
  readonly nextSiblings: readonly number[];
  /** Offsets of the comments: start, end, start, end, … */
  readonly comments: readonly number[];
  /** Nodes that the parser could not fit in (`ERROR`) or had to invent (`missing`). */
  readonly faults: readonly Fault[];
  /** Nodes whose inside was not read because they stand too deep. */
  readonly tooDeep: readonly number[];
}

export interface Fault {
  readonly node: number;
  readonly missing: boolean;
}

/** Deeper than this is not read. Python itself refuses 200 nested parentheses and 100 levels of indentation. */
export const depthCap = 1000;

type Role = 'node' | 'leaf' | 'string' | 'comment' | 'skip' | 'token';

interface Symbol {
  readonly type: string;
  readonly role: Role;
}

const leaves = new Set(
  `identifier integer float true false none ellipsis dotted_name type_conversion pass_statement break_statement continue_statement
   wildcard_import string_start string_content string_end import_prefix positional_separator keyword_separator`.split(/\s+/),
);

const anyToken = undefined;
/** The tokens that tell something, by the node in which they stand. */
const tellingTokens = new Map<string, ReadonlySet<string> | typeof anyToken>([
  ['binary_operator', anyToken],
  ['comparison_operator', anyToken],
  ['unary_operator', anyToken],
  ['boolean_operator', anyToken],
  ['augmented_assignment', anyToken],
  ['slice', new Set([':'])],
  ['subscript', new Set([','])],
  ['expression_statement', new Set([','])],
  ['match_statement', new Set([','])],
  ['tuple_pattern', new Set([','])],
  ['type_parameter', new Set([','])],
  ['function_definition', new Set(['async'])],
  ['for_statement', new Set(['async'])],
  ['with_statement', new Set(['async'])],
  ['for_in_clause', new Set(['async'])],
  ['yield', new Set(['from'])],
  ['raise_statement', new Set(['from'])],
  ['except_clause', new Set(['*'])],
  ['interpolation', new Set(['='])],
  ['format_expression', new Set(['='])],
  ['splat_type', anyToken],
]);

const symbols: (Symbol | undefined)[] = [];

function symbolAt(cursor: TreeCursor, id: number): Symbol {
  const type = cursor.nodeType;
  const role: Role = !cursor.nodeIsNamed
    ? 'token'
    : type === 'comment'
      ? 'comment'
      : type === 'line_continuation'
        ? 'skip'
        : type === 'string'
          ? 'string'
          : leaves.has(type)
            ? 'leaf'
            : 'node';
  const symbol = { type, role };
  symbols[id] = symbol;
  return symbol;
}

/** Letters before the quotes that make a string hold expressions. */
function holdsExpressions(text: string, start: number): boolean {
  for (let at = start; at < start + 3; at++) {
    const letter = text.charCodeAt(at) | 32;
    if (letter === 102 || letter === 116) return true; // f, t
    if (letter < 97 || letter > 122) return false;
  }
  return false;
}

/** Parses `text` and copies the tree; undefined when the parser gave up. Never throws on any text. */
export function readTree(text: string): FlatTree | undefined {
  const tree = parseOnce(text);
  if (tree === undefined) return undefined;
  const joined = tree.faults.length === 0 ? undefined : joinLines(text);
  const again = joined === undefined ? undefined : parseOnce(joined.text);
  if (joined === undefined || again === undefined || again.faults.length >= tree.faults.length) return unmaskedTree(tree, text);
  const better = unmaskedTree(again, joined.text);
  return better === undefined ? undefined : { ...better, comments: mergeComments(better.comments, joined.comments) };
}

function unmaskedTree(tree: FlatTree, text: string): FlatTree | undefined {
  const masked = maskTypeCalls(tree, text);
  return masked === text ? tree : parseOnce(masked);
}

function mergeComments(some: readonly number[], others: readonly number[]): readonly number[] {
  const pairs: [number, number][] = [];
  for (const list of [some, others]) for (let at = 0; at < list.length; at += 2) pairs.push([list[at] ?? 0, list[at + 1] ?? 0]);
  return pairs.sort(([a], [b]) => a - b).flat();
}

/** The grammar takes `type(book).title = …` for a type alias. Offsets stay as they are when another word stands in for `type`. */
function maskTypeCalls(tree: FlatTree, text: string): string {
  const parts: string[] = [];
  let done = 0;
  for (const [node, type] of tree.types.entries()) {
    if (type !== 'type_alias_statement' || tree.types[node + 1] !== 'type') continue;
    const target = tree.types[node + 2];
    if (target === 'identifier' || (target === 'generic_type' && tree.types[node + 3] === 'identifier')) continue;
    const start = tree.starts[node] ?? 0;
    parts.push(text.slice(done, start), 'typo');
    done = start + 4;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(done);
}

function parseOnce(text: string): FlatTree | undefined {
  return withSyntaxTree(text, (root) => {
    const cursor = root.walk();
    const tree = copyTree(cursor, text, root.hasError);
    cursor.delete();
    return tree;
  });
}

function copyTree(cursor: TreeCursor, text: string, hasError: boolean): FlatTree {
  const types: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const parents: number[] = [];
  const nextSiblings: number[] = [];
  const comments: number[] = [];
  const faults: Fault[] = [];
  const tooDeep: number[] = [];
  const lastChildren: number[] = [-1];
  let parent = -1;
  let depth = 0;
  for (;;) {
    const id = cursor.nodeTypeId;
    const { type, role } = symbols[id] ?? symbolAt(cursor, id);
    let descend = false;
    if (role === 'comment') comments.push(cursor.startIndex, cursor.endIndex);
    else if (role !== 'skip' && (role !== 'token' || isTelling(types[parent], type) || (hasError && cursor.nodeIsMissing))) {
      const node = types.push(type) - 1;
      const start = cursor.startIndex;
      starts.push(start);
      ends.push(cursor.endIndex);
      parents.push(parent);
      nextSiblings.push(-1);
      const previous = lastChildren[depth] ?? -1;
      if (previous !== -1) nextSiblings[previous] = node;
      lastChildren[depth] = node;
      descend = hasError || role === 'node' || (role === 'string' && holdsExpressions(text, start));
      if (hasError) {
        if (type === 'ERROR') faults.push({ node, missing: false });
        else if (cursor.nodeIsMissing) faults.push({ node, missing: true });
      }
      if (descend && depth >= depthCap) {
        tooDeep.push(node);
        descend = false;
      }
      if (descend && cursor.gotoFirstChild()) {
        parent = node;
        lastChildren[++depth] = -1;
        continue;
      }
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) {
        // an invented token without a name of its own shows nowhere
        if (hasError && faults.length === 0 && tooDeep.length === 0) faults.push({ node: 0, missing: false });
        return { types, starts, ends, parents, nextSiblings, comments, faults, tooDeep };
      }
      parent = parents[parent] ?? -1;
      depth--;
    }
  }
}

function isTelling(parentType: string | undefined, token: string): boolean {
  if (parentType === undefined || !tellingTokens.has(parentType)) return false;
  return tellingTokens.get(parentType)?.has(token) ?? true;
}

/** The nodes directly inside one node, in order. */
export function childrenOf(tree: FlatTree, node: number): readonly number[] {
  const children: number[] = [];
  if (tree.parents[node + 1] !== node) return children;
  for (let child = node + 1; child !== -1; child = tree.nextSiblings[child] ?? -1) children.push(child);
  return children;
}
