/**
 * Text that the pull request's author controls (names, paths, SQL, messages) on its way into GitHub's Markdown. Nothing of it may ping a
 * team, forge one of our hidden markers, close our <details>, break out of a table, or be shown in another order than it is.
 */

/** Control and bidirectional characters, and others that draw nothing: https://www.unicode.org/reports/tr9/ and tr36. */
const invisible =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** The text with characters that hide or reorder shown as `\u{…}`. */
export function visible(text: string): string {
  return text.replace(invisible, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** At most `most` UTF-16 units, cut at a character, an ellipsis for the rest. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, Math.max(0, most - 1));
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** Marker-like text can't stand anywhere in a body, not even inside code: a zero-width joiner is put into it. */
function withoutMarkers(text: string): string {
  return text.replaceAll('<!--', '<\u2060!--').replaceAll('-->', '--\u2060>');
}

/** Inline code that shows exactly `text`, on one line, also inside a table cell. Empty text gives an empty string. */
export function code(text: string): string {
  const line = withoutMarkers(visible(text.replace(/\s*\n\s*/g, ' ')));
  if (line.trim() === '') return '';
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 || line.startsWith(' ') ? ' ' : '';
  return `${fence}${padding}${line}${padding}${fence}`;
}

/** A fenced block whose fence is longer than any run of backticks inside. */
export function codeBlock(text: string, language: string): string {
  const body = withoutMarkers(visible(text)).replace(/\n+$/, '');
  const longest = Math.max(2, ...(body.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${body}\n${fence}`;
}

/** Plain text: Markdown, HTML, mentions, references to issues and bare links lose their meaning. */
export function plain(text: string): string {
  return visible(text.replace(/\s*\n\s*/g, ' '))
    .replace(/[\\`*_{}[\]()#+!|~<>&-]/g, (character) => (character === '<' ? '&lt;' : character === '&' ? '&amp;' : `\\${character}`))
    .replace(/@(?=\w)/g, '@\u2060')
    .replace(/\b(https?|ftp|www)(?=[:.])/gi, '$1\u2060')
    .replace(/\b(GH)(?=\\-\d)/gi, '$1\u2060');
}

/** A message of ours, in which names stand between backticks: those become code, the rest plain text. */
export function message(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? code(part) : prose(part)))
    .join('');
}

/** The words of our own sentences: only what could be dangerous is escaped, so that they stay readable in mails. */
function prose(text: string): string {
  return withoutMarkers(visible(text))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[*_[\]|~]/g, (character) => `\\${character}`)
    .replace(/@(?=\w)/g, '@\u2060')
    .replace(/#(?=\d)/g, '#\u2060');
}

/** A cell of a Markdown table: `|` is escaped also inside code, as GitHub's tables want it. */
export function cell(markdown: string): string {
  return markdown.replace(/\n/g, '<br>').replace(/(?<!\\)\|/g, '\\|');
}

/** A collapsed part. The title is Markdown of ours. */
export function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
