import { readIni } from '../syntax/ini.ts';
import { readJson } from '../syntax/json.ts';
import type { Located } from '../syntax/located.ts';
import type { SourceFile, SyntaxTrouble } from '../syntax/source-file.ts';
import { readToml } from '../syntax/toml.ts';
import { readYaml } from '../syntax/yaml.ts';

export type Syntax = 'toml' | 'yaml' | 'json' | 'ini';

/** A file and its trees, each read at most once, when first asked for. */
export interface PinDocument {
  readonly file: SourceFile;
  /** The roots of the file in a syntax: several for YAML, none when it cannot be read. */
  readonly roots: (syntax: Syntax) => readonly Located[];
  /** What was wrong with the trees that were asked for. */
  readonly troubles: () => readonly SyntaxTrouble[];
}

/** Makes a document of a file. */
export function openDocument(file: SourceFile): PinDocument {
  const known = new Map<Syntax, readonly Located[]>();
  const troubles: SyntaxTrouble[] = [];
  return {
    file,
    troubles: () => troubles,
    roots(syntax) {
      const cached = known.get(syntax);
      if (cached !== undefined) return cached;
      const { roots, trouble } = readTree(file, syntax);
      if (trouble !== undefined) troubles.push(trouble);
      known.set(syntax, roots);
      return roots;
    },
  };
}

function readTree(file: SourceFile, syntax: Syntax): { readonly roots: readonly Located[]; readonly trouble: SyntaxTrouble | undefined } {
  if (syntax === 'yaml') {
    const { documents, trouble } = readYaml(file);
    return { roots: documents, trouble };
  }
  if (syntax === 'json') {
    const { root, trouble } = readJson(file);
    return { roots: root === undefined ? [] : [root], trouble };
  }
  if (syntax === 'ini') return { roots: [readIni(file)], trouble: undefined };
  const root = readToml(file);
  return 'offset' in root ? { roots: [], trouble: root } : { roots: [root], trouble: undefined };
}
