/** Imports, attributes and strings that name something watched. */
import type { Alias, Attribute, Call, Constant, Import, ImportFrom, Name } from '../../../python/ast.ts';
import { lookUp, qualify, type Qualified } from '../resolve/qualify.ts';
import type { Binding, ImportBinding } from '../resolve/scope.ts';
import { absoluteModule } from '../resolve/scopes.ts';
import { least, tailOf, watchedModule, type Sureness, type Watch, type WatchOf } from '../watch/watch.ts';
import type { AnyNode } from '../tree/children.ts';
import { literalText } from '../tree/literals.ts';
import { chaseFrom, isCaught, report, typeAt, type Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';

/** `import a.b`, `from a import b`. */
export function checkImport(sheet: Sheet, node: Import | ImportFrom, standing: Standing): void {
  if (node.kind === 'Import') {
    for (const alias of node.names) {
      for (const watch of modulesAt(sheet, alias.name)) report(sheet, watch, standing, { node, shown: alias.name, sureness: 3 });
      for (const watch of sheet.index.names.get(alias.name) ?? []) report(sheet, watch, standing, { node, shown: alias.name, sureness: 3 });
      reportBeside(sheet, alias.name, alias, standing);
    }
    return;
  }
  const module = absoluteModule(node, sheet.names.package);
  const reported = new Set<Watch>();
  for (const alias of node.names) checkAlias(sheet, { node, module, alias, standing }, reported);
}

/** An import that only counts beside what else is found. */
function reportBeside(sheet: Sheet, path: string, alias: Alias, standing: Standing): void {
  for (const watch of sheet.index.of('import-beside'))
    if (watch.detector.names.includes(path)) report(sheet, watch, standing, { node: alias, shown: path, sureness: 3, derived: true });
}

interface ImportedName {
  readonly node: ImportFrom;
  readonly module: string;
  readonly alias: Alias;
  readonly standing: Standing;
}

function checkAlias(sheet: Sheet, { node, module, alias, standing }: ImportedName, reported: Set<Watch>): void {
  const path = alias.name === '*' ? module : `${module}.${alias.name}`;
  const instead = sheet.index.instead.get(path);
  if (instead !== undefined && modulesAt(sheet, path).length > 0) {
    for (const watch of instead) report(sheet, watch, standing, { node: alias, shown: path, sureness: 3, subject: node });
    return;
  }
  for (const watch of modulesAt(sheet, path)) {
    if (!reported.has(watch)) report(sheet, watch, standing, { node, shown: path, sureness: 3 });
    reported.add(watch);
  }
  reportBeside(sheet, path, alias, standing);
  const direct = sheet.index.names.get(path);
  if (direct !== undefined) {
    for (const watch of direct) {
      const sureness: Sureness = hasStandIn(watch) && !makesField(sheet, alias) ? 2 : 3;
      report(sheet, watch, standing, { node: alias, shown: path, sureness, subject: node, rewritable: true });
    }
    return;
  }
  if (alias.name !== '*') checkReExport(sheet, path, alias, standing);
}

/** Django keeps the name for old migrations: importing it works on, and only a model's field made of it is refused. */
const hasStandIn = ({ change }: Watch): boolean => change.migrations === 'stub';

/** `paid = NullBooleanField(…)`, indented as in a class. */
function makesField({ module }: Sheet, { name, asname }: Alias): boolean {
  return new RegExp(`^[ \\t]+\\w+ *(?::[^=\\n]+)?= *(?:\\w+\\( *)?${asname ?? name}\\(`, 'm').test(module.text);
}

function isFieldOfClass(node: Attribute, { ancestors, scope }: Standing): boolean {
  const parent = ancestors.at(-1);
  return parent?.kind === 'Call' && parent.func === node && scope.node.kind === 'ClassDef';
}

/** A name that the repository re-exports: the place that imports it from outside is the cause, this one a user. */
function checkReExport(sheet: Sheet, path: string, node: AnyNode | Alias, standing: Standing): void {
  if (!sheet.index.tails.has(tailOf(path))) return;
  const chased = chaseFrom(sheet, path);
  if (chased.own || chased.through === undefined) return;
  for (const watch of sheet.index.names.get(chased.path) ?? []) {
    report(sheet, watch, standing, { node, shown: path, sureness: 3, cause: chased.through, derived: true });
  }
}

/** Watched modules at or above a path, unless the repository has a module of that name itself. */
function modulesAt(sheet: Sheet, path: string): readonly WatchOf<'module'>[] {
  const watches = watchedModule(sheet.index, path);
  if (watches.length === 0) return [];
  const [top = path] = path.split('.', 1);
  if (top !== 'django' && sheet.repository.modules.fileOf(top, sheet.file) !== undefined) return [];
  return watches;
}

/** `timezone.utc` and bare names that a star import brings. */
export function checkReference(sheet: Sheet, node: Attribute | Name, standing: Standing): void {
  if (node.kind === 'Name') return checkName(sheet, node, standing);
  if (!sheet.index.tails.has(node.attr) || standing.asked.includes(node.attr)) return;
  const meanings = qualify(sheet.names, node, standing.scope);
  const [meaning] = meanings;
  if (meaning === undefined || alreadyReported(sheet, meaning)) return;
  // Evidence that the name is an object's attribute speaks against a module's.
  if (meaning.binding === undefined && meaning.star === undefined && typeAt(sheet, standing, node.value)?.kind === 'instance') return;
  const sureness: Sureness = isCaught(standing, ['AttributeError']) ? 1 : meanings.length > 1 ? 2 : 3;
  const chased = chaseFrom(sheet, meaning.path);
  if (chased.own) return;
  for (const watch of sheet.index.names.get(meaning.path) ?? sheet.index.names.get(chased.path) ?? []) {
    report(sheet, watch, standing, {
      node,
      sureness: hasStandIn(watch) && !isFieldOfClass(node, standing) ? least(2, sureness) : sureness,
      rewritable: sureness === 3,
      path: meaning.path,
      ...(chased.through && chased.path !== meaning.path ? { cause: chased.through, derived: true } : {}),
    });
  }
  if (sheet.index.modules.has(meaning.path))
    for (const watch of modulesAt(sheet, meaning.path)) report(sheet, watch, standing, { node, sureness });
}

function alreadyReported(sheet: Sheet, { binding }: Qualified): boolean {
  return binding !== undefined && (sheet.index.names.has(binding.path) || watchedModule(sheet.index, importedPath(binding)).length > 0);
}

function importedPath({ path, statement, alias }: ImportBinding): string {
  return statement.kind === 'Import' ? alias.name : path;
}

function checkName(sheet: Sheet, node: Name, standing: Standing): void {
  const found = lookUp(sheet.names, node.id, standing.scope);
  if (found !== undefined) return checkUse(sheet, node, found.bindings, standing);
  if (!sheet.index.tails.has(node.id) || sheet.names.scopes.stars.length === 0) return;
  for (const { path, star } of qualify(sheet.names, node, standing.scope)) {
    if (star === undefined) continue;
    const chased = chaseFrom(sheet, path);
    const sureness: Sureness = sheet.names.scopes.stars.length === 1 ? 3 : 2;
    for (const watch of chased.own ? [] : (sheet.index.names.get(chased.path) ?? [])) {
      report(sheet, watch, standing, { node, sureness, ...(chased.through === undefined ? {} : { cause: chased.through, derived: true }) });
    }
  }
}

/** A use of a name whose import is the finding. */
function checkUse(sheet: Sheet, node: Name, bindings: readonly Binding[], standing: Standing): void {
  for (const binding of bindings) {
    if (binding.kind !== 'import') continue;
    for (const watch of sheet.index.names.get(binding.path) ?? sheet.index.instead.get(binding.path) ?? [])
      report(sheet, watch, standing, { node, sureness: 3, derived: true });
    if (!importedPath(binding).startsWith('.'))
      for (const watch of modulesAt(sheet, importedPath(binding))) report(sheet, watch, standing, { node, sureness: 3, derived: true });
  }
}

const importers: ReadonlySet<string> = new Set([
  'patch',
  'import_module',
  'import_string',
  '__import__',
  'locate',
  'import_object',
  'load_backend',
  'importorskip',
  'setattr',
  'delattr',
]);

/** Dotted paths in strings: settings, mock.patch(), import_string(). */
export function checkText(sheet: Sheet, node: Constant, standing: Standing): void {
  const text = literalText(node);
  if (text === undefined || text.length > 200 || !/^[A-Za-z_][\w.]*$/.test(text)) return;
  const parent = standing.ancestors.at(-1);
  const imports = parent?.kind === 'Call' && parent.args[0] === node && importers.has(calleeName(parent));
  if (parent?.kind === 'Call' && parent.args[1] === node) checkPatched(sheet, node, parent, standing);
  const sureness: Sureness = imports || sheet.place === 'settings' ? 3 : 2;
  if (text.includes('.')) {
    for (const watch of sheet.index.names.get(text) ?? []) report(sheet, watch, standing, { node, shown: text, sureness });
    if (imports) checkReExport(sheet, text, node, standing);
    const modules = text.startsWith('django.') || imports ? modulesAt(sheet, text) : [];
    for (const watch of modules) if (!watch.detector.onlyImported) report(sheet, watch, standing, { node, shown: text, sureness });
  } else if (imports) {
    for (const watch of modulesAt(sheet, text)) report(sheet, watch, standing, { node, shown: text, sureness: 3 });
  }
}

/** `mock.patch.object(encoding, "force_text")`, `monkeypatch.setattr(encoding, "force_text", …)` */
function checkPatched(sheet: Sheet, node: Constant, call: Call, standing: Standing): void {
  const [owner] = call.args;
  const name = literalText(node);
  if (owner === undefined || name === undefined || !['object', 'setattr', 'delattr'].includes(calleeName(call))) return;
  for (const { path } of qualify(sheet.names, owner, standing.scope))
    for (const watch of sheet.index.names.get(`${path}.${name}`) ?? [])
      report(sheet, watch, standing, { node, shown: `${path}.${name}`, sureness: 3, rewritable: false });
}

function calleeName({ func }: Call): string {
  return func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '';
}
