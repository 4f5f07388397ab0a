/**
 * Splits a Django template into its tags, as Django's own lexer does: a tag ends on the line it begins
 * (https://docs.djangoproject.com/en/dev/ref/templates/language/). What stands in `verbatim` or `comment` is left out.
 */
export interface Token {
  readonly kind: 'block' | 'variable';
  /** What stands between the braces, without the spaces around. */
  readonly text: string;
  /** Offset of the opening brace. */
  readonly start: number;
  readonly end: number;
}

/** The tags and variables of a template that Django would evaluate. */
export function* readTemplate(text: string): Generator<Token> {
  let until: string | undefined;
  for (const match of text.matchAll(/\{%(.*?)%\}|\{\{(.*?)\}\}|\{#.*?#\}/g)) {
    const [whole, block, variable] = match;
    const start = match.index;
    if (block !== undefined) {
      const inner = block.trim();
      if (until !== undefined) {
        if (inner === until || (until === 'endcomment' && inner.startsWith('endcomment'))) until = undefined;
        continue;
      }
      until = closingTag(inner);
      if (until === undefined) yield { kind: 'block', text: inner, start, end: start + whole.length };
    } else if (variable !== undefined && until === undefined) {
      yield { kind: 'variable', text: variable.trim(), start, end: start + whole.length };
    }
  }
}

/** `verbatim` and `comment` take everything up to their end; a named verbatim ends with its name. */
function closingTag(tag: string): string | undefined {
  if (tag === 'verbatim' || tag.startsWith('verbatim ')) return `end${tag}`;
  return tag === 'comment' || tag.startsWith('comment ') ? 'endcomment' : undefined;
}

/** The first word of a block: the tag's name. */
export function tagName({ kind, text }: Token): string | undefined {
  return kind === 'block' ? text.split(/\s/, 1)[0] : undefined;
}

/** The filters that a tag or variable applies, with the offset of each name in the token's text. */
export function filtersIn({ text }: Token): readonly { readonly name: string; readonly at: number }[] {
  const bare = text.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'/g, (quoted) => ' '.repeat(quoted.length));
  return [...bare.matchAll(/\|\s*(\w+)/g)].map((match) => ({
    name: match[1] ?? '',
    at: match.index + match[0].length - (match[1] ?? '').length,
  }));
}

/** The libraries that `{% load a b %}` and `{% load x from a %}` name. */
export function librariesIn(token: Token): readonly string[] {
  if (tagName(token) !== 'load') return [];
  const words = token.text.split(/\s+/).slice(1);
  const from = words.indexOf('from');
  return from === -1 ? words : words.slice(from + 1);
}
