/** A text whose bracketed parts stand on one line; lengths and offsets stay. `comments` are those that had to go: start, end, … */
interface Joined {
  readonly text: string;
  readonly comments: readonly number[];
}

/** What the scanner stands in: a bracket, the text of an f-string, or its format specification. */
type Mode = { readonly kind: 'bracket' | 'spec' } | { readonly kind: 'f-string'; readonly quote: string; readonly raw: boolean };

interface Scan {
  readonly text: string;
  readonly modes: Mode[];
  /** Ranges to be made blank. */
  readonly blanks: number[];
  readonly comments: number[];
}

const stringStart = /([a-z]{0,2})("""|'''|"|')/iy;

/**
 * Inside brackets Python ignores line ends and indentation; the grammar sometimes takes a line that stands further left than its block
 * for the end of that block. Undefined when brackets or strings don't close, or nothing is to be joined.
 */
export function joinLines(text: string): Joined | undefined {
  const scan: Scan = { text, modes: [], blanks: [], comments: [] };
  let at = 0;
  while (at < text.length) {
    const mode = scan.modes.at(-1);
    const next = mode?.kind === 'f-string' ? readFString(scan, at, mode) : mode?.kind === 'spec' ? readSpec(scan, at) : readCode(scan, at);
    if (next === undefined) return undefined;
    at = next;
  }
  if (scan.modes.length > 0 || scan.blanks.length === 0) return undefined;
  return { text: blanked(scan), comments: scan.comments };
}

function blanked({ text, blanks }: Scan): string {
  const parts: string[] = [];
  let done = 0;
  for (let index = 0; index < blanks.length; index += 2) {
    const start = blanks[index] ?? 0;
    const end = blanks[index + 1] ?? start;
    parts.push(text.slice(done, start), ' '.repeat(end - start));
    done = end;
  }
  parts.push(text.slice(done));
  return parts.join('');
}

/** Each reader takes one piece from `at` on and returns where the next begins; undefined gives up. */
function readCode(scan: Scan, at: number): number | undefined {
  const { text, modes, blanks, comments } = scan;
  const inBracket = modes.length > 0;
  const letter = text.charAt(at);
  switch (letter) {
    case '(':
    case '[':
    case '{':
      modes.push({ kind: 'bracket' });
      return at + 1;
    case ')':
    case ']':
    case '}':
      return modes.pop() === undefined ? undefined : at + 1;
    case '\n':
      if (inBracket) blanks.push(at, at + 1);
      return at + 1;
    case '\\':
      if (inBracket && text.charAt(at + 1) === '\n') blanks.push(at, at + 2);
      return at + 2;
    case '#': {
      const end = text.indexOf('\n', at);
      const stop = end === -1 ? text.length : end;
      if (inBracket) {
        blanks.push(at, stop);
        comments.push(at, stop);
      }
      return stop;
    }
    case ':':
      // only the colon directly in the braces of an f-string begins a format specification
      if (modes.at(-2)?.kind === 'f-string' && text.charAt(at + 1) !== '=') modes.push({ kind: 'spec' });
      return at + 1;
    default:
      return readWord(scan, at);
  }
}

const word = /[\p{L}\p{N}_]+/uy;

function readWord(scan: Scan, at: number): number | undefined {
  const { text, modes } = scan;
  stringStart.lastIndex = at;
  const opening = stringStart.exec(text);
  if (opening === null) {
    word.lastIndex = at;
    return word.test(text) ? word.lastIndex : at + 1;
  }
  const [whole, prefix = '', quote = ''] = opening;
  const raw = /r/i.test(prefix);
  if (/[ft]/i.test(prefix)) {
    modes.push({ kind: 'f-string', quote, raw });
    return at + whole.length;
  }
  return endOfString(text, at + whole.length, quote);
}

/** A backslash guards the character after it in raw strings as well. */
function endOfString(text: string, from: number, quote: string): number | undefined {
  for (let at = from; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === '\\') at++;
    else if (letter === '\n' && quote.length === 1) return undefined;
    else if (text.startsWith(quote, at)) return at + quote.length;
  }
  return undefined;
}

function readFString({ text, modes }: Scan, at: number, { quote }: { readonly quote: string }): number | undefined {
  const letter = text.charAt(at);
  if (letter === '\\') return text.startsWith('N{', at + 1) ? at + 3 : at + 2;
  if (letter === '\n' && quote.length === 1) return undefined;
  if (text.startsWith(quote, at)) {
    modes.pop();
    return at + quote.length;
  }
  if (letter === '{') {
    if (text.charAt(at + 1) === '{') return at + 2;
    modes.push({ kind: 'bracket' });
  }
  return at + 1;
}

/** The closing brace ends the specification and the expression before it. */
function readSpec({ text, modes }: Scan, at: number): number {
  const letter = text.charAt(at);
  if (letter === '}') {
    modes.pop();
    modes.pop();
  } else if (letter === '{') modes.push({ kind: 'bracket' });
  return at + 1;
}
