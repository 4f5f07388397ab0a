/** Lists of requirement strings, as TOML, YAML and INI files hold them. */
import type { Located, Scalar } from '../../syntax/located.ts';
import { scalarsOf } from '../../syntax/located.ts';
import { rangeIn } from '../../syntax/source-file.ts';
import { normalizeName, type Allowed } from '../../version.ts';
import { exactOf } from '../../version.ts';
import type { Pin, Reading } from '../pin.ts';
import { makePackagePin, readPackagePin, urlVersion, type PackageContext } from './package-pin.ts';
import { readLine } from './requirements-file.ts';

/** Is the value in the file letter for letter, so that offsets inside it are offsets in the file? */
export function isVerbatim(context: PackageContext, scalar: Scalar): boolean {
  return scalar.end - scalar.start === scalar.text.length && context.file.text.startsWith(scalar.text, scalar.start);
}

/** Every PEP 508 string directly in the list. What is none is a problem. */
export function* listedPins(context: PackageContext, list: Located | undefined): Generator<Reading> {
  for (const scalar of scalarsOf(list)) {
    if (scalar.text.trim() === '') continue;
    yield listedPin(context, scalar);
  }
}

/** One scalar that holds a requirement. */
export function listedPin(context: PackageContext, scalar: Scalar): Reading {
  const pin = isVerbatim(context, scalar)
    ? readPackagePin(context, scalar.text, scalar.start)
    : readPackagePin(context, scalar.text, scalar.start, scalar.end);
  if (pin !== undefined) return pin;
  const range = rangeIn(context.file, scalar.start, scalar.end);
  return { kind: 'problem', message: `\`${scalar.text.slice(0, 80)}\` is not a requirement.`, range };
}

/** Lines of pip's requirements format, one a scalar: tox's `deps`, conda's `pip:`. */
export function* listedLines(context: PackageContext, list: Located | undefined): Generator<Reading> {
  for (const scalar of scalarsOf(list)) {
    const comment = /(?:^|\s)#.*$/.exec(scalar.text);
    const text = comment === null ? scalar.text : scalar.text.slice(0, comment.index);
    const reading = readLine(context, { text, start: scalar.start, comment: undefined });
    if (reading !== undefined) yield reading;
  }
}

/** What a table's dependency says: `name = "constraint"`. */
export interface TableDependency {
  readonly name: string;
  readonly constraint: Scalar | undefined;
  readonly allowed: Allowed | undefined;
  readonly details: Partial<Pin>;
  /** Where the entry stands, for one that has no constraint. */
  readonly at: readonly [number, number];
}

/** The pin of a dependency in a table (Poetry, Pipfile, pixi). */
export function tablePin(context: PackageContext, dependency: TableDependency): Pin {
  const { name, constraint, allowed, details, at } = dependency;
  if (constraint === undefined) {
    return makePackagePin(
      context,
      { name, text: normalizeName(name), start: at[0], end: at[1] },
      { allowed, version: undefined, ...details },
    );
  }
  const unknown =
    allowed === undefined && details.origin === undefined ? { unknown: `\`${constraint.text}\` is not a version specifier` } : {};
  const place = { name, text: constraint.text, start: constraint.start, end: constraint.end };
  return makePackagePin(context, place, { allowed, version: exactOf(allowed), ...unknown, ...details });
}

/** Origin and version of a dependency that comes from a repository, a URL or a folder. */
export function originOf(value: {
  readonly git?: string | undefined;
  readonly rev?: string | undefined;
  readonly url?: string | undefined;
  readonly path?: string | undefined;
}): Partial<Pin> {
  if (value.git !== undefined) return urlVersion(`git+${value.git}${value.rev === undefined ? '' : `@${value.rev}`}`);
  if (value.url !== undefined) return urlVersion(value.url);
  if (value.path !== undefined) return { origin: 'path', unknown: 'is taken from a path' };
  return {};
}
