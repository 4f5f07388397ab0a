/** GitHub's Markdown for a terminal: enough of it to read a review as its author does, collapsed parts collapsed. */
import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];
const style = (format: Format, text: string): string => styleText(format, text, { stream: process.stdout });
/** Without colours a struck line keeps its tildes, or nobody could tell. */
const strike = (text: string): string => (style('strikethrough', '') === '' ? `~~${text}~~` : style('strikethrough', text));

function inline(text: string): string {
  const codes: string[] = [];
  const withoutCode = text.replace(/(`+) ?(.+?) ?\1/gu, (_, _fence: string, code: string) => `\u0000${codes.push(code) - 1}\u0000`);
  const plain = withoutCode
    .replaceAll(/\[([^\]]+)\]\(https?:[^)]*\)/gu, '$1')
    .replaceAll(/~~(.+?)~~/gu, (_, struck: string) => strike(struck))
    .replaceAll(/\*\*(.+?)\*\*/gu, (_, strong: string) => style('bold', strong))
    .replaceAll(/(?<![\w\\])_(.+?)_(?!\w)/gu, (_, weak: string) => style('italic', weak))
    .replaceAll(/\\([\\`*_{}[\]()#+!|~<>&-])/gu, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
    .replaceAll('\u2060', '');
  // eslint-disable-next-line no-control-regex
  return plain.replaceAll(/\u0000(\d+)\u0000/gu, (_, index: string) => style('cyan', (codes[Number(index)] ?? '').replaceAll('\\|', '|')));
}

/** A table as one paragraph for each row: wide cells don't fit beside each other in a terminal. */
function table(rows: readonly string[]): readonly string[] {
  const cells = (row: string): readonly string[] =>
    row
      .split(/(?<!\\)\|/u)
      .slice(1, -1)
      .map((cell) => cell.trim());
  const [head = '', , ...body] = rows;
  const names = cells(head);
  return body.flatMap((row) => {
    const [first = '', ...others] = cells(row);
    const width = Math.max(...names.map((name) => name.length));
    const lines = others.flatMap((cell, index) =>
      cell
        .split('<br>')
        .map((part, nth) => `    ${style('dim', (nth === 0 ? (names[index + 1] ?? '') : '').padEnd(width))}  ${inline(part)}`),
    );
    return [`  ${inline(first)}`, ...lines];
  });
}

function fenced(kind: string, lines: readonly string[]): readonly string[] {
  if (kind === 'suggestion') return [style('dim', 'Suggested change:'), ...lines.map((line) => style('green', `+ ${line}`))];
  return lines.map((line) => style('cyan', `  ${line}`));
}

/** The lines to print. What is collapsed on GitHub is one line here; hidden marks are left out. */
export function renderMarkdown(markdown: string): readonly string[] {
  const lines = markdown
    .replaceAll(/<!--.*?-->/gsu, '')
    .trim()
    .split('\n');
  const shown: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const fence = /^(\s*)(`{3,})(\w*)/u.exec(line);
    const summary = /<details><summary>(.*)<\/summary>/u.exec(line);
    if (fence !== null) {
      const end = lines.findIndex((one, index) => index > at && one.trim() === fence[2]);
      shown.push(...fenced(fence[3] ?? '', lines.slice(at + 1, end)));
      at = end === -1 ? lines.length : end;
    } else if (summary !== null) {
      shown.push(style('dim', `▸ ${(summary[1] ?? '').replaceAll(/<[^>]+>/gu, '')}`));
      for (let depth = 1; depth > 0 && at < lines.length - 1;) {
        at += 1;
        depth += (lines[at] ?? '').startsWith('<details>') ? 1 : (lines[at] ?? '').startsWith('</details>') ? -1 : 0;
      }
    } else if (line.startsWith('|')) {
      const end = lines.findIndex((one, index) => index > at && !one.startsWith('|'));
      shown.push(...table(lines.slice(at, end === -1 ? undefined : end)));
      at = (end === -1 ? lines.length : end) - 1;
    } else {
      const heading = /^#+ (.*)/u.exec(line);
      shown.push(heading === null ? inline(line) : style('bold', inline(heading[1] ?? '')));
    }
  }
  return shown.filter((line, index) => line !== '' || shown[index - 1] !== '');
}
