/** `default_app_config`: https://docs.djangoproject.com/en/4.1/releases/4.1/ and how apps find their class without it. */
import type { Assign } from '../../../python/ast.ts';
import { repoPath, type RepoPath } from '../../../source/position.ts';
import { literalText } from '../tree/literals.ts';
import { report, type Found, type Sheet } from '../tree/sheet.ts';
import { chase, classAt, deriveAny, derives } from '../resolve/repository.ts';
import type { ClassOutline, Outline } from '../resolve/outline.ts';
import type { Special } from './special.ts';

const configPath = 'django.apps.config.AppConfig';
const target = new Set([configPath]);

/** `default_app_config = "clinic.apps.ClinicConfig"` in a package's `__init__.py`. */
export const defaultAppConfig: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'Assign' || standing.scope.parent !== undefined || !/(?:^|\/)__init__\.py$/.test(sheet.file)) return;
  if (node.targets.some((each) => each.kind === 'Name' && each.id === 'default_app_config'))
    report(sheet, watch, standing, { node, shown: 'default_app_config', ...worthOf(sheet, node) });
};

/** Django finds the class by itself where the `apps` module has one, or one that says `default = True`; then nothing is lost. */
function worthOf(sheet: Sheet, { value }: Assign): Pick<Found, 'sureness' | 'idle' | 'rewritable' | 'unlessSettingsName'> {
  const path = literalText(value);
  const file = appsFile(sheet);
  if (path === undefined || file === undefined) return { sureness: 2 };
  const dot = path.lastIndexOf('.');
  if (sheet.repository.modules.fileOf(path.slice(0, dot), sheet.file) !== file)
    return { sureness: 3, rewritable: false, unlessSettingsName: path };
  const outline = sheet.repository.outline(file);
  const named = outline?.classes.get(path.slice(dot + 1));
  if (outline === undefined || named === undefined) return { sureness: 2 };
  const rivals = rivalsOf(sheet, outline, named, file);
  if (rivals.length === 0 || named.attributes.has('default') || rivals.every((each) => each?.attributes.has('default')))
    return { sureness: 2, idle: true };
  return { sureness: rivals.includes(undefined) ? 2 : 3, rewritable: false, unlessSettingsName: path };
}

function appsFile({ repository, file }: Sheet): RepoPath | undefined {
  const folder = file.slice(0, -'__init__.py'.length);
  return [`${folder}apps.py`, `${folder}apps/__init__.py`].map(repoPath).find((path) => repository.outline(path) !== undefined);
}

/** The other classes that Django would take into account; undefined for one of a package, which can't be looked into. */
function rivalsOf({ repository }: Sheet, outline: Outline, named: ClassOutline, file: RepoPath): readonly (ClassOutline | undefined)[] {
  const own = [...outline.classes.values()].filter((each) => each !== named && deriveAny(repository, each.bases, file, target) !== 'no');
  const imported = [...outline.imports.values()].flatMap(([path]) => {
    if (path === undefined || derives(repository, path, file, target) !== 'yes') return [];
    const chased = chase(repository, path, file);
    return chased.own ? [classAt(repository, chased)] : path.startsWith('django.') ? [] : [undefined];
  });
  return [...own, ...imported];
}
