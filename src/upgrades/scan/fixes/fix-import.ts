/** Rewrites of imports: a name that moved or changed, with its uses; a module that moved. */
import type { TextEdit } from '../../../source/edit.ts';
import type { Alias, Attribute, Expr, Import, ImportFrom, Name } from '../../../python/ast.ts';
import { lookUp, type Names } from '../resolve/qualify.ts';
import { descend } from '../tree/children.ts';
import { indentOf, lineSpan, removeElement, replace, replaceNode, type Draft } from './edits.ts';

export interface ImportFix extends Draft {
  readonly names: Names;
}

/** The place of a name: `datetime.timezone.utc` is `timezone.utc` of the module `datetime`. */
interface Target {
  readonly module: string;
  /** What is imported. */
  readonly name: string;
  /** What stands behind it where it is used. */
  readonly tail: string;
}

function targetOf(path: string): Target {
  if (path.startsWith('datetime.timezone.')) return { module: 'datetime', name: 'timezone', tail: path.slice('datetime.timezone'.length) };
  const dot = path.lastIndexOf('.');
  return { module: path.slice(0, dot), name: path.slice(dot + 1), tail: '' };
}

/** `from a import old` becomes `from b import new`, and every use follows; empty when that would collide with another name. */
export function renameImport(it: ImportFix, node: ImportFrom, alias: Alias, to: string): readonly TextEdit[] {
  const target = targetOf(to);
  const local = alias.asname ?? alias.name;
  const isBuiltin = target.module === 'builtins';
  const kept = alias.asname !== undefined && target.tail === '' && !isBuiltin;
  const name = kept ? local : target.name;
  if (!kept && name !== local && isTaken(it, name, `${target.module}.${target.name}`)) return [];
  if (!kept && isExported(it, local)) return [];
  const uses = kept || (name === local && target.tail === '') ? [] : usesOf(it, alias, local);
  if (uses === undefined) return [];
  const renamed = uses.map((use) => replaceNode(it, use, `${name}${target.tail}`));
  const imports = moveAlias(it, node, alias, { ...target, as: kept ? local : undefined });
  return imports === undefined ? [] : [...imports, ...renamed];
}

/** Another meaning of the name anywhere in the file. */
export function isTaken({ names }: ImportFix, name: string, path: string): boolean {
  for (const scope of names.scopes.of.values()) {
    const bindings = scope.names.get(name) ?? [];
    if (bindings.some((binding) => binding.kind !== 'import' || binding.path !== path)) return true;
  }
  return false;
}

/** Named in `__all__`: others import it under this name. */
function isExported({ module }: ImportFix, name: string): boolean {
  return /^__all__\b/m.test(module.text) && new RegExp(`["']${name}["']`).test(module.text);
}

/** Every use of an imported name; undefined when the name has another meaning as well. */
function usesOf({ names, module }: ImportFix, alias: Alias, local: string): readonly Name[] | undefined {
  const uses: Name[] = [];
  for (const scope of names.scopes.of.values()) {
    const bindings = scope.names.get(local);
    if (bindings !== undefined && bindings.some((binding) => binding.kind !== 'import' || binding.alias !== alias)) return undefined;
  }
  for (const node of descend(module)) {
    if (node.kind === 'Global' || node.kind === 'Nonlocal') return undefined;
    if (node.kind === 'Name' && node.id === local && lookUp(names, local, names.scopes.module) !== undefined) uses.push(node);
  }
  return uses;
}

function moveAlias(
  it: ImportFix,
  node: ImportFrom,
  alias: Alias,
  target: Target & { readonly as: string | undefined },
): readonly TextEdit[] | undefined {
  const written = target.as === undefined || target.as === target.name ? target.name : `${target.name} as ${target.as}`;
  const present = isPresent(it, target, target.as ?? target.name);
  if (target.module === node.module && !present) return [replaceNode(it, alias, written)];
  const indent = indentOf(it, node);
  const isBuiltin = target.module === 'builtins';
  if (indent === undefined) return undefined;
  if (node.names.length === 1) {
    if (!present && !isBuiltin) return [replaceNode(it, node, `from ${target.module} import ${written}`)];
    const span = lineSpan(it, node);
    return span === undefined || indent !== '' ? undefined : [replaceNode(it, span, '')];
  }
  const removed = removeElement(it, node.names, alias);
  if (removed === undefined) return undefined;
  return present || isBuiltin
    ? [removed]
    : [replace(it, node.start, node.start, `from ${target.module} import ${written}\n${indent}`), removed];
}

/** The file imports the new name already. */
function isPresent({ names }: ImportFix, { module, name }: Target, local: string): boolean {
  return (
    names.scopes.module.names.get(local)?.some((binding) => binding.kind === 'import' && binding.path === `${module}.${name}`) ?? false
  );
}

/** `encoding.force_text` → `encoding.force_str` where both stand in one module; `timezone.utc` → `datetime.timezone.utc`. */
export function renameReference(it: ImportFix, node: Attribute, from: string, to: string): readonly TextEdit[] {
  const { module, name, tail } = targetOf(to);
  if (tail !== '') return referToDatetime(it, node, `${name}${tail}`);
  if (module.startsWith(`${from.slice(0, from.lastIndexOf('.'))}.`)) return referToSubmodule(it, node, module, name);
  return module === from.slice(0, from.lastIndexOf('.')) ? [replace(it, node.end - node.attr.length, node.end, name)] : [];
}

/** `collections.Mapping` → `collections.abc.Mapping`, with `import collections.abc`. */
function referToSubmodule(it: ImportFix, node: Attribute, module: string, name: string): readonly TextEdit[] {
  const parent = module.slice(0, module.lastIndexOf('.'));
  const statement = importOf(it, parent);
  const written = node.value.kind === 'Name' && node.value.id === parent && statement?.kind === 'Import';
  if (!written || statement.names.some(({ asname }) => asname !== undefined) || indentOf(it, statement) !== '') return [];
  const edit = replaceNode(it, node, `${module}.${name}`);
  const isThere = new RegExp(`^import ${module.replaceAll('.', '\\.')}$`, 'm').test(it.module.text);
  return isThere ? [edit] : [replace(it, statement.end, statement.end, `\nimport ${module}`), edit];
}

/** With `import datetime` at hand or addable; under another name where that one is taken. */
function referToDatetime(it: ImportFix, node: Attribute, written: string): readonly TextEdit[] {
  const bindings = it.names.scopes.module.names.get('datetime') ?? [];
  if (bindings.length > 0 && bindings.every((each) => each.kind === 'import' && each.path === 'datetime'))
    return [replaceNode(it, node, `datetime.${written}`)];
  const root = rootOf(node);
  const statement = root === undefined ? undefined : importOf(it, root);
  if (statement === undefined || indentOf(it, statement) !== '') return [];
  const [line, prefix] = isTaken(it, 'datetime', 'datetime')
    ? ['from datetime import timezone as dt_timezone', written.replace('timezone', 'dt_timezone')]
    : ['import datetime', `datetime.${written}`];
  if (isTaken(it, 'dt_timezone', 'datetime.timezone')) return [];
  return [replace(it, statement.start, statement.start, `${line}\n`), replaceNode(it, node, prefix)];
}

function rootOf(node: Attribute): string | undefined {
  let base: Expr = node;
  while (base.kind === 'Attribute') base = base.value;
  return base.kind === 'Name' ? base.id : undefined;
}

/** The statement of the module that imports this name. */
function importOf({ names }: ImportFix, name: string): Import | ImportFrom | undefined {
  const [binding] = names.scopes.module.names.get(name) ?? [];
  return binding?.kind === 'import' ? binding.statement : undefined;
}

/** A decorator that did nothing on Python 3 goes, with its import. */
export function dropDecorator(it: ImportFix, node: ImportFrom, alias: Alias): readonly TextEdit[] {
  const local = alias.asname ?? alias.name;
  const uses = usesOf(it, alias, local);
  const edits: TextEdit[] = [];
  for (const each of descend(it.module)) {
    if (each.kind !== 'ClassDef') continue;
    for (const decorator of each.decorators) {
      if (decorator.kind !== 'Name' || decorator.id !== local) continue;
      const start = it.module.text.lastIndexOf('@', decorator.start);
      const span = lineSpan(it, { start, end: decorator.end });
      if (span !== undefined) edits.push(replaceNode(it, span, ''));
    }
  }
  if (uses === undefined || edits.length !== uses.length) return [];
  const [only] = node.names;
  const span = node.names.length === 1 && only === alias && indentOf(it, node) === '' ? lineSpan(it, node) : undefined;
  const removed = span === undefined ? removeElement(it, node.names, alias) : replaceNode(it, span, '');
  return removed === undefined || (span === undefined && node.names.length === 1) ? [] : [removed, ...edits];
}

/** `from django.core.urlresolvers import reverse` → `from django.urls import reverse`. */
export function renameModule(it: ImportFix, node: Import | ImportFrom, to: Readonly<Record<string, string>>): readonly TextEdit[] {
  if (node.kind === 'Import') {
    const [alias] = node.names;
    const next = alias === undefined ? undefined : to[alias.name];
    if (alias?.asname === undefined || next === undefined || node.names.length > 1) return [];
    return [replace(it, alias.start, alias.start + alias.name.length, next)];
  }
  if (node.module === undefined || node.level > 0) return [];
  const whole = to[node.module];
  const start = it.module.text.indexOf(node.module, node.start);
  if (whole !== undefined && start !== -1) return [replace(it, start, start + node.module.length, whole)];
  const [alias] = node.names;
  const next = alias === undefined ? undefined : to[`${node.module}.${alias.name}`];
  if (alias === undefined || next === undefined || next.includes('.') || indentOf(it, node) === undefined) return [];
  const written = next === (alias.asname ?? alias.name) ? `import ${next}` : `import ${next} as ${alias.asname ?? alias.name}`;
  if (node.names.length === 1) return [replaceNode(it, node, written)];
  const removed = removeElement(it, node.names, alias);
  return removed === undefined ? [] : [replace(it, node.start, node.start, `${written}\n${indentOf(it, node)}`), removed];
}
