/** Parsed modules, kept by the content they were made from: a file that two trees share is parsed once in a process. */
import { LRUCache } from 'lru-cache';
import type { Module } from '../../python/ast.ts';
import { parseModule } from '../../python/parse.ts';
import type { RepoPath } from '../../source/position.ts';
import type { FileTree } from '../../source/tree.ts';

/** Characters of source text whose syntax trees are kept; a tree takes roughly thirty times its text. */
const keptCharacters = 4_000_000;

const modules = new LRUCache<string, Module>({ maxSize: keptCharacters, sizeCalculation: (module) => module.text.length + 200 });

/** The file as a syntax tree; undefined when there is no such file or it was not fetched. */
export function moduleAt(tree: FileTree, path: RepoPath): Module | undefined {
  const blob = tree.blob(path);
  if (blob === undefined) return undefined;
  const key = `${blob} ${path}`;
  const known = modules.get(key);
  if (known !== undefined) return known;
  const text = tree.read(path);
  if (text === undefined) return undefined;
  const module = parseModule(path, text);
  modules.set(key, module);
  return module;
}
