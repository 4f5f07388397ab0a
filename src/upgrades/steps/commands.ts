/** Commands of the tools that a project uses, as its own files show. */
import type { Pin, PinSet } from '../pins/pin.ts';
import { compareVersions } from '../version.ts';

/** The newest Django that django-upgrade knows as a target (https://github.com/adamchainz/django-upgrade). */
const NEWEST_TARGET = '6.1';

/** Rewrites the repository's Python files for a Django release: only what that release understands already. */
export function djangoUpgradeCommand(target: string): string {
  const known = compareVersions(target, NEWEST_TARGET) > 0 ? NEWEST_TARGET : target;
  return `git ls-files -z -- '*.py' | xargs -0 django-upgrade --target-version ${known}`;
}

/** Rewrites syntax and imports for the oldest Python that must still run the code (https://github.com/asottile/pyupgrade). */
export function pyupgradeCommand(target: string): string {
  return `git ls-files -z -- '*.py' | xargs -0 pyupgrade --py${target.replace('.', '')}-plus`;
}

/** Runs the tests with every deprecation warning shown. */
export function testCommand(pins: readonly Pin[]): string {
  return pins.some(({ name }) => name === 'pytest-django') ? 'python -Wa -m pytest' : 'python -Wa manage.py test';
}

/** Makes the locks again in which a package is pinned. */
export function lockCommands(name: string, { pins, compiled }: Pick<PinSet, 'pins' | 'compiled'>): readonly string[] {
  const commands = pins.flatMap((pin) => (pin.name === name && pin.meaning === 'lock' ? lockCommand(name, pin, compiled) : []));
  return [...new Set(commands)];
}

function lockCommand(name: string, { format, range }: Pin, compiled: PinSet['compiled']): readonly string[] {
  if (format === 'poetry-lock') return [`poetry update ${name}`];
  if (format === 'uv-lock') return [`uv lock --upgrade-package ${name}`];
  if (format === 'pdm-lock') return [`pdm update ${name}`];
  if (format === 'pipfile-lock') return [`pipenv update ${name}`];
  const header = compiled.find((each) => each.range.path === range.path)?.command;
  if (header === undefined) return [];
  const command = header.replace(/^(uv\s+pip\s+compile|pip-compile)/, `$1 --upgrade-package ${name}`);
  const folder = range.path.slice(0, Math.max(0, range.path.lastIndexOf('/')));
  // The header names its files from the folder that it was run in.
  return [folder === '' || header.includes(`${folder}/`) ? command : `(cd ${folder} && ${command})`];
}
