/** Escapes of string and bytes literals: https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences */

interface Flavour {
  readonly raw: boolean;
  readonly bytes: boolean;
  /** In f-strings doubled braces stand for single ones. */
  readonly braces: boolean;
}

/** `value` is undefined when the text needs a table of Unicode names (`\N{…}`) or is not valid, which `problem` then says. */
interface Decoded {
  readonly value: string | undefined;
  readonly problem?: string;
}

const simple = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

const digits = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** The text between the quotes of one literal, as the value it stands for. */
export function decodeEscapes(text: string, flavour: Flavour): Decoded {
  if (flavour.bytes && !isAscii(text)) return { value: undefined, problem: 'A bytes literal can only hold ASCII characters.' };
  const plain = flavour.braces ? text.replaceAll('{{', '{').replaceAll('}}', '}') : text;
  if (flavour.raw || !text.includes('\\')) return { value: plain };
  let value = '';
  let at = 0;
  while (at < text.length) {
    const letter = text.charAt(at);
    if (letter !== '\\') {
      const doubled = flavour.braces && (letter === '{' || letter === '}') && text.charAt(at + 1) === letter;
      value += letter;
      at += doubled ? 2 : 1;
      continue;
    }
    const escape = decodeOne(text, at, flavour);
    if (escape.value === undefined) return escape;
    value += escape.value;
    at += escape.length;
  }
  return { value };
}

function decodeOne(text: string, at: number, { bytes }: Flavour): Decoded & { readonly length: number } {
  const letter = text.charAt(at + 1);
  const known = simple.get(letter);
  if (known !== undefined) return { value: known, length: 2 };
  if (letter >= '0' && letter <= '7') {
    const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0] ?? letter;
    const code = Number.parseInt(octal, 8);
    return { value: String.fromCharCode(bytes ? code & 255 : code), length: 1 + octal.length };
  }
  if (bytes && letter !== 'x') return { value: `\\${letter}`, length: 2 };
  if (letter === 'N') return { value: undefined, length: 2 };
  const count = digits.get(letter);
  if (count === undefined) return { value: `\\${letter}`, length: 2 };
  const hex = text.slice(at + 2, at + 2 + count);
  const code = hex.length === count && /^[\da-fA-F]+$/.test(hex) ? Number.parseInt(hex, 16) : Infinity;
  if (code > 0x10ffff) return { value: undefined, problem: `The escape \`\\${letter}${hex}\` is incomplete or out of range.`, length: 2 };
  return { value: String.fromCodePoint(code), length: 2 + count };
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}
