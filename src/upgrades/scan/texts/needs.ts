/** The words and patterns that a text must hold for each kind of detector. */
import type { ArgumentTest, Look } from '../../../facts/upgrades/changes/argument.ts';
import type { Detector, DetectorOf } from '../../../facts/upgrades/changes/detector.ts';
import { descendants } from '../resolve/graph.ts';
import { tailOf } from '../watch/watch.ts';
import { specialNeeds, syntaxNeeds, type Need } from './special-needles.ts';

/** The needs of one detector. */
export function needOf(detector: Detector): Need {
  switch (detector.by) {
    case 'name':
    case 'import-beside':
    case 'module':
      return { words: [detector.names.map(tailOf), ...rootWords(detector.names)] };
    case 'call':
    case 'method':
    case 'attribute':
      return needOfUse(detector);
    case 'subscript':
    case 'generic':
    case 'with':
      return { words: typeWords(detector.of) };
    case 'override': {
      const { methods, of } = detector;
      return methods.length > 0
        ? { words: [methods], pattern: new RegExp(`def\\s+(?:${methods.join('|')})\\b`) }
        : { words: [[...descendants(of)].map(tailOf)] };
    }
    case 'class-attribute': {
      const { names, of } = detector;
      return names.length > 0
        ? { words: [names], pattern: new RegExp(`^\\s+(?:class\\s+)?(?:${names.join('|')})\\s*[:=(]`, 'm') }
        : { words: [[...descendants(of)].map(tailOf)] };
    }
    case 'subclass':
      return { words: [[...descendants(detector.of)].map(tailOf)] };
    case 'function-attribute':
    case 'setting':
      return { words: [detector.names] };
    case 'meta-option':
      return { words: [detector.names, ['Meta']] };
    case 'string':
      return detector.values === undefined
        ? { words: [], pattern: new RegExp(detector.pattern ?? '') }
        : { words: [detector.values.map(wordIn), detector.values.map(longestWordIn)] };
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

/** Calls, methods and attributes; `gate` is what a text must match besides. */
function needOfUse(detector: DetectorOf<'call' | 'method' | 'attribute'>): Need {
  const gate = detector.gate === undefined ? {} : { pattern: new RegExp(detector.gate) };
  if (detector.by === 'attribute') {
    const words = [
      detector.names,
      ...(detector.parent === undefined ? [] : [detector.parent]),
      ...typeWords(detector.of, detector.untyped),
    ];
    return { words, pattern: new RegExp(`\\.\\s*(?:${detector.names.join('|')})\\b`), ...gate };
  }
  const keywords = argumentWords(detector.args ?? []);
  if (detector.by === 'method') {
    const after = detector.after === undefined ? [] : [[detector.after]];
    const words = [
      detector.names,
      ...keywords,
      ...typeWords(detector.of, detector.untyped),
      ...after,
      ...(detector.super === 'only' ? [['super']] : []),
    ];
    return { words, ...methodPattern(detector.names, detector.args ?? []), ...gate };
  }
  if (!detector.subclasses) return { words: [detector.of.map(tailOf), ...keywords, ...rootWords(detector.of)], ...gate };
  return { words: keywords, pattern: suffixes([...descendants(detector.of)]), ...gate };
}

/** Names of the standard library are only reached through their module's name; Django's may come from anywhere in the repository. */
function rootWords(paths: readonly string[]): readonly (readonly string[])[] {
  if (paths.some((path) => path.startsWith('django.') || !path.includes('.'))) return [];
  return [paths.map((path) => path.split('.').at(-2) ?? path)];
}

/** A type of the standard library that must be known shows by its own name or its module's. */
function typeWords(
  of: readonly string[],
  untyped: 'high' | 'medium' | 'low' | 'imported' | 'never' = 'never',
): readonly (readonly string[])[] {
  if (of.length === 0 || (untyped !== 'never' && untyped !== 'imported') || of.some((path) => path.startsWith('django.'))) return [];
  return [of.flatMap((path) => [tailOf(path.replace(/\(\)$/, '')), ...(related[path] ?? [path.split('.', 1)[0] ?? path])])];
}

/** Names under which a type is met without its own, where its top module's name is too common or not needed. */
const related: Readonly<Record<string, readonly string[]>> = {
  'importlib.metadata.entry_points()': [],
  'importlib.metadata.EntryPoints': ['entry_points'],
  'importlib.metadata.EntryPoint': ['entry_points'],
  'html.parser.HTMLParser': [],
  'http.cookies.Morsel': ['SimpleCookie'],
  'collections.namedtuple': [],
  'typing.NamedTuple': [],
  'ast.Constant': ['ast'],
  'types.CodeType': ['__code__'],
};

/** Keywords that must be written out for the arguments to fit. */
function argumentWords(tests: readonly ArgumentTest[]): readonly (readonly string[])[] {
  return tests.flatMap((test): readonly (readonly string[])[] => {
    const looked = 'is' in test && test.is !== undefined ? lookWords(test.is) : [];
    if (looked.length > 0) return looked;
    if ('keyword' in test) return test.keyword.includes('*') ? [] : [test.keyword];
    if ('not' in test || !('is' in test) || 'index' in test || 'any' in test || 'last' in test) return [];
    return 'anyName' in test && test.anyName ? [test.anyName] : 'name' in test && test.name !== undefined ? [[test.name]] : [];
  });
}

/** Words that a value must hold to look like that: a text that is written out, the end of a chain of names. */
function lookWords(look: Look): readonly (readonly string[])[] {
  if (typeof look === 'string') return [];
  if ('chain' in look) return [[wordIn(look.chain)]];
  return 'in' in look && look.in.every((value) => /[A-Za-z_]/.test(value)) ? [look.in.map(wordIn)] : [];
}

/** A method is called behind a dot; one that must get positional arguments with something between the brackets. */
function methodPattern(names: readonly string[], tests: readonly ArgumentTest[]): { readonly pattern: RegExp } {
  const needsOne = tests.some((test) => 'positional' in test && (test.positional.min ?? 0) > 0);
  const keywords = tests.flatMap((test) => ('keywordMatches' in test ? [test.keywordMatches.replace(/^\^|\$$/g, '')] : []));
  if (keywords.length > 0) return { pattern: new RegExp(keywords.join('|')) };
  return {
    pattern: new RegExp(`\\.\\s*(?:${names.join('|')})\\s*(?:#[^\\n]*\\s*)?\\(${needsOne ? '\\s*(?!\\w+\\s*=[^=]|\\*|\\))\\S' : ''}`),
  };
}

/** Subclasses end like the classes they derive from: `PriceField`, `TenantMiddleware`. */
function suffixes(paths: readonly string[]): RegExp {
  const ends = new Set(paths.map((path) => /[A-Z][a-z]+(?:Mixin)?$/.exec(tailOf(path))?.[0].replace(/Mixin$/, '') ?? tailOf(path)));
  return new RegExp(`(?:${[...ends].toSorted().join('|')})\\(`);
}

function wordIn(value: string): string {
  return value.match(/[A-Za-z_]\w*/g)?.at(-1) ?? value;
}

function longestWordIn(value: string): string {
  return value.match(/[A-Za-z_]\w*/g)?.reduce((a, b) => (b.length > a.length ? b : a)) ?? value;
}
