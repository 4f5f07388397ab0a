/** Which words a text must hold before a detector can find anything in it: texts are searched before they are parsed. */
import type { ArgumentTest, Detector } from '../../../facts/upgrades/detector.ts';
import { descendants } from '../resolve/graph.ts';
import { tailOf, type Watch } from '../watch.ts';
import { specialNeeds, syntaxNeeds, type Need } from './special-needles.ts';

/** Finds the watches that a text can satisfy. */
export interface Needles {
  readonly candidates: (text: string) => ReadonlySet<Watch>;
}

/** Compiles the needs of all watches into one search. */
export function compileNeedles(watches: readonly Watch[]): Needles {
  const needs = watches.map((watch) => ({ watch, need: needOf(watch.detector) }));
  const wanted = new Set(needs.flatMap(({ need }) => need.words.flat()));
  const always = needs.filter(({ need }) => need.words.length === 0);
  const byWord = new Map<string, typeof needs>();
  for (const each of needs) {
    for (const word of each.need.words[0] ?? []) {
      const before = byWord.get(word);
      if (before === undefined) byWord.set(word, [each]);
      else before.push(each);
    }
  }
  const candidates = (text: string): ReadonlySet<Watch> => {
    const found = wordsIn(text, wanted);
    const fits: typeof needs = [...always, ...[...found].flatMap((word) => byWord.get(word) ?? [])];
    return new Set(
      fits
        .filter(({ need }) => need.words.every((any) => any.some((word) => found.has(word))) && (need.pattern?.test(text) ?? true))
        .map(({ watch }) => watch),
    );
  };
  return { candidates };
}

/** The identifiers of a text that anything asks for. */
function wordsIn(text: string, wanted: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [word] of text.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) if (wanted.has(word)) found.add(word);
  return found;
}

/** The needs of one detector. */
export function needOf(detector: Detector): Need {
  switch (detector.by) {
    case 'name':
    case 'module':
      return { words: [detector.names.map(tailOf)] };
    case 'call': {
      const callees = detector.subclasses ? [...descendants(detector.of)] : detector.of;
      const words = [callees.map(tailOf), ...argumentWords(detector.args)];
      return detector.subclasses ? { words: argumentWords(detector.args), pattern: suffixes(callees) } : { words };
    }
    case 'method':
      return { words: [detector.names, ...argumentWords(detector.args ?? [])], ...positionalPattern(detector.names, detector.args ?? []) };
    case 'attribute':
      return { words: [detector.names, ...(detector.parent === undefined ? [] : [detector.parent])] };
    case 'subscript':
    case 'generic':
    case 'with':
      return { words: [detector.of.map((path) => tailOf(path.replace(/\(\)$/, '')))] };
    case 'override':
      return { words: detector.methods.length > 0 ? [detector.methods] : [[...descendants(detector.of)].map(tailOf)] };
    case 'class-attribute':
      return { words: detector.names.length > 0 ? [detector.names] : [[...descendants(detector.of)].map(tailOf)] };
    case 'subclass':
      return { words: [[...descendants(detector.of)].map(tailOf)] };
    case 'function-attribute':
    case 'setting':
    case 'module-variable':
      return { words: [detector.names] };
    case 'meta-option':
      return { words: [detector.names, ['Meta']] };
    case 'string':
      return detector.values === undefined
        ? { words: [], pattern: new RegExp(detector.pattern ?? '') }
        : { words: [detector.values.map(wordIn)] };
    case 'lookup':
      return { words: [], pattern: new RegExp(`__(?:${detector.suffixes.join('|')})\\s*=`) };
    case 'template-tag':
    case 'template-filter':
    case 'template-library':
      return { words: [detector.names] };
    case 'template-text':
    case 'script-text':
    case 'config-text':
      return { words: [], pattern: new RegExp(detector.pattern) };
    case 'command':
      return detector.commands.includes('*') ? { words: [], pattern: /manage\.py|django-admin/ } : { words: [detector.commands] };
    case 'syntax':
      return syntaxNeeds(detector.name);
    case 'special':
      return specialNeeds(detector.name);
    case 'template-path':
    case 'setting-missing':
    case 'pin':
      return { words: [[]] };
  }
}

/** Keywords that must be written out for the arguments to fit. */
function argumentWords(tests: readonly ArgumentTest[]): readonly (readonly string[])[] {
  return tests.flatMap((test): readonly (readonly string[])[] => {
    if ('keyword' in test) return test.keyword.includes('*') ? [] : [test.keyword];
    if ('not' in test || !('is' in test) || 'index' in test || 'any' in test || 'last' in test) return [];
    return 'anyName' in test && test.anyName ? [test.anyName] : 'name' in test && test.name !== undefined ? [[test.name]] : [];
  });
}

/** A method that must get positional arguments is called with something between the brackets. */
function positionalPattern(names: readonly string[], tests: readonly ArgumentTest[]): { readonly pattern?: RegExp } {
  const needsOne = tests.some((test) => 'positional' in test && (test.positional.min ?? 0) > 0);
  return needsOne ? { pattern: new RegExp(`\\.(?:${names.join('|')})\\(\\s*[^)\\s]`) } : {};
}

/** Subclasses end like the classes they derive from: `PriceField`, `TenantMiddleware`. */
function suffixes(paths: readonly string[]): RegExp {
  const ends = new Set(paths.map((path) => /[A-Z][a-z]+(?:Mixin)?$/.exec(tailOf(path))?.[0].replace(/Mixin$/, '') ?? tailOf(path)));
  return new RegExp(`(?:${[...ends].toSorted().join('|')})\\(`);
}

function wordIn(value: string): string {
  return value.match(/[A-Za-z_]\w*/g)?.at(-1) ?? value;
}
