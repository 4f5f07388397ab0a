/** Reading by rules: which keys of a configuration tree hold an image, a Python version, a runtime's name or shell text. */
import { scalarAt, walk, type Located, type Scalar, type Visit } from '../../syntax/located.ts';
import { interpolate, placeOfPart, plain, type Definitions, type Interpolated, type Place } from '../../syntax/interpolate.ts';
import { rangeIn, type SourceFile } from '../../syntax/source-file.ts';
import { readSpecifier, readVersion } from '../../version.ts';
import { readPoetryConstraint } from '../../syntax/ranges.ts';
import { imagePins } from '../images/image-pins.ts';
import { shellPins } from '../images/shell.ts';
import {
  dottedVersion,
  findInterpreterPins,
  makeInterpreterPin,
  readInterpreterVersion,
  type InterpreterContext,
} from '../interpreters/interpreter-pin.ts';
import type { Audience, Meaning, Pin, Reading } from '../pin.ts';
import { makePackagePin, readPackagePin } from '../requirements/package-pin.ts';
import type { Syntax } from '../document.ts';

/**
 * What a value is. `image`: a container image; `tag`: its tag, the name stands beside it as `repository` or `name`. `version`: a Python version, one a line. `runtime`: a name with the version in it
 * (`python3.12`, `python312`, `PYTHON|3.12`); `runtime-tag`: `py312`, `312`, `--py312-plus`. `environments`: names with `py312` in them. `range`: a range of Pythons.
 * `django`: a Django version or specifier; `django-target`: the oldest Django that a tool writes for. `packages`: a requirement. `shell`: commands. `file`: names a file that holds the version.
 */
export type Reads =
  | 'image'
  | 'tag'
  | 'version'
  | 'devcontainer-variant'
  | 'runtime'
  | 'runtime-tag'
  | 'environments'
  | 'range'
  | 'django'
  | 'django-target'
  | 'packages'
  | 'shell'
  | 'file'
  | 'requirements'
  | ServerRead;
export interface ServerRead {
  /** The vendor whose version the value is. */
  readonly server: 'postgresql' | 'mysql' | 'mariadb';
}

export interface TreeRule {
  /** Matched against the keys above the value, joined with `/`; list items add none. */
  readonly at: RegExp;
  readonly as: Reads;
  readonly meaning?: Meaning;
  /** Only when this holds of the mapping that the value stands in. */
  readonly when?: (parent: Located | undefined) => boolean;
}

export interface TreePlace {
  readonly format: string;
  readonly syntax: Syntax;
  readonly audience: Audience;
  readonly rules: readonly TreeRule[];
  readonly variables?: { readonly syntax: RegExp; readonly define: (root: Located) => Definitions; readonly matrix?: RegExp };
}

/** Applies a place's rules to every value of a tree. */
export function* readByRules(file: SourceFile, root: Located, place: TreePlace): Generator<Reading> {
  const definitions = place.variables?.define(root) ?? new Map();
  for (const visit of walk(root)) {
    if (visit.node.kind !== 'scalar' || visit.node.text === '') continue;
    const path = visit.path.join('/');
    for (const rule of place.rules) {
      if (rule.at.test(path) && (rule.when?.(visit.parent) ?? true))
        yield* readValue({ file, place, rule, definitions }, visit, visit.node);
    }
  }
}

interface Run {
  readonly file: SourceFile;
  readonly place: TreePlace;
  readonly rule: TreeRule;
  readonly definitions: Definitions;
}

function* readValue(run: Run, visit: Visit, scalar: Scalar): Generator<Reading> {
  const { file, place, rule, definitions } = run;
  const range = rangeIn(file, scalar.start, scalar.end);
  if (rule.as === 'file') yield { kind: 'inclusion', how: 'python-version', target: scalar.text, base: 'root', range };
  else if (rule.as === 'requirements') yield { kind: 'inclusion', how: 'requirements', target: scalar.text, base: 'root', range };
  else if (rule.as === 'shell') {
    const variables = place.variables && { syntax: place.variables.syntax, definitions };
    yield* shellPins({ file, format: place.format, audience: place.audience, ...(variables === undefined ? {} : { variables }) }, scalar);
  } else for (const text of valuesOf(run, visit, scalar)) yield* pinsOf(run, text, meaningOf(run, visit, scalar));
}

function valuesOf({ place, definitions, rule }: Run, { parent }: Visit, scalar: Scalar): readonly Interpolated[] {
  if (rule.as === 'tag') {
    const name = scalarAt(parent, 'repository') ?? scalarAt(parent, 'name');
    return name === undefined
      ? []
      : [{ ...plain(scalar), text: `${name.text}:${scalar.text}`, pieces: [{ ...scalar, at: name.text.length + 1 }] }];
  }
  return place.variables === undefined ? [plain(scalar)] : interpolate(scalar, place.variables.syntax, definitions);
}

function meaningOf({ place, rule }: Run, { path }: Visit, scalar: Scalar): Meaning {
  if (rule.meaning !== undefined) return rule.meaning;
  const chosen = place.variables?.matrix?.test(scalar.text) === true;
  return chosen || /(?:^|\/)matrix(?:\/|$)/.test(path.join('/')) ? 'tested' : 'runtime';
}

function* pinsOf({ file, place: { format, audience }, rule }: Run, text: Interpolated, meaning: Meaning): Generator<Pin> {
  const context: InterpreterContext = { file, format, meaning, audience };
  const { as } = rule;
  if (as === 'image' || as === 'tag') yield* imagePins({ file, format, audience, meaning }, text);
  else if (as === 'version') yield* versionPins(context, text);
  else if (as === 'runtime') yield* runtimePins(context, text, RUNTIME);
  else if (as === 'runtime-tag') yield* runtimePins(context, text, TAG);
  else if (as === 'devcontainer-variant') yield* runtimePins(context, text, VARIANT);
  else if (as === 'environments') {
    const place = placeOfPart(text, 0, text.text.length);
    if (place.text === text.text)
      yield* findInterpreterPins({ ...context, meaning: 'tested' }, text.text, place.start, /(?:^|[^a-z])py(?:thon)?-?(3\.?\d+)/g);
  } else if (as === 'range') {
    const place = placeOfPart(text, 0, text.text.length);
    yield makeInterpreterPin({ ...context, meaning: 'constraint' }, place, {
      allowed: readSpecifier(place.text) ?? readPoetryConstraint(place.text),
    });
  } else if (as === 'django') yield* djangoPins(context, text);
  else if (as === 'django-target') yield* djangoTargets(context, text);
  else if (as === 'packages') {
    const pin = readPackagePin({ file, format, meaning, audience }, text.use.text, text.use.start);
    if (pin !== undefined) yield pin;
  } else if (typeof as === 'object') yield* serverPins(context, as.server, text);
}

/** One version a line. A version that a variable holds which is not known is an unknown pin. */
function* versionPins(context: InterpreterContext, text: Interpolated): Generator<Pin> {
  const [missing] = text.missing;
  if (missing !== undefined) {
    // What an earlier step or job put out is what that step was told: it has its own pin.
    if (/^(?:steps|needs|jobs)\./.test(missing)) return;
    yield makeInterpreterPin(context, text.use, { unknown: `depends on \`${missing}\`` });
    return;
  }
  for (const match of text.text.matchAll(/[^\n,]*\d[^\n,]*|[^\n]+/g)) {
    const written = match[0].trim();
    if (written === '' || /^3$|^(?:latest|system|none|default)$/i.test(written)) continue;
    const says = readInterpreterVersion(written.replace(/^(?:python)(?=\d)/, ''));
    const place = placeOfPart(text, match.index + match[0].indexOf(written), written.length);
    yield makeInterpreterPin(context, inBlock(context, place, written), says);
  }
}

/** A line of a block scalar, whose indented source differs from its value: found again inside the block. */
function inBlock({ file }: InterpreterContext, place: Place, written: string): Place {
  const at = place.end - place.start === written.length ? -1 : file.text.slice(place.start, place.end).indexOf(written);
  return at === -1 ? place : { text: written, start: place.start + at, end: place.start + at + written.length };
}

const RUNTIME = /python[^\d\n]{0,24}?(3\.\d+(?:\.\d+)?|[23]\d{1,2}(?![\d.]))/i;
const TAG = /(?:^|[^\d.\w]|py)(3\.\d+|[23]\d{1,2})(?![\d.])/i;
/** `1-3.12-bookworm`: the image's own version stands in front. */
const VARIANT = /(?:^|-)(3\.\d+)(?=-|$)/;

function* runtimePins(context: InterpreterContext, text: Interpolated, pattern: RegExp): Generator<Pin> {
  const match = pattern.exec(text.text);
  const written = match?.[1];
  if (match === null || written === undefined) return;
  const version = written.includes('.') ? written : dottedVersion(written);
  yield makeInterpreterPin(context, placeOfPart(text, match.index + match[0].lastIndexOf(written), written.length), { version });
}

/** `--target-version 4.2`, `--target-version=4.2`, or the version alone. */
function* djangoTargets({ file, format, audience }: InterpreterContext, text: Interpolated): Generator<Pin> {
  const match = /(?:^|=|\s)(\d+\.\d+)$/.exec(text.text.trim());
  const version = match?.[1];
  if (version === undefined) return;
  const place = placeOfPart(text, text.text.indexOf(version), version.length);
  yield makePackagePin(
    { file, format, meaning: 'target', ...(audience === undefined ? {} : { audience }) },
    { ...place, name: 'django' },
    { allowed: undefined, version },
  );
}

/** `4.2`, `~=4.2.0`, `Django>=4.2,<5`; branches and "latest" say nothing. */
function* djangoPins({ file, format, audience }: InterpreterContext, text: Interpolated): Generator<Pin> {
  const [, lead = '', written = ''] = /^(\s*(?:django)?\s*)(.*?)\s*$/i.exec(text.text) ?? [];
  const bare = /^\d+\.\d+(?:\.\d+)?$/.test(written) ? readVersion(written) : undefined;
  const allowed = readSpecifier(bare === undefined ? written : written.split('.').length > 2 ? `==${written}` : `==${written}.*`);
  if (allowed === undefined || !/\d/.test(written) || text.missing.length > 0) return;
  const place = placeOfPart(text, lead.length, written.length);
  yield makePackagePin(
    { file, format, meaning: 'tested', ...(audience === undefined ? {} : { audience }) },
    { ...place, name: 'django' },
    { allowed, version: bare },
  );
}

function* serverPins({ file, format, audience }: InterpreterContext, vendor: string, text: Interpolated): Generator<Pin> {
  const match = /\d+(?:[._]\d+)*/.exec(text.text);
  if (match === null) return;
  const place = placeOfPart(text, match.index, match[0].length);
  yield {
    kind: 'pin',
    subject: 'database',
    name: vendor,
    meaning: 'runtime',
    audience: audience ?? 'production',
    format,
    text: place.text,
    range: rangeIn(file, place.start, place.end),
    version: match[0].replaceAll('_', '.'),
    allowed: undefined,
  };
}
