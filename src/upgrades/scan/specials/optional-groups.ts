/** Named groups of a route that need not match. */
import { qualify } from '../resolve/qualify.ts';
import { argumentAt, literalText } from '../tree/literals.ts';
import { report } from '../tree/sheet.ts';
import type { Special } from './special.ts';

const routes = new Set(['django.urls.re_path', 'django.conf.urls.url', 'django.urls.conf.re_path']);

/** `re_path(r"^visits/(?P<day>\d+)?$", visits)`: without a day the view gets no such argument any more. */
export const rePathOptionalGroup: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'Call' || !qualify(sheet.names, node.func, standing.scope).some(({ path }) => routes.has(path))) return;
  const pattern = literalText(argumentAt(node, { index: 0, name: 'route' }) ?? argumentAt(node, { name: 'regex' }));
  if (pattern !== undefined && hasOptionalName(pattern)) report(sheet, watch, standing, { node, sureness: 2 });
};

interface Group {
  readonly isNamed: boolean;
  /** It is named, or a group in it is. */
  holdsName: boolean;
  hasBar: boolean;
}

/** Escapes, classes, brackets that open, brackets that close with what follows them, bars. */
const token = /\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]|\(\?P<\w+>|\((?:\?(?:[:=!]|<[=!]))?|\)(?:[?*]|\{0?,\d*\})?|\|/g;

/** Whether a named group, or one around it, may be left out: `(?P<a>x)?`, `(?:(?P<a>x)/)?`, `(?:(?P<a>x)|y)`. */
export function hasOptionalName(pattern: string): boolean {
  const whole: Group = { isNamed: false, holdsName: false, hasBar: false };
  const open: Group[] = [whole];
  for (const [found] of pattern.matchAll(token)) {
    const current = open.at(-1)!;
    if (found.startsWith('(')) {
      const isNamed = found.startsWith('(?P<');
      open.push({ isNamed, holdsName: isNamed, hasBar: false });
    } else if (found === '|') current.hasBar = true;
    else if (found.startsWith(')') && open.length > 1) {
      open.pop();
      // In `(?P<a>x|y)` the bar leaves the group itself in place.
      if (current.holdsName && (found.length > 1 || (current.hasBar && !current.isNamed))) return true;
      if (current.holdsName) open.at(-1)!.holdsName = true;
    }
  }
  return whole.holdsName && whole.hasBar;
}
