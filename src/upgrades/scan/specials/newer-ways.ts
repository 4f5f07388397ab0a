/** Code that works on and could be written in a newer way. */
import type { Expr } from '../../../python/ast.ts';
import { dottedOf, report, typeAt } from '../tree/sheet.ts';
import { definedAt } from '../resolve/graph.ts';
import { derives } from '../resolve/repository.ts';
import type { Special } from './special.ts';

const choices = new Set(
  ['Choices', 'IntegerChoices', 'TextChoices']
    .flatMap((name) => [`django.db.models.${name}`, `django.db.models.enums.${name}`])
    .map(definedAt),
);
const modelAdmin = new Set(['django.contrib.admin.options.ModelAdmin']);

/** `MoneyField(choices=Currency.choices)`: since Django 5.0 fields take the enumeration itself. */
export const choicesOfEnum: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'Call') return;
  for (const { arg, value } of node.keywords) {
    if (arg !== 'choices' || value.kind !== 'Attribute' || value.attr !== 'choices') continue;
    const owner = typeAt(sheet, standing, value.value) ?? ownClass(sheet.names.name, value.value);
    if (owner?.kind === 'class' && derives(sheet.repository, owner.path, sheet.file, choices) === 'yes')
      report(sheet, watch, standing, { node, sureness: 1 });
  }
};

function ownClass(module: string, expr: Expr): { readonly kind: 'class'; readonly path: string } | undefined {
  return expr.kind === 'Name' ? { kind: 'class', path: `${module}.${expr.id}` } : undefined;
}

/** `clinic_site.register(Visit, VisitAdmin)`: the decorator takes the site. */
export const adminClassRegistered: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'Call' || node.func.kind !== 'Attribute' || node.func.attr !== 'register') return;
  const [, admin] = node.args;
  if (admin === undefined || !dottedOf(node.func.value)?.endsWith('site')) return;
  const owner = typeAt(sheet, standing, admin);
  if (owner?.kind === 'class' && derives(sheet.repository, owner.path, sheet.file, modelAdmin) !== 'no')
    report(sheet, watch, standing, { node, sureness: 1 });
};
