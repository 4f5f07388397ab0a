import { exactOf, normalizeName, readVersion, type Allowed } from '../../version.ts';
import { rangeIn, type SourceFile } from '../../syntax/source-file.ts';
import { audienceOf, audienceOfFile } from '../audience.ts';
import type { Audience, Meaning, Pin } from '../pin.ts';
import { archiveVersion, readRequirement, type Requirement } from './requirement.ts';

/** What all pins of one list have in common. */
export interface PackageContext {
  readonly file: SourceFile;
  readonly format: string;
  readonly meaning: Meaning;
  readonly group?: string;
  readonly marker?: string;
  readonly audience?: Audience;
}

/** A package pin with the text at `start`; the rest comes from the context. */
export function makePackagePin(
  context: PackageContext,
  place: { readonly name: string; readonly text: string; readonly start: number; readonly end?: number },
  says: { readonly version?: string | undefined; readonly allowed: Allowed | undefined } & Partial<Pin>,
): Pin {
  const { file, format, meaning, group, marker } = context;
  return {
    kind: 'pin',
    subject: 'package',
    name: normalizeName(place.name),
    meaning,
    audience: context.audience ?? (group === undefined ? audienceOfFile(file.path) : audienceOf(group)),
    format,
    text: place.text,
    range: rangeIn(file, place.start, place.end ?? place.start + place.text.length),
    ...(group === undefined ? {} : { group }),
    ...(marker === undefined ? {} : { marker }),
    ...says,
    version: says.version,
  };
}

/** Reads one PEP 508 text that stands at `start`; undefined when it is none. `end` is given when the text is not verbatim in the file. */
export function readPackagePin(context: PackageContext, text: string, start: number, end?: number): Pin | undefined {
  const requirement = readRequirement(text);
  return requirement && requirementPin(context, requirement, start, end);
}

/** The pin of a requirement whose text begins at `start`. */
export function requirementPin(context: PackageContext, requirement: Requirement, start: number, end?: number): Pin {
  const { name, extras, text, offset, allowed, url } = requirement;
  const place = end === undefined ? { name, text, start: start + offset } : { name, text, start, end };
  const marker = requirement.marker === undefined ? {} : { marker: requirement.marker };
  const details = { ...(extras.length === 0 ? {} : { extras }), ...marker };
  if (url !== undefined) return makePackagePin(context, place, { ...urlVersion(url), ...details });
  const unknown = allowed === undefined ? { unknown: `\`${text}\` is not a version specifier` } : {};
  return makePackagePin(context, place, { allowed, version: exactOf(allowed), ...details, ...unknown });
}

/** What a URL says of the version: a wheel's file name does, a git revision only when it looks like a version. */
export function urlVersion(url: string): Pick<Pin, 'version' | 'allowed' | 'origin'> & Partial<Pin> {
  const git = /^(?:git|hg|svn|bzr)\+|\.git(?:@|#|$)/.test(url);
  const revision = git ? /@([^@/#]+)(?:#.*)?$/.exec(url)?.[1] : undefined;
  const tagged = revision === undefined ? archiveVersion(url)?.version : taggedVersion(revision);
  const version = tagged === undefined ? undefined : readVersion(tagged);
  const origin = git ? 'git' : /^\w+:\/\//.test(url) ? 'url' : 'path';
  if (version !== undefined) return { version, allowed: [`==${version}`], origin };
  return {
    version: undefined,
    allowed: undefined,
    origin,
    unknown: git ? 'is taken from a git repository' : 'is taken from a URL or path',
  };
}

function taggedVersion(revision: string): string | undefined {
  return /^(?:[a-z_-]*?)v?(\d+\.\d+[\w.]*)$/i.exec(revision)?.[1];
}
