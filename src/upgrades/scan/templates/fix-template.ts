/** Rewrites of template tags. */
import type { Fix } from '../../../facts/upgrades/changes/change.ts';
import type { TextEdit } from '../../../source/edit.ts';
import { lineStarts, positionAt, type RepoPath } from '../../../source/position.ts';
import { readTemplate, tagName, type Token } from './lexer.ts';

interface Template {
  readonly path: RepoPath;
  readonly text: string;
}

/** The edits for the tag between two offsets; empty when it isn't written in a way that can be changed safely. */
export function fixTemplate({ path, text }: Template, start: number, end: number, fix: Fix | undefined): readonly TextEdit[] {
  if (fix === undefined || fix.review) return [];
  const starts = lineStarts(text);
  const edit = (from: number, to: number, newText: string): TextEdit => ({
    range: { path, start: positionAt(starts, from), end: positionAt(starts, to) },
    newText,
  });
  const tag = text.slice(start, end);
  if (fix.kind === 'rename-library') return renameLibrary(tag, fix.to).map((newText) => edit(start, end, newText));
  if (fix.kind === 'replace-text') {
    const changed = Object.entries(fix.to).reduce((before, [old, name]) => before.replaceAll(old, name), tag);
    return changed === tag ? [] : [edit(start, end, changed)];
  }
  if (fix.kind !== 'template-comparison') return [];
  if (/^\{%\s*if(?:not)?equal\b/.test(tag))
    return compareTags(text, start).map(([token, newText]) => edit(token.start, token.end, newText));
  const length = tag.replaceAll(/\|\s*length_is\s*:\s*("?)(\w+)\1/g, '|length == $2');
  return /^\{%\s*(?:if|elif)\b/.test(tag) && length !== tag ? [edit(start, end, length)] : [];
}

function renameLibrary(tag: string, to: string): readonly string[] {
  const [, open = '', words = '', close = ''] = /^(\{%\s*load\s+)(.*?)(\s*%\})$/.exec(tag) ?? [];
  if (words === '' || /\bfrom\b/.test(words)) return [];
  const renamed = words.split(/\s+/).map((word) => (word === 'staticfiles' || word === 'admin_static' ? to : word));
  return [`${open}${[...new Set(renamed)].join(' ')}${close}`];
}

/** `{% ifequal a b %}…{% endifequal %}` as `{% if a == b %}…{% endif %}`, with the end that belongs to it. */
function compareTags(text: string, start: number): readonly (readonly [Token, string])[] {
  const open: Token[] = [];
  for (const token of readTemplate(text)) {
    const name = tagName(token);
    if (name === 'ifequal' || name === 'ifnotequal') open.push(token);
    if (name !== 'endifequal' && name !== 'endifnotequal') continue;
    const begin = open.pop();
    if (begin?.start !== start) continue;
    const [tag, left, right, ...more] = words(begin.text);
    if (left === undefined || right === undefined || more.length > 0) return [];
    return [
      [begin, `{% if ${left} ${tag === 'ifequal' ? '==' : '!='} ${right} %}`],
      [token, '{% endif %}'],
    ];
  }
  return [];
}

/** Splits at spaces outside quotes. */
function words(text: string): readonly string[] {
  return text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
}
