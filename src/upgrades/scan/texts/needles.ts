/** Which words a text must hold before a detector can find anything in it: texts are searched before they are parsed. */
import type { Detector } from '../../../facts/upgrades/changes/detector.ts';
import type { Language } from '../files.ts';
import type { Watch } from '../watch/watch.ts';
import { needOf } from './needs.ts';

/** Finds the watches that a text can satisfy. */
export interface Needles {
  readonly candidates: (text: string, language: Language) => ReadonlySet<Watch>;
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
  const candidates = (text: string, language: Language): ReadonlySet<Watch> => {
    const found = wordsIn(text, wanted);
    const hasTags = language === 'python' && /\{%/.test(text);
    const callsCommands = language === 'configuration' || text.includes('call_command');
    const fits: typeof needs = [...always, ...[...found].flatMap((word) => byWord.get(word) ?? [])];
    return new Set(
      fits
        .filter(
          ({ watch, need }) =>
            isReadIn(watch.detector.by, language) &&
            (watch.detector.by !== 'command' || callsCommands) &&
            (language !== 'python' || !inStrings.has(watch.detector.by) || (hasTags && watch.change.confidence !== 'low')) &&
            need.words.every((any) => any.some((word) => found.has(word))) &&
            (need.pattern?.test(text) ?? true),
        )
        .map(({ watch }) => watch),
    );
  };
  return { candidates };
}

const elsewhere: Readonly<Partial<Record<Detector['by'], readonly Language[]>>> = {
  'template-tag': ['template', 'python'],
  'template-filter': ['template', 'python'],
  'template-library': ['template', 'python'],
  'template-text': ['template'],
  'script-text': ['script', 'template'],
  'config-text': ['configuration'],
  command: ['configuration', 'python'],
};

/** Detectors of templates that also look into Python's strings. */
const inStrings: ReadonlySet<Detector['by']> = new Set(['template-tag', 'template-filter', 'template-library']);

/** Whether a kind of detector reads files of this language; most read Python. */
function isReadIn(by: Detector['by'], language: Language): boolean {
  return elsewhere[by]?.includes(language) ?? language === 'python';
}

/** The identifiers of a text that anything asks for. */
function wordsIn(text: string, wanted: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [word] of text.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) if (wanted.has(word)) found.add(word);
  return found;
}
