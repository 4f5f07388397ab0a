/** Templates that stand in Python's strings: `Template("{% ifequal a b %}…")`. */
import type { Constant } from '../../../python/ast.ts';
import { literalText } from '../tree/literals.ts';
import { report, type Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';
import { scanTokens } from './scan-template.ts';

/** Functions and methods that take a template's text. */
const takers: ReadonlySet<string> = new Set(['Template', 'from_string', 'render_string', 'render_template_string']);

/** Checks a string for tags, filters and libraries; what is no docstring and has tags of Django's may be a template wherever it stands. */
export function checkTemplateString(sheet: Sheet, node: Constant, standing: Standing): void {
  const value = literalText(node);
  const parent = standing.ancestors.at(-1);
  if (value === undefined || parent?.kind === 'Expr' || !/\{[%{]/.test(value)) return;
  const callee = parent?.kind === 'Call' && parent.args[0] === node ? parent.func : undefined;
  const name = callee?.kind === 'Attribute' ? callee.attr : callee?.kind === 'Name' ? callee.id : '';
  const { module, index, active, file } = sheet;
  const text = module.text.slice(node.start, node.end);
  scanTokens({ path: file, text, index, active }, (watch, start, end, told) => {
    report(sheet, watch, standing, {
      node: { start: node.start + start, end: node.start + end },
      shown: text.slice(start, end),
      sureness: takers.has(name) ? 3 : 2,
      rewritable: false,
      ...(told?.derived ? { derived: true } : {}),
    });
  });
}
