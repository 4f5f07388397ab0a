/** Syntax that shows in the text: escapes in strings, words that became keywords, numbers that run into keywords. */
import type { DetectorOf } from '../../../facts/upgrades/changes/detector.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

type SyntaxName = DetectorOf<'syntax'>['name'];

const literal =
  /#[^\n]*|(?<![A-Za-z0-9_])([A-Za-z]{0,2})("""(?:[^\\]|\\[\s\S])*?"""|'''(?:[^\\]|\\[\s\S])*?'''|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*')/g;

const inCode: Partial<Readonly<Record<SyntaxName, RegExp>>> = {
  'async-as-attribute': /(?<=\.\s*)\basync\b/g,
  'async-as-keyword-argument': /(?<=[(,]\s*)\basync(?=\s*=(?!=))/g,
  'async-as-identifier': /(?<![.\w]\s*)(?<![(,]\s*(?=async\s*=))\basync\b(?!\s+(?:def|for|with)\b)/g,
  'await-as-identifier': /(?<![.\w]\s*)\bawait\b(?=\s*(?:=(?!=)|[,)\]:]|$))/gm,
  'numeric-literal-followed-by-keyword': /(?<![\w.])\d[\d_]*(?:\.\d+)?(?:and|or|if|in|is|else|not|for)\b/g,
};

/** The places where this syntax stands; undefined when it can't be told from the text alone. */
export function findInText(name: SyntaxName, text: string): readonly Span[] | undefined {
  if (name === 'invalid-escape-sequence')
    return [...stringsIn(text)].flatMap((each) => escapesIn(text, each, /\\(?:[^\n\r\\'"abfnrtvxNuU0-7]|$)/g));
  if (name === 'octal-escape-out-of-range') return [...stringsIn(text)].flatMap((each) => escapesIn(text, each, /\\[4-7][0-7][0-7]/g));
  const pattern = inCode[name];
  if (pattern === undefined) return undefined;
  return [...maskLiterals(text).matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}

interface Literal extends Span {
  readonly prefix: string;
}

function* stringsIn(text: string): Generator<Literal> {
  for (const match of text.matchAll(literal)) {
    if (match[2] !== undefined) yield { prefix: (match[1] ?? '').toLowerCase(), start: match.index, end: match.index + match[0].length };
  }
}

/** Escapes that match, outside raw strings; `\N` and `\u` mean nothing in bytes. */
function escapesIn(text: string, { prefix, start, end }: Literal, pattern: RegExp): readonly Span[] {
  if (prefix.includes('r')) return [];
  const spans: Span[] = [];
  for (let at = text.indexOf('\\', start); at !== -1 && at < end; at = text.indexOf('\\', at + 2)) {
    const escape = text.slice(at, at + 4);
    const match = new RegExp(`^(?:${pattern.source})`).exec(escape);
    const known = prefix.includes('b') && /^\\[NuU]/.test(escape);
    if (match !== null || known) spans.push({ start: at, end: at + 2 });
  }
  return spans;
}

/** The text with comments and string literals blanked out, offsets kept. */
export function maskLiterals(text: string): string {
  return text.replaceAll(literal, (whole) => whole.replaceAll(/[^\n]/g, ' '));
}
