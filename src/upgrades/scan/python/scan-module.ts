/** Scans one parsed Python file. */
import type { Module } from '../../../python/ast.ts';
import type { ScanAim, ScanHit } from '../../hit.ts';
import { isStandardModule } from '../resolve/stdlib.ts';
import type { Names } from '../resolve/qualify.ts';
import type { Repository } from '../resolve/repository.ts';
import type { Scopes } from '../resolve/scope.ts';
import { readScopes } from '../resolve/scopes.ts';
import { watchedModule, type Match, type Watch, type WatchIndex } from '../watch/watch.ts';
import { checkSyntax, checkTextSyntax } from '../syntax/check-syntax.ts';
import { checkSpecials } from '../specials/specials.ts';
import { checkCall } from './calls.ts';
import type { AnyNode } from '../tree/children.ts';
import { checkClass } from './classes.ts';
import { checkCommand } from './commands.ts';
import { isLiveBranch, type GuardContext } from '../tree/guards.ts';
import { checkAttribute, checkMethod, checkUse } from './members.ts';
import { checkImport, checkReference, checkText } from './names.ts';
import { checkSetting, checkSettingOverride, checkSettingRead } from './settings.ts';
import type { Sheet } from '../tree/sheet.ts';
import { checkTemplateString } from '../templates/scan-string.ts';
import { checkAssignment, checkLookups, checkString } from './statements.ts';
import { walkLive, type Standing } from '../tree/walk.ts';

/** What the scan of one file needs to know besides its tree. */
export interface ModuleTask {
  readonly module: Module;
  readonly repository: Repository;
  readonly index: WatchIndex;
  readonly aim: ScanAim;
  readonly place: ScanHit['place'];
  readonly active: ReadonlySet<Watch>;
}

/** All matches of one file. */
export function scanModule(task: ModuleTask): readonly Match[] {
  const { context, names } = readNames(task);
  const { module, repository, index, aim, place, active } = task;
  const imported = importsOf(names.scopes);
  const sheet: Sheet = {
    module,
    repository,
    names,
    file: module.path,
    classes: [],
    functions: [],
    place,
    index,
    active,
    aim,
    imported,
    matches: [],
  };
  checkTextSyntax(sheet);
  walkLive(module, context, (node, standing) => check(sheet, node, standing));
  return sheet.matches;
}

/** Names and guards of a file; dead branches are out of sight. */
export function readNames({ module, repository, index, aim }: Pick<ModuleTask, 'module' | 'repository' | 'index' | 'aim'>): {
  readonly names: Names;
  readonly context: GuardContext;
} {
  const name = repository.modules.nameOf(module.path);
  const isPackage = module.path.endsWith('__init__.py');
  const packageName = isPackage ? name : name.slice(0, Math.max(0, name.lastIndexOf('.')));
  const scopes = readScopes(module, packageName);
  const all: Names = { module, name, package: packageName, scopes, isLive: () => true };
  const isGone = (path: string): boolean =>
    [...(index.names.get(path) ?? []), ...watchedModule(index, path)].some((watch) => watch.relevant.effect === 'breaks');
  const isKnown = (path: string): boolean => path === 'django' || path.startsWith('django.') || isStandardModule(path);
  const blind: GuardContext = { names: all, aim, isGone, isKnown };
  const names: Names = { ...all, isLive: ({ branches }) => branches.every((branch) => isLiveBranch(blind, branch, scopes.module)) };
  return { names, context: { ...blind, names } };
}

function importsOf(scopes: Scopes): readonly string[] {
  const paths = scopes.stars.map((each) => each.module);
  for (const scope of scopes.of.values()) {
    for (const bindings of scope.names.values()) {
      for (const binding of bindings)
        if (binding.kind === 'import') paths.push(binding.statement.kind === 'Import' ? binding.alias.name : binding.path);
    }
  }
  return paths;
}

function check(sheet: Sheet, node: AnyNode, standing: Standing): void {
  checkSpecials(sheet, node, standing);
  checkSyntax(sheet, node, standing);
  switch (node.kind) {
    case 'Import':
    case 'ImportFrom':
      return checkImport(sheet, node, standing);
    case 'Name':
      return checkReference(sheet, node, standing);
    case 'Attribute':
      checkReference(sheet, node, standing);
      checkSettingRead(sheet, node, standing);
      return checkAttribute(sheet, node, standing);
    case 'Call':
      checkCall(sheet, node, standing);
      checkMethod(sheet, node, standing);
      checkLookups(sheet, node, standing);
      checkCommand(sheet, node, standing);
      return checkSettingOverride(sheet, node, standing);
    case 'ClassDef':
      return checkClass(sheet, node, standing);
    case 'Constant':
      checkText(sheet, node, standing);
      checkTemplateString(sheet, node, standing);
      return checkString(sheet, node, standing);
    case 'Assign':
      checkAssignment(sheet, node, standing);
      return checkSetting(sheet, node, standing);
    case 'AnnAssign':
      return checkSetting(sheet, node, standing);
    case 'Subscript':
      for (const watch of sheet.index.of('subscript'))
        if (sheet.active.has(watch)) checkUse(sheet, watch, watch.detector.of, node.value, standing, 'instance');
      for (const watch of sheet.index.of('generic'))
        if (sheet.active.has(watch)) checkUse(sheet, watch, watch.detector.of, node.value, standing, 'class');
      return undefined;
    case 'With':
      for (const watch of sheet.index.of('with')) {
        if (sheet.active.has(watch))
          for (const item of node.items) checkUse(sheet, watch, watch.detector.of, item.contextExpr, standing, 'instance');
      }
      return undefined;
    default:
      return undefined;
  }
}
