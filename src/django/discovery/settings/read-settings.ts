/** A project's settings, read without running them. */
import { LRUCache } from 'lru-cache';
import type { PyValue } from '../../../python/value.ts';
import { resolveDotted } from '../../../python/imports.ts';
import type { Scope } from '../../../python/scope.ts';
import type { SourceRange } from '../../../source/position.ts';
import type { FileTree } from '../../../source/tree.ts';
import { scopeNamed } from '../../resolve/definitions.ts';
import type { Known, Settings, Vendor } from '../../project.ts';
import { readingSpace } from '../../resolve/reading-space.ts';
import { emptyTrace, stillHolds } from '../../resolve/trace.ts';
import type { ReadingSpace } from '../../resolve/reading-space.ts';
import type { Trace } from '../../resolve/trace.ts';
import { pythonFilesOf } from '../layout/python-files.ts';
import { collectSettings } from './collect-settings.ts';
import type { CollectedSettings, SettingEntry } from './collect-settings.ts';
import { aliasesOf, asksEnvironment, vendorsOf } from './database-vendor.ts';
import { settingsModules } from './settings-modules.ts';

export interface SettingsReading {
  readonly settings: Settings;
  /** The vendor is only what the code falls back to when the environment names no database. */
  readonly vendorIsDefault: boolean;
  /** Every setting whose value is known, for the evaluation of migrations. AUTH_USER_MODEL is always there. */
  readonly values: ReadonlyMap<string, PyValue>;
  /** MIGRATION_MODULES: app label → dotted module, undefined for None. */
  readonly migrationModules: ReadonlyMap<string, string | undefined>;
}

interface Remembered {
  readonly reading: SettingsReading;
  readonly trace: Trace;
}

const remembered = new LRUCache<string, Remembered>({ max: 200 });

/**
 * Reads the settings module that serves production, as far as names tell. Without any, what Django assumes. Read once in a process as long as the
 * files about settings and what they import stay the same.
 */
export function readSettings(tree: FileTree, projectRoot: string, roots: readonly string[]): SettingsReading {
  const space = readingSpace(tree, roots, new Map());
  const { settingsFiles } = pythonFilesOf(tree);
  const key = [projectRoot, '', ...roots, '', ...settingsFiles.map((path) => `${path} ${tree.blob(path)}`)].join('\n');
  const known = remembered.get(key);
  if (known !== undefined && stillHolds(space, known.trace)) return known.reading;
  const trace = emptyTrace();
  const reading = readFresh(space, { projectRoot, trace });
  remembered.set(key, { reading, trace });
  return reading;
}

function readFresh(space: ReadingSpace, { projectRoot, trace }: { readonly projectRoot: string; readonly trace: Trace }): SettingsReading {
  for (const { dotted, className } of settingsModules(space.tree, projectRoot, space.roots)) {
    const scope = scopeNamed(space, dotted);
    if (scope === undefined) continue;
    const collected = collectSettings(space, scope, { className: settingsClass(scope, className), trace });
    if (collected.entries.size > 0) return makeReading(collected);
  }
  return makeReading({ entries: new Map(), paths: [], incomplete: true });
}

/**
 * The class to read, where settings are the attributes of one (django-configurations, or the project's own way): what sounds like production, otherwise
 * the one that is named, otherwise the last.
 */
function settingsClass(scope: Scope, named: string | undefined): string | undefined {
  const hasPlainSettings = [...scope.bindings.keys()].some((name) => name === 'DATABASES' || name === 'INSTALLED_APPS');
  const classes = scope.module.body.filter((stmt) => stmt.kind === 'ClassDef');
  const configurations = classes.filter(({ bases }) =>
    bases.some((base) => /^configurations\.|Configuration$/.test(resolveDotted(base, scope) ?? '')),
  );
  const names = new Set(configurations.map(({ name }) => name));
  for (const { name, bases } of classes) if (bases.some((base) => base.kind === 'Name' && names.has(base.id))) names.add(name);
  const all = names.size > 0 || hasPlainSettings ? [...names] : classes.map(({ name }) => name);
  return all.find((name) => /^prod|^live/i.test(name)) ?? all.find((name) => name === named) ?? all.at(-1);
}

function makeReading({ entries, paths, incomplete }: CollectedSettings): SettingsReading {
  const databases = entries.get('DATABASES');
  const userModel = knownText(entries.get('AUTH_USER_MODEL'));
  const authUserModel = userModel ?? { value: 'auth.User', from: "Django's default" };
  const values = new Map<string, PyValue>();
  const all = new Map<string, { readonly value: PyValue; readonly range: SourceRange }>();
  for (const [name, { value, range }] of entries) {
    all.set(name, { value, range });
    if (value.kind !== 'unknown') values.set(name, value);
  }
  values.set('AUTH_USER_MODEL', { kind: 'str', value: authUserModel.value });
  const settings: Settings = {
    paths,
    vendor: vendorOf(databases),
    databases: [...new Set((databases?.alternatives ?? []).flatMap(aliasesOf))],
    authUserModel,
    defaultAutoField: knownText(entries.get('DEFAULT_AUTO_FIELD')),
    installedApps: textsIn(entries.get('INSTALLED_APPS')),
    databaseRouters: textsIn(entries.get('DATABASE_ROUTERS')),
    values: all,
    incomplete,
  };
  return {
    settings,
    vendorIsDefault: (databases?.alternatives ?? []).some(asksEnvironment),
    values,
    migrationModules: migrationModulesOf(entries.get('MIGRATION_MODULES')),
  };
}

/** A server beside SQLite is what runs in production: SQLite stands in for it on somebody's machine. */
function vendorOf(entry: SettingEntry | undefined): Known<Vendor> | undefined {
  if (entry === undefined) return undefined;
  const vendors = vendorsOf(entry.alternatives, 'default');
  const servers = [...vendors].filter((vendor) => vendor !== 'sqlite');
  const [vendor, ...others] = servers.length > 0 ? servers : vendors;
  if (vendor === undefined || others.length > 0) return undefined;
  const from = placeOf(entry);
  return { value: vendor, from: vendors.size > 1 ? `${from}, where it is not SQLite` : from };
}

function knownText(entry: SettingEntry | undefined): Known<string> | undefined {
  if (entry === undefined) return undefined;
  const texts = new Set(entry.alternatives.map((value) => (value.kind === 'str' ? value.value : undefined)));
  const [text, ...others] = texts;
  return text === undefined || others.length > 0 ? undefined : { value: text, from: placeOf(entry) };
}

/** The texts of a list, with those of every alternative when a condition decides. */
function textsIn(entry: SettingEntry | undefined): readonly string[] {
  const texts = new Set<string>();
  const open: PyValue[] = (entry?.alternatives ?? []).toReversed();
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (value.kind === 'str') texts.add(value.value);
    else if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set') open.push(...value.items.toReversed());
    else if (value.kind === 'binop') open.push(value.right, value.left);
  }
  return [...texts];
}

function migrationModulesOf(entry: SettingEntry | undefined): ReadonlyMap<string, string | undefined> {
  const modules = new Map<string, string | undefined>();
  const value = entry?.alternatives.find((each) => each.kind === 'dict');
  if (value?.kind !== 'dict') return modules;
  for (const [key, each] of value.entries) {
    if (key.kind === 'str') modules.set(key.value, each.kind === 'str' ? each.value : undefined);
  }
  return modules;
}

function placeOf({ range, isDefault }: SettingEntry): string {
  return `${range.path}:${range.start.line}${isDefault ? ', where the environment says nothing else' : ''}`;
}
