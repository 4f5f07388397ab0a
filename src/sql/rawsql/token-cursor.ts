import type { Token } from './grammar/tokens.ts';

/** A place in a list of tokens that moves forward as words are taken. */
export interface TokenCursor {
  /** The value of the token ahead (0: the next one); '' at the end and for strings. */
  readonly peek: (ahead?: number) => string;
  /** Takes these words when they come next, all of them or none. */
  readonly take: (...words: readonly string[]) => boolean;
  /** Takes the next token, whatever it is. */
  readonly next: () => Token | undefined;
  /** Takes a name that may be dotted: `shop.orders`; undefined when there is none. */
  readonly name: () => string | undefined;
  /** Takes a parenthesis with all that stands in it, and gives what is inside; empty when none comes next. */
  readonly group: () => readonly Token[];
  /** Takes all that is left. */
  readonly rest: () => readonly Token[];
  readonly done: () => boolean;
}

/** A cursor at the first token. */
export function cursorOf(tokens: readonly Token[]): TokenCursor {
  let at = 0;
  const value = (index: number): string => {
    const token = tokens[index];
    return token === undefined || token.kind === 'string' || token.kind === 'name' ? '' : token.value;
  };
  const next = (): Token | undefined => tokens[at++];
  return {
    peek: (ahead = 0) => value(at + ahead),
    take: (...words) => {
      if (!words.every((word, index) => value(at + index) === word)) return false;
      at += words.length;
      return true;
    },
    next,
    name: () => {
      const first = tokens[at];
      if (first === undefined || (first.kind !== 'word' && first.kind !== 'name')) return undefined;
      at += 1;
      let name = writtenName(first);
      while (value(at) === '.' && tokens[at + 1] !== undefined) {
        const part = tokens[at + 1];
        at += 2;
        if (part !== undefined) name += `.${writtenName(part)}`;
      }
      return name;
    },
    group: () => {
      if (value(at) !== '(') return [];
      const from = at + 1;
      for (let depth = 0; at < tokens.length; at += 1) {
        depth += value(at) === '(' ? 1 : value(at) === ')' ? -1 : 0;
        if (depth === 0) return tokens.slice(from, at++);
      }
      return tokens.slice(from);
    },
    rest: () => {
      const left = tokens.slice(at);
      at = tokens.length;
      return left;
    },
    done: () => at >= tokens.length,
  };
}

function writtenName({ value, name }: Token): string {
  return name ?? value;
}

/** The tokens between commas that stand outside parentheses. */
export function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    const symbol = token.kind === 'symbol' ? token.value : '';
    depth += symbol === '(' ? 1 : symbol === ')' ? -1 : 0;
    if (symbol === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}
