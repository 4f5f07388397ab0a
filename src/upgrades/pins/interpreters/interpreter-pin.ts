/** Pins of the Python interpreter. */
import { rangeIn, type SourceFile } from '../../syntax/source-file.ts';
import type { Scalar } from '../../syntax/located.ts';
import { exactOf, readSpecifier, readVersion } from '../../version.ts';
import { readPoetryConstraint } from '../../syntax/ranges.ts';
import { audienceOfFile } from '../audience.ts';
import type { Audience, Meaning, Pin } from '../pin.ts';

export interface InterpreterContext {
  readonly file: SourceFile;
  readonly format: string;
  readonly meaning: Meaning;
  readonly audience?: Audience;
  readonly group?: string;
}

/** What a text says of a Python version. */
export type InterpreterVersion = Pick<Pin, 'version' | 'allowed'> & { readonly unknown?: string };

/** A pin of Python at the place of `text`. */
export function makeInterpreterPin(
  { file, format, meaning, audience, group }: InterpreterContext,
  place: Pick<Scalar, 'text' | 'start' | 'end'>,
  says: Partial<InterpreterVersion>,
): Pin {
  return {
    kind: 'pin',
    subject: 'python',
    name: 'python',
    meaning,
    audience: audience ?? audienceOfFile(file.path),
    format,
    text: place.text,
    range: rangeIn(file, place.start, place.end),
    version: says.version ?? exactOf(says.allowed),
    allowed: says.allowed,
    ...(group === undefined ? {} : { group }),
    ...(says.unknown === undefined ? {} : { unknown: says.unknown }),
  };
}

/**
 * Reads what version files and setup actions take: `3.12`, `3.12.4`, `python-3.12`, `cpython@3.12`, `3.13t`, `3.14-dev`, `3.13.0-rc.2`, `>=3.11 <3.14`,
 * `3.x`. Other implementations, names of virtual environments and paths are unknown.
 */
export function readInterpreterVersion(text: string): InterpreterVersion {
  const plain = text.trim().replace(/^(?:c?python)[-@ ]?(?=\d)/i, '');
  const [, version] =
    /^v?(\d+\.\d+(?:\.\d+)?(?:(?:a|b|rc)\d+)?)(?:t|-dev|-freethreaded|-(?:slim|alpine|trixie|bookworm|bullseye|buster|windowsservercore)[\w.-]*)?$/.exec(
      plain,
    ) ?? [];
  if (version !== undefined) return { version, allowed: undefined };
  // actions/setup-python takes the pre-releases of SemVer (https://github.com/actions/setup-python/blob/main/docs/advanced-usage.md).
  const [, final, stage, number] = /^(\d+\.\d+\.\d+)-(alpha|beta|rc)\.(\d+)$/.exec(plain) ?? [];
  const early = final === undefined ? undefined : readVersion(`${final}${stage}${number}`);
  if (early !== undefined) return { version: early, allowed: undefined };
  if (/^(?:pypy|graalpy|jython|micropython|stackless|ironpython|anaconda|miniconda|mambaforge|miniforge)/i.test(plain)) {
    return { version: undefined, allowed: undefined, unknown: `\`${text.trim()}\` is another implementation of Python` };
  }
  if (/^[<>=!~^]|^\d+(?:\.\d+)*(?:\.[x*])+$|^\d+$/.test(plain)) {
    const allowed = readSpecifier(plain) ?? readPoetryConstraint(/^\d+$/.test(plain) ? `${plain}.*` : plain);
    if (allowed !== undefined) return { version: exactOf(allowed), allowed };
  }
  return { version: undefined, allowed: undefined, unknown: `\`${text.trim()}\` names no version` };
}

/** `py312`, `python312`, `cp312`, `312` → `3.12`: one digit for the major, the rest for the minor. */
export function dottedVersion(tag: string): string | undefined {
  const [, major, minor] = /^(?:py|python|cp)?([23])[._-]?(\d{1,2})$/i.exec(tag.trim()) ?? [];
  return major === undefined || minor === undefined ? undefined : readVersion(`${major}.${minor}`);
}

/** The interpreter pins of the parts of `text` that `pattern` (global) matches; its first group is the version, dotted or not. */
export function* findInterpreterPins(context: InterpreterContext, text: string, start: number, pattern: RegExp): Generator<Pin> {
  for (const match of text.matchAll(pattern)) {
    const written = match[1];
    const version = written?.includes('.') ? written : dottedVersion(written ?? '');
    if (written === undefined || version === undefined) continue;
    const at = start + match.index + match[0].lastIndexOf(written);
    yield makeInterpreterPin(context, { text: written, start: at, end: at + written.length }, { version });
  }
}
