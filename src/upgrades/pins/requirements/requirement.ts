import { readSpecifier, type Allowed } from '../../version.ts';

/** A dependency specifier (https://packaging.python.org/en/latest/specifications/dependency-specifiers/), offsets relative to its text. */
export interface Requirement {
  readonly name: string;
  readonly extras: readonly string[];
  /** The specifier's text and its offset; for an unlimited requirement the name's. */
  readonly text: string;
  readonly offset: number;
  /** Undefined when the specifier is not PEP 440. */
  readonly allowed: Allowed | undefined;
  readonly url: string | undefined;
  readonly marker: string | undefined;
}

const NAME = /^\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*/;
const EXTRAS = /^\[([^\]]*)\]\s*/;
const SPECIFIER = /^(\(\s*)?((?:(?:===?|~=|!=|<=?|>=?)\s*[^\s,;()]+\s*,?\s*)+)/;

/** Reads `name[extras] specifier ; marker` or `name @ url ; marker`; undefined when the text is neither. */
export function readRequirement(text: string): Requirement | undefined {
  const named = NAME.exec(text);
  const name = named?.[1];
  if (named === null || name === undefined) return undefined;
  let at = named[0].length;
  const bracket = EXTRAS.exec(text.slice(at));
  at += bracket?.[0].length ?? 0;
  const extras = (bracket?.[1] ?? '').split(',').flatMap((extra) => extra.trim() || []);
  const rest = text.slice(at);
  if (rest.startsWith('@')) return direct(name, extras, rest, at);
  const specifier = SPECIFIER.exec(rest);
  const written = specifier?.[2]?.trimEnd().replace(/,$/, '') ?? '';
  const after = rest
    .slice(specifier?.[0].length ?? 0)
    .replace(/^\s*\)/, '')
    .trimStart();
  if (after !== '' && !after.startsWith(';')) return undefined;
  const offset = written === '' ? text.indexOf(name) : at + (specifier?.[1]?.length ?? 0);
  const marker = after.slice(1).trim() || undefined;
  return { name, extras, text: written || name, offset, allowed: readSpecifier(written), url: undefined, marker };
}

/** `@ url`, a marker begins after a space and a semicolon. */
function direct(name: string, extras: readonly string[], rest: string, at: number): Requirement | undefined {
  const [, space = '', url, marker] = /^@(\s*)(\S+?)(?:\s+;\s*(.+)|\s*;\s+(.+))?\s*$/.exec(rest) ?? [];
  if (url === undefined) return undefined;
  return { name, extras, text: url, offset: at + 1 + space.length, allowed: undefined, url, marker };
}

/** The version in the file name of a wheel or source archive at the end of a URL or path. */
export function archiveVersion(url: string): { readonly name: string; readonly version: string } | undefined {
  const file =
    url
      .replace(/[#?].*$/, '')
      .split('/')
      .at(-1) ?? '';
  // `develop-4.zip` is a branch: only a wheel may have a version of one number.
  const [, name, version] =
    /^(.+?)-(\d[\w.!+]*?)-[^/]+\.whl$/.exec(file) ?? /^(.+?)-(\d+\.[\w.!+]*?)(?:\.tar\.gz|\.zip|\.tar\.bz2)$/.exec(file) ?? [];
  return name === undefined || version === undefined ? undefined : { name, version };
}
