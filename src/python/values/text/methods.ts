import type { PyValue } from '../../value.ts';
import { pyBool } from '../compare.ts';
import { formatBraces } from './format.ts';
import { pyInt, pyStr } from '../operators.ts';
import type { Result } from '../operators.ts';

type Method = (text: string, args: readonly PyValue[], kwargs: ReadonlyMap<string, PyValue>) => Result;

/** Python also takes these four separators and NEL for white space, JavaScript does not; and the byte order mark the other way round. */
const pythonOnly = '\u001C\u001D\u001E\u001F\u0085';

function isSpace(letter: string): boolean {
  return (/\s/.test(letter) && letter !== '\uFEFF') || pythonOnly.includes(letter);
}

/** Methods of `str` on a constant text; undefined from one says that it would fail or is not worked out here. */
const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['format', (text, args, kwargs) => formatBraces(text, args, kwargs)],
  ['join', (text, [items]) => joinTexts(text, items)],
  ['strip', (text, args) => strip(text, args, 'both')],
  ['lstrip', (text, args) => strip(text, args, 'left')],
  ['rstrip', (text, args) => strip(text, args, 'right')],
  ['upper', (text, args) => (args.length === 0 ? onAscii(text, text.toUpperCase()) : undefined)],
  ['lower', (text, args) => (args.length === 0 ? onAscii(text, text.toLowerCase()) : undefined)],
  ['capitalize', (text) => onAscii(text, text.charAt(0).toUpperCase() + text.slice(1).toLowerCase())],
  [
    'title',
    (text) =>
      onAscii(
        text,
        text.toLowerCase().replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase()),
      ),
  ],
  ['replace', (text, args) => replace(text, args)],
  [
    'startswith',
    (text, [start], kwargs) => (start?.kind === 'str' && kwargs.size === 0 ? pyBool(text.startsWith(start.value)) : undefined),
  ],
  ['endswith', (text, [end], kwargs) => (end?.kind === 'str' && kwargs.size === 0 ? pyBool(text.endsWith(end.value)) : undefined)],
  [
    'removeprefix',
    (text, [start]) => (start?.kind === 'str' ? pyStr(text.startsWith(start.value) ? text.slice(start.value.length) : text) : undefined),
  ],
  [
    'removesuffix',
    (text, [end]) =>
      end?.kind === 'str' ? pyStr(end.value !== '' && text.endsWith(end.value) ? text.slice(0, -end.value.length) : text) : undefined,
  ],
  [
    'find',
    (text, [part, from]) =>
      part?.kind === 'str' && from === undefined && isAscii(text) ? pyInt(BigInt(text.indexOf(part.value))) : undefined,
  ],
  ['split', (text, args) => split(text, args)],
  [
    'splitlines',
    (text, args) => (args.length === 0 && hasOnlyPlainLines(text) ? textList(text.replace(/\n$/, '').split('\n'), text === '') : undefined),
  ],
  [
    'zfill',
    (text, [width]) =>
      width?.kind === 'int' && width.value < 1000n && /^\w*$/.test(text) ? pyStr(text.padStart(Number(width.value), '0')) : undefined,
  ],
  ['count', (text, [part]) => (part?.kind === 'str' && part.value !== '' ? pyInt(BigInt(text.split(part.value).length - 1)) : undefined)],
  ['isdigit', (text) => (isAscii(text) ? pyBool(/^\d+$/.test(text)) : undefined)],
]);

export function callTextMethod(name: string, text: string, args: readonly PyValue[], kwargs: ReadonlyMap<string, PyValue>): Result {
  return name === 'format' || kwargs.size === 0 ? methods.get(name)?.(text, args, kwargs) : undefined;
}

/** `textwrap.dedent`: https://docs.python.org/3/library/textwrap.html#textwrap.dedent */
export function dedent(text: string): string {
  const lines = text.split('\n').map((line) => (/^[^\S\n]+$/.test(line) ? '' : line));
  let margin: string | undefined;
  for (const line of lines) {
    if (line === '') continue;
    const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
    margin = margin === undefined ? indent : commonStart(margin, indent);
  }
  const cut = margin?.length ?? 0;
  return lines.map((line) => line.slice(cut)).join('\n');
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

/** Python splits lines at more signs than `\n`. */
function hasOnlyPlainLines(text: string): boolean {
  return !/[\r\v\f\u2028\u2029]/.test(text) && !Array.from(pythonOnly).some((sign) => text.includes(sign));
}

function textList(parts: readonly string[], isEmpty: boolean): PyValue {
  return { kind: 'list', items: isEmpty ? [] : parts.map(pyStr) };
}

function isAscii(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

/** The two languages change the case of other letters by different tables. */
function onAscii(text: string, changed: string): Result {
  return isAscii(text) ? pyStr(changed) : undefined;
}

function joinTexts(separator: string, items: PyValue | undefined): Result {
  if (items?.kind === 'str') return pyStr(Array.from(items.value).join(separator));
  const parts =
    items?.kind === 'dict'
      ? items.entries.map(([key]) => key)
      : items !== undefined && (items.kind === 'list' || items.kind === 'tuple')
        ? items.items
        : undefined;
  if (parts === undefined) return undefined;
  const texts: string[] = [];
  for (const part of parts) {
    if (part.kind !== 'str') return undefined;
    texts.push(part.value);
  }
  return pyStr(texts.join(separator));
}

function strip(text: string, [chars]: readonly PyValue[], side: 'left' | 'right' | 'both'): Result {
  if (chars !== undefined && chars.kind !== 'str' && chars.kind !== 'none') return undefined;
  const isCut = (letter: string): boolean => (chars?.kind === 'str' ? chars.value.includes(letter) : isSpace(letter));
  let start = 0;
  let end = text.length;
  if (side !== 'right') while (start < end && isCut(text.charAt(start))) start++;
  if (side !== 'left') while (end > start && isCut(text.charAt(end - 1))) end--;
  return pyStr(text.slice(start, end));
}

function replace(text: string, [from, to, ...rest]: readonly PyValue[]): Result {
  if (from?.kind !== 'str' || to?.kind !== 'str' || rest.length > 0 || from.value === '') return undefined;
  const replaced = text.split(from.value);
  return replaced.length * to.value.length + text.length > 1_048_576 ? undefined : pyStr(replaced.join(to.value));
}

function words(text: string): readonly string[] {
  const plain = Array.from(text, (letter) => (isSpace(letter) ? ' ' : letter)).join('');
  return plain.split(' ').filter((part) => part !== '');
}

function split(text: string, [separator, limit]: readonly PyValue[]): Result {
  if (limit !== undefined) return undefined;
  if (separator === undefined || separator.kind === 'none') return textList(words(text), false);
  return separator.kind === 'str' && separator.value !== '' ? textList(text.split(separator.value), false) : undefined;
}
