/** Variables in configuration texts, replaced with a memory of where each part of the result is written. */
import type { Scalar } from './located.ts';

export type Place = Pick<Scalar, 'text' | 'start' | 'end'>;

/** A text whose variables are replaced. Names that are not known stand in `missing`, a NUL in their place. */
export interface Interpolated {
  readonly text: string;
  readonly pieces: readonly (Place & { readonly at: number })[];
  readonly missing: readonly string[];
  /** Where the text that held the variables stands. */
  readonly use: Place;
}

/** How a tool writes variables: group `name` (and `bare`) is the name, `fallback` the default. */
export const shellVariables = /\$\{(?<name>\w+)(?::?[-=](?<fallback>[^}]*)|:?[+?][^}]*)?\}|\$(?<bare>[A-Za-z_]\w*)/g;
export const githubExpressions = /\$\{\{\s*(?<name>[\w.-]+(?:\['[^']+'\])?)(?:\s*\|\|\s*'(?<fallback>[^']*)')?[^}]*\}\}/g;
export const circleParameters = /<<\s*(?<name>[\w.-]+)\s*>>/g;
export const azureVariables = /\$\((?<name>[\w.-]+)\)|\$\{\{\s*(?<bare>[\w.-]+)\s*\}\}|\$\[\s*(?:variables\.)?[\w.'[\]-]+\s*\]/g;
export const mustacheVariables = /\{\{\s*(?<name>[\w.-]+)\s*(?:\|\s*default\(['"](?<fallback>[^'"]*)['"]\)\s*)?\}\}/g;

export type Definitions = ReadonlyMap<string, readonly Place[]>;

const MOST = 64;

/** Every text that `use` can become: a variable with several values (a matrix) makes several. */
export function interpolate(use: Place, syntax: RegExp, definitions: Definitions): readonly Interpolated[] {
  let results: readonly Interpolated[] = [{ text: '', pieces: [], missing: [], use }];
  let from = 0;
  for (const match of use.text.matchAll(syntax)) {
    const literal = piece(use, from, match.index);
    const values = valuesOf(use, match, definitions);
    const name = match.groups?.['name'] ?? match.groups?.['bare'] ?? match[0];
    results = results.flatMap((result) => {
      const before = append(result, literal);
      if (values.length === 0) return [{ ...before, text: `${before.text}\0`, missing: [...before.missing, name] }];
      return values.map((value) => append(before, value));
    });
    results = results.slice(0, MOST);
    from = match.index + match[0].length;
  }
  return results.map((result) => append(result, piece(use, from, use.text.length)));
}

function valuesOf(use: Place, match: RegExpMatchArray, definitions: Definitions): readonly Place[] {
  const name = (match.groups?.['name'] ?? match.groups?.['bare'] ?? '').replace(/\['([^']+)'\]$/, '.$1');
  const known = definitions.get(name);
  if (known !== undefined && known.length > 0) return known;
  const fallback = match.groups?.['fallback'];
  if (fallback === undefined || fallback === '') return [];
  const at = (match.index ?? 0) + match[0].lastIndexOf(fallback);
  return [piece(use, at, at + fallback.length)];
}

/** A part of a place. Where the text is not verbatim in the file, the whole place stands for each part. */
function piece(use: Place, from: number, to: number): Place {
  const text = use.text.slice(from, to);
  if (use.end - use.start !== use.text.length) return { text, start: use.start, end: use.end };
  return { text, start: use.start + from, end: use.start + to };
}

function append(result: Interpolated, part: Place): Interpolated {
  if (part.text === '') return result;
  return { ...result, text: result.text + part.text, pieces: [...result.pieces, { ...part, at: result.text.length }] };
}

/** Where a part of the result is written: in one piece; when it is put together, in the variable that takes part, or else where it is used. */
export function placeOfPart({ text, pieces, use }: Interpolated, index: number, length: number): Place {
  const whole = text.slice(index, index + length);
  const overlapping = pieces.filter(({ at, text: part }) => at < index + length && index < at + part.length);
  const home = pieces.find(({ at, text: part }) => at <= index && index + length <= at + part.length);
  if (home === undefined) {
    const { text: part, start, end } = overlapping.find((piece) => piece.start < use.start || piece.end > use.end) ?? use;
    return { text: part, start, end };
  }
  if (home.end - home.start !== home.text.length) return { text: whole, start: home.start, end: home.end };
  const start = home.start + index - home.at;
  return { text: whole, start, end: start + length };
}

/** A text without variables. */
export function plain(use: Place): Interpolated {
  return { text: use.text, pieces: [{ ...use, at: 0 }], missing: [], use };
}
