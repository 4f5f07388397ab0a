/** URLconfs. */
import type { Assign, Call, Expr } from '../../../python/ast.ts';
import { literalText } from '../tree/literals.ts';
import { chaseFrom, dottedOf, report, type Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';
import { definedAt } from '../resolve/graph.ts';
import { qualify } from '../resolve/qualify.ts';
import type { Special } from './special.ts';

/** `handler404 = "shop.views.not_found"` whose view takes no exception. */
export const errorViewMissingException: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'Assign' || standing.scope.parent !== undefined) return;
  const isHandler = node.targets.some((target) => target.kind === 'Name' && /^handler(?:400|403|404)$/.test(target.id));
  const path = isHandler ? (literalText(node.value) ?? qualify(sheet.names, node.value, standing.scope)[0]?.path) : undefined;
  const parameters = path === undefined ? undefined : parametersAt(sheet, path);
  if (parameters === undefined || parameters.some((name) => name.startsWith('*') || name === 'exception') || parameters.length > 1) return;
  report(sheet, watch, standing, { node, sureness: 3 });
};

function parametersAt(sheet: Sheet, path: string): readonly string[] | undefined {
  const chased = chaseFrom(sheet, path);
  if (!chased.own || chased.through === undefined) return undefined;
  return sheet.repository.outline(chased.through)?.functions.get(chased.path.slice(chased.path.lastIndexOf('.') + 1));
}

/** `include("shop.urls", namespace="shop")` where shop.urls sets no app_name. */
export const includeNamespaceWithoutAppName: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'Call' || !node.keywords.some(({ arg }) => arg === 'namespace') || !callsInclude(sheet, node, standing)) return;
  const [target] = node.args;
  if (target === undefined || target.kind === 'Tuple') return;
  const path = literalText(target) ?? qualify(sheet.names, target, standing.scope)[0]?.path;
  const file = path === undefined ? undefined : sheet.repository.modules.fileOf(path, sheet.file);
  if (file === undefined) return report(sheet, watch, standing, { node, sureness: 1 });
  const outline = sheet.repository.outline(file);
  if (outline !== undefined && !outline.values.has('app_name') && !outline.imports.has('app_name'))
    report(sheet, watch, standing, { node, sureness: 3 });
};

function callsInclude(sheet: Sheet, { func }: Call, { scope }: Standing): boolean {
  return qualify(sheet.names, func, scope).some(
    ({ path }) => definedAt(chaseFrom(sheet, path).path) === 'django.urls.conf.include' || /^django\.(?:conf\.)?urls\.include$/.test(path),
  );
}

/** A route below the admin's own prefix that stands after `admin.site.urls`. */
export const catchAllAfterAdmin: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'Assign' || standing.scope.parent !== undefined || !assignsUrls(node)) return;
  const routes = node.value.kind === 'List' ? node.value.elts.filter((each): each is Call => each.kind === 'Call') : [];
  const admin = routes.findIndex((each) => each.args.some(isAdminUrls));
  const prefix = routeOf(routes[admin]?.args[0]);
  if (admin === -1 || prefix === undefined || prefix === '') return;
  for (const route of routes.slice(admin + 1))
    if (routeOf(route.args[0])?.startsWith(prefix)) report(sheet, watch, standing, { node: route, sureness: 3 });
};

function assignsUrls({ targets }: Assign): boolean {
  return targets.some((target) => target.kind === 'Name' && target.id === 'urlpatterns');
}

function isAdminUrls(argument: Expr): boolean {
  const inner = argument.kind === 'Call' ? argument.args[0] : argument;
  return inner !== undefined && dottedOf(inner)?.endsWith('site.urls') === true;
}

/** The route's text without the marks of a regular expression. */
function routeOf(argument: Expr | undefined): string | undefined {
  return literalText(argument)?.replace(/^\^/, '');
}
