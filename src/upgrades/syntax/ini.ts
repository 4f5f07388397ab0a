import type { Entry, Located, Mapping, Scalar } from './located.ts';
import type { SourceFile } from './source-file.ts';

const SECTION = /^\[([^\]]+)\]/;
const OPTION = /^\s*([^=:\s][^=:]*?)\s*[=:]\s?/;

interface Option {
  readonly key: Scalar;
  readonly indent: number;
  readonly lines: Scalar[];
}

/**
 * Reads INI as Python's configparser does (https://docs.python.org/3/library/configparser.html): values go on in indented lines,
 * `#` and `;` begin a comment at the start of a line, keys are lower-cased. A value of one line is a scalar, of several a list of lines.
 * A line that fits nowhere is skipped.
 */
export function readIni(file: SourceFile): Mapping {
  const sections: { readonly header: Scalar; readonly options: Option[] }[] = [];
  for (const [index, start] of file.starts.entries()) {
    const line = file.text.slice(start, (file.starts[index + 1] ?? file.text.length + 1) - 1);
    if (line.trim() === '' || /^\s*[#;]/.test(line)) continue;
    const current = sections.at(-1);
    const open = current?.options.at(-1);
    const indent = line.length - line.trimStart().length;
    const header = SECTION.exec(line)?.[1];
    const option = OPTION.exec(line);
    if (open !== undefined && indent > open.indent) open.lines.push(...valueLine(line, start, 0));
    else if (header !== undefined) sections.push({ header: scalar(header, start + 1), options: [] });
    else if (option?.[1] !== undefined) {
      const key = scalar(option[1].toLowerCase(), start + indent);
      current?.options.push({ key, indent, lines: valueLine(line, start, option[0].length) });
    }
  }
  const entries = sections.map(({ header, options }): Entry => {
    const keys = options.map(({ key, lines }): Entry => ({
      key: key.text,
      keyStart: key.start,
      keyEnd: key.end,
      value: valueOf(lines, key),
    }));
    const value: Mapping = { kind: 'map', entries: keys, start: header.start, end: keys.at(-1)?.value.end ?? header.end };
    return { key: header.text.trim(), keyStart: header.start, keyEnd: header.end, value };
  });
  return { kind: 'map', entries, start: 0, end: file.text.length };
}

function scalar(text: string, start: number): Scalar {
  return { kind: 'scalar', text, start, end: start + text.length, quoted: false };
}

function valueLine(line: string, start: number, from: number): Scalar[] {
  const text = line.slice(from).trim();
  return text === '' ? [] : [scalar(text, start + line.indexOf(text, from))];
}

function valueOf(lines: readonly Scalar[], key: Scalar): Located {
  const [first] = lines;
  if (first !== undefined && lines.length === 1) return first;
  return { kind: 'list', items: lines, start: first?.start ?? key.end, end: lines.at(-1)?.end ?? key.end };
}
