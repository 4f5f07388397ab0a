/** AppConfig classes (https://docs.djangoproject.com/en/5.2/ref/applications/#configuring-applications). */
import type { ClassDef, Expr } from '../../../python/ast.ts';
import { resolveDotted } from '../../../python/imports.ts';
import { classScope, findName } from '../../../python/scope.ts';
import type { Scope } from '../../../python/scope.ts';
import { findDefinition } from '../../resolve/definitions.ts';
import type { ImportSpace } from '../../resolve/definitions.ts';

export interface AppConfig {
  /** Dotted path of the class. */
  readonly path: string;
  readonly name: string | undefined;
  readonly label: string | undefined;
  readonly defaultAutoField: string | undefined;
  /** `default = True`, or False; undefined when it isn't said. */
  readonly isDefault: boolean | undefined;
}

/** The configuration that Django picks from a module `apps`: the one marked as default, or the only one. */
export function pickAppConfig(space: ImportSpace, scope: Scope): AppConfig | undefined {
  const configs: AppConfig[] = [];
  for (const stmt of scope.module.body) {
    if (stmt.kind === 'ClassDef' && isAppConfig(scope, stmt)) configs.push(readAppConfig(space, scope, stmt));
  }
  const candidates = configs.filter(({ isDefault }) => isDefault !== false);
  return candidates.find(({ isDefault }) => isDefault === true) ?? (candidates.length === 1 ? candidates[0] : undefined);
}

function isAppConfig(scope: Scope, def: ClassDef): boolean {
  return def.bases.some((base) => resolveDotted(base, scope)?.endsWith('Config') === true);
}

function readAppConfig(space: ImportSpace, scope: Scope, def: ClassDef): AppConfig {
  const attribute = (name: string): Expr | undefined => attributeOf(space, { scope, def, name });
  const isDefault = attribute('default');
  return {
    path: `${scope.path}.${def.name}`,
    name: text(attribute('name'), scope),
    label: text(attribute('label'), scope),
    defaultAutoField: text(attribute('default_auto_field'), scope),
    isDefault: isDefault?.kind === 'Constant' && isDefault.value.type === 'bool' ? isDefault.value.value : undefined,
  };
}

interface AttributeOf {
  readonly scope: Scope;
  readonly def: ClassDef;
  readonly name: string;
}

/** A class attribute, of the class itself or of a base in the repository. */
function attributeOf(space: ImportSpace, { scope, def, name }: AttributeOf, depth = 0): Expr | undefined {
  const own = classScope(scope, def);
  const found = findName(own, name, Infinity);
  if (found?.scope === own && found.binding.kind === 'value') return found.binding.value;
  if (depth > 10) return undefined;
  for (const base of def.bases) {
    const path = resolveDotted(base, scope);
    const parent = path === undefined ? undefined : findDefinition(space, path);
    if (parent?.kind !== 'class') continue;
    const inherited = attributeOf(space, { scope: parent.scope, def: parent.def, name }, depth + 1);
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

/** A literal text, or what stands for one in an AppConfig: `__package__`, `__name__` without the last part, a translated text. */
function text(expr: Expr | undefined, scope: Scope): string | undefined {
  if (expr?.kind === 'Constant' && expr.value.type === 'str') return expr.value.value;
  if (expr?.kind === 'Name' && expr.id === '__package__')
    return scope.isPackage ? scope.moduleName : scope.moduleName.replace(/\.?[^.]*$/, '');
  return undefined;
}
