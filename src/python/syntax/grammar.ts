/**
 * Tree-sitter with the grammar of Python, as WebAssembly: nothing to compile where it is installed, and its memory is given back at
 * once, while native trees wait for the event loop to turn.
 */
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';
import type { Node } from 'web-tree-sitter';

/** How often the parser may report progress. A sound file of the largest size we read takes a third of that. */
const progressCap = 100_000;

/** So much text is handed over at a time. */
const chunk = 4096;

const parser = await makeParser();

async function makeParser(): Promise<Parser> {
  await Parser.init();
  const grammar = createRequire(import.meta.url).resolve('tree-sitter-python/tree-sitter-python.wasm');
  return new Parser().setLanguage(await Language.load(grammar));
}

/** Hands the syntax tree of `text` to `read` and gives it back; undefined when the parser gave up. */
export function withSyntaxTree<Result>(text: string, read: (root: Node) => Result): Result | undefined {
  let progress = 0;
  const tree = parser.parse((at) => text.slice(at, at + chunk), undefined, { progressCallback: () => ++progress > progressCap });
  if (tree === null) {
    parser.reset();
    return undefined;
  }
  const result = read(tree.rootNode);
  tree.delete();
  return result;
}
