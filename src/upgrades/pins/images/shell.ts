/** Shell text wherever it stands: Dockerfiles, CI scripts, Makefiles. */
import type { SourceFile } from '../../syntax/source-file.ts';
import { interpolate, placeOfPart, type Definitions, type Interpolated, type Place } from '../../syntax/interpolate.ts';
import { findInterpreterPins } from '../interpreters/interpreter-pin.ts';
import type { Audience, Pin } from '../pin.ts';
import { makePackagePin, readPackagePin, type PackageContext } from '../requirements/package-pin.ts';
import { readRequirement } from '../requirements/requirement.ts';

export interface ShellContext {
  readonly file: SourceFile;
  readonly format: string;
  readonly audience: Audience;
  /** How this tool writes variables beside the shell's own, and what they are. */
  readonly variables?: { readonly syntax: RegExp; readonly definitions: Definitions };
}

const VERSION = String.raw`(3\.\d+(?:\.\d+)?)(?![\w.]*\d)`;
/** The first group is the version. Each stands for a way to name an interpreter on a command line. */
const INTERPRETERS: readonly RegExp[] = [
  new RegExp(String.raw`(?<![\w.])(?:c?python|libpython)(3\.\d+)(?![\d])`, 'g'),
  /(?<![\w./-])python(3\d{1,2})(?=-(?:devel|dev|pip|venv|libs)\b|\s|$)/gm,
  new RegExp(String.raw`\buv\s+python\s+(?:install|pin)\s+(?:--?[\w-]+\s+)*(?:cpython[-@]?)?${VERSION}`, 'g'),
  new RegExp(String.raw`\buv\s[^\n;&|]*?(?:--python|-p)[= ]["']?(?:python)?${VERSION}`, 'g'),
  new RegExp(String.raw`\bpyenv\s+(?:install|local|global|shell)\s+(?:--?[\w-]+\s+)*${VERSION}`, 'g'),
  new RegExp(String.raw`\b(?:conda|mamba|micromamba)\s[^\n;&|]*?\bpython={1,2}${VERSION}`, 'g'),
  new RegExp(String.raw`\b(?:\w+_)?(?:PYTHON|PY)_?VER(?:SION)?\s*[:?]?=\s*["']?${VERSION}`, 'g'),
  new RegExp(String.raw`\bUV_PYTHON=["']?(?:python)?${VERSION}`, 'g'),
  new RegExp(String.raw`\bsem-version\s+python\s+${VERSION}`, 'g'),
  new RegExp(String.raw`\bPYTHON[|:]${VERSION}`, 'gi'),
  /--runtime[= ]["']?python(3\d{1,2})\b/g,
];
const TESTED: readonly RegExp[] = [/\btox\s[^\n;&|]*?-e\s*(?:["'])?py(3\d{1,2})\b/g];
const INSTALL =
  /(?<![\w-])(?:pip[\d.]*|pipx|uv\s+pip|uv\s+tool|uv|poetry|pdm|pipenv|rye)\s+(?:--?[\w-]+\s+)*(?:install|add)\b((?:[^;&|\n\\]|\\[^\n]|\\\n|&(?!&))*)/g;
/** Options of pip install that take a value. */
const VALUED =
  /^(?:-[rcieft]|--(?:requirement|constraint|index-url|extra-index-url|editable|find-links|target|prefix|root|python|group|extra|timeout|retries|src|trusted-host|no-binary|only-binary|platform|cache-dir))$/;

/** Interpreters and pinned packages that shell text names. Comment lines are not read; a shebang is. */
export function* shellPins(context: ShellContext, place: Pick<Place, 'start' | 'end'>): Generator<Pin> {
  const { file, format, audience } = context;
  const raw = file.text.slice(place.start, place.end);
  const text = raw.replace(/^[ \t]*#(?!!).*$/gm, (comment) => ' '.repeat(comment.length));
  for (const pattern of INTERPRETERS)
    yield* findInterpreterPins({ file, format, meaning: 'runtime', audience }, text, place.start, pattern);
  for (const pattern of TESTED) yield* findInterpreterPins({ file, format, meaning: 'tested', audience }, text, place.start, pattern);
  yield* installPins(context, text, place.start);
}

function* installPins(context: ShellContext, text: string, start: number): Generator<Pin> {
  const meaning = context.audience === 'ci' ? 'tested' : 'requirement';
  const packages: PackageContext = { file: context.file, format: 'docker-and-ci-installs', meaning, audience: context.audience };
  for (const match of text.matchAll(INSTALL)) {
    const argumentsAt = start + match.index + match[0].length - (match[1]?.length ?? 0);
    for (const word of wordsOf(match[1] ?? '', argumentsAt)) yield* wordPins(packages, context.variables, word);
  }
}

/** Words of a command line that are no options and no options' values, without their quotes. */
function* wordsOf(line: string, start: number): Generator<Place> {
  let skip = false;
  for (const match of line.matchAll(/\$\{\{[^}]*\}\}|"([^"\n]*)"|'([^'\n]*)'|(?:[^\s"'\\]|\\.)+(?:\$\{\{[^}]*\}\})?/g)) {
    const inner = match[1] ?? match[2];
    const text = inner ?? match[0];
    const at = start + match.index + (inner === undefined ? 0 : 1);
    if (skip || text.startsWith('-')) skip = !skip && VALUED.test(text);
    else if (text !== '' && text !== '\\') yield { text, start: at, end: at + text.length };
  }
}

/** A package with a specifier; an unlimited one says nothing, but for Django itself. */
function* wordPins(packages: PackageContext, variables: ShellContext['variables'], word: Place): Generator<Pin> {
  if (variables === undefined || word.text.search(variables.syntax) === -1) {
    const pin = readPackagePin(packages, word.text, word.start);
    if (pin !== undefined && (pin.text !== word.text || pin.name === 'django') && pin.unknown === undefined) yield pin;
    return;
  }
  for (const text of interpolate(word, variables.syntax, variables.definitions)) {
    const pin = interpolatedPin(packages, text);
    if (pin !== undefined) yield pin;
  }
}

function interpolatedPin(packages: PackageContext, word: Interpolated): Pin | undefined {
  if (word.missing.length > 0) return undefined;
  const requirement = readRequirement(word.text);
  if (requirement === undefined || requirement.url !== undefined) return undefined;
  const version = /[\d][\w.*]*/.exec(requirement.text)?.[0];
  const place = placeOfPart(
    word,
    requirement.offset + (version === undefined ? 0 : requirement.text.indexOf(version)),
    version?.length ?? 0,
  );
  const pin = readPackagePin({ ...packages, meaning: 'tested' }, word.text, word.use.start);
  if (pin === undefined || version === undefined) return undefined;
  return makePackagePin({ ...packages, meaning: 'tested' }, { ...place, name: pin.name }, { version: pin.version, allowed: pin.allowed });
}
