/** `@models.permalink` with its tuple → a method that returns `reverse(…)`. */
import type { TextEdit } from '../../../source/edit.ts';
import type { Expr, FunctionDef, Node, Tuple } from '../../../python/ast.ts';
import { lookUp } from '../resolve/qualify.ts';
import { descend, type AnyNode } from '../tree/children.ts';
import { indentOf, lineSpan, removeElement, replace, replaceNode, textOfNode, type Draft } from './edits.ts';
import { isTaken, type ImportFix } from './fix-import.ts';

interface PermalinkSite extends ImportFix {
  readonly node: Node;
  readonly subject: AnyNode | undefined;
  readonly ancestors: readonly AnyNode[];
}

/** Only where each method is nothing but the decorator and one tuple; all that one import brings, or one reference. */
export function fixPermalink(site: PermalinkSite): readonly TextEdit[] {
  const { subject, node } = site;
  if (isTaken(site, 'reverse', 'django.urls.reverse')) return [];
  if (subject?.kind === 'ImportFrom' && 'asname' in node) return fixImported(site);
  const method = site.ancestors.at(-1);
  const first = site.module.body.find((each) => each.kind === 'Import' || each.kind === 'ImportFrom');
  const edits = method?.kind === 'FunctionDef' ? fixMethod(site, method) : undefined;
  if (edits === undefined || first === undefined) return [];
  return [...addReverse(site, lastDjangoImport(site) ?? first), ...edits];
}

function fixImported(site: PermalinkSite): readonly TextEdit[] {
  const { subject, node } = site;
  if (subject?.kind !== 'ImportFrom') return [];
  const alias = subject.names.find((each) => each === node);
  if (alias === undefined) return [];
  const local = alias.asname ?? alias.name;
  const edits: TextEdit[] = [];
  let [uses, decorated] = [0, 0];
  for (const each of descend(site.module)) {
    if (each.kind === 'Name' && each.id === local) uses += 1;
    if (each.kind !== 'FunctionDef' || !each.decorators.some((decorator) => decorator.kind === 'Name' && decorator.id === local)) continue;
    const method = fixMethod(site, each);
    if (method === undefined) return [];
    decorated += 1;
    edits.push(...method);
  }
  if (uses !== decorated || decorated === 0) return [];
  if (subject.names.length > 1) {
    const removed = removeElement(site, subject.names, alias);
    return removed === undefined ? [] : [...addReverse(site, subject), removed, ...edits];
  }
  if (indentOf(site, subject) !== '') return [];
  const span = lineSpan(site, subject);
  if (!isThere(site)) return [replaceNode(site, subject, 'from django.urls import reverse'), ...edits];
  return span === undefined ? [] : [replaceNode(site, span, ''), ...edits];
}

function isThere({ names }: ImportFix): boolean {
  return lookUp(names, 'reverse', names.scopes.module) !== undefined;
}

/** A line after the import, which stands on lines of its own. */
function addReverse(site: PermalinkSite, after: Node): readonly TextEdit[] {
  return isThere(site) ? [] : [replace(site, after.end, after.end, '\nfrom django.urls import reverse')];
}

function lastDjangoImport({ module }: Draft): Node | undefined {
  return module.body.findLast((each) => each.kind === 'ImportFrom' && each.module?.startsWith('django.') === true);
}

function fixMethod(site: Draft, method: FunctionDef): readonly TextEdit[] | undefined {
  const [decorator] = method.decorators;
  const [only] = method.body;
  if (decorator === undefined || method.decorators.length > 1 || method.body.length > 1) return undefined;
  const value = only?.kind === 'Return' ? only.value : undefined;
  const call = value?.kind === 'Tuple' ? reverseOf(site, value) : undefined;
  const line = lineSpan(site, { start: site.module.text.lastIndexOf('@', decorator.start), end: decorator.end });
  if (value === undefined || call === undefined || line === undefined || textOfNode(site, line).includes('#')) return undefined;
  return [replaceNode(site, line, ''), replaceNode(site, value, call)];
}

/** `("visit", [self.pk], {"day": 1})` → `reverse("visit", args=[self.pk], kwargs={"day": 1})` */
function reverseOf(site: Draft, { elts }: Tuple): string | undefined {
  const [name, args, kwargs] = elts;
  if (name === undefined || elts.length > 3 || elts.some((each) => each.kind === 'Starred')) return undefined;
  const parts = [textOfNode(site, name)];
  if (args !== undefined && !isEmpty(args)) parts.push(`args=${textOfNode(site, args)}`);
  if (kwargs !== undefined && !isEmpty(kwargs)) parts.push(`kwargs=${textOfNode(site, kwargs)}`);
  return elts.length < 2 ? undefined : `reverse(${parts.join(', ')})`;
}

function isEmpty(expr: Expr): boolean {
  return ((expr.kind === 'List' || expr.kind === 'Tuple') && expr.elts.length === 0) || (expr.kind === 'Dict' && expr.keys.length === 0);
}
