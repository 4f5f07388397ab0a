import { valueAt, type Located } from '../syntax/located.ts';
import type { RepoPath } from '../../source/position.ts';
import { ciPlaces } from './places/ci-places.ts';
import { openDocument, type PinDocument, type Syntax } from './document.ts';
import { readDockerfile } from './images/dockerfile.ts';
import { readPythonVersionFile, readRuntimeTxt, readToolVersions } from './interpreters/version-files.ts';
import { readPipfileLock } from './locks/pipfile-lock.ts';
import { readPdmLock, readPoetryLock, readPylock, readUvLock } from './locks/toml-locks.ts';
import type { Audience, PinProblem, Reading } from './pin.ts';
import { readTextPlace, textPlaces } from './places/text-places.ts';
import { readByRules, type TreePlace } from './places/tree-rule.ts';
import { platformPlaces } from './places/platform-places.ts';
import { readCondaEnvironment, readCondaLock } from './requirements/conda.ts';
import { readPipfile } from './requirements/pipfile.ts';
import { readPyproject, readUvToml } from './requirements/pyproject.ts';
import { readRequirementsFile } from './requirements/requirements-file.ts';
import { readSetupCfg } from './requirements/setup-cfg.ts';
import { readSetupPy } from './requirements/setup-py.ts';
import { readNoxfile } from './tools/nox.ts';
import { readToxIni, readToxToml } from './tools/tox.ts';
import { toolPlaces } from './places/tool-places.ts';
import { rangeIn, type SourceFile } from '../syntax/source-file.ts';

type Reader = (document: PinDocument) => Iterable<Reading>;

/** Readers of their own, by the formats that they read. A file that several formats match is read by each reader once. */
const readers: readonly { readonly formats: readonly string[]; readonly read: Reader }[] = [
  { formats: ['constraints'], read: ({ file }) => readRequirementsFile(file, 'constraint') },
  {
    formats: ['requirements-txt', 'requirements-in'],
    read: ({ file }) => (/constraint/.test(baseName(file)) ? [] : readRequirementsFile(file)),
  },
  { formats: ['pyproject-pep621'], read: (document) => each(document, 'toml', readPyproject) },
  { formats: ['pyproject-uv'], read: (document) => (baseName(document.file) === 'uv.toml' ? each(document, 'toml', readUvToml) : []) },
  { formats: ['pipfile'], read: (document) => each(document, 'toml', readPipfile) },
  { formats: ['setup-cfg'], read: (document) => each(document, 'ini', readSetupCfg) },
  { formats: ['setup-py'], read: ({ file }) => readSetupPy(file) },
  { formats: ['conda-env'], read: (document) => each(document, 'yaml', readCondaEnvironment) },
  { formats: ['conda-lock'], read: (document) => each(document, 'yaml', readCondaLock) },
  { formats: ['poetry-lock'], read: ({ file }) => readPoetryLock(file) },
  { formats: ['uv-lock'], read: ({ file }) => readUvLock(file) },
  { formats: ['pdm-lock'], read: ({ file }) => readPdmLock(file) },
  { formats: ['pylock'], read: ({ file }) => readPylock(file) },
  { formats: ['pipfile-lock'], read: ({ file }) => readPipfileLock(file) },
  { formats: ['tox'], read: readTox },
  { formats: ['nox'], read: ({ file }) => readNoxfile(file) },
  { formats: ['python-version-file', 'python-versions-file'], read: ({ file }) => readPythonVersionFile(file) },
  { formats: ['heroku-runtime-txt'], read: ({ file }) => readRuntimeTxt(file) },
  { formats: ['asdf-tool-versions'], read: ({ file }) => readToolVersions(file) },
  { formats: ['dockerfile-from'], read: ({ file }) => readDockerfile(file) },
];

const treePlaces: readonly TreePlace[] = [...ciPlaces, ...platformPlaces, ...toolPlaces];

/** Formats whose files are often templates or not what the name promises: their syntax errors are no news. */
const QUIET = new Set([
  'kubernetes-helm',
  'ansible-vagrant-packer',
  'docs-readme',
  'env-files',
  'dependabot-renovate',
  'azure-arm',
  'sam-cloudformation',
  'azure-pipelines',
  'gae',
]);

/** Everything that one file says, and what could not be read of it. `formats` are those whose globs match its path. */
export function* readFile(file: SourceFile, formats: ReadonlySet<string>): Generator<Reading> {
  const document = openDocument(file);
  for (const reader of readers) if (reader.formats.some((format) => formats.has(format))) yield* reader.read(document);
  const syntax = syntaxOf(file.path);
  for (const place of treePlaces) {
    if (place.syntax !== syntax || !formats.has(place.format)) continue;
    for (const root of document.roots(syntax)) yield* readByRules(file, root, withAudience(place, file.path));
  }
  for (const place of textPlaces) if (formats.has(place.format)) yield* readTextPlace(file, place);
  if ([...formats].every((format) => QUIET.has(format)) || /\{\{/.test(file.path)) return;
  for (const { message, offset } of document.troubles())
    yield { kind: 'problem', message, range: rangeIn(file, offset, offset) } satisfies PinProblem;
}

function baseName(file: SourceFile): string {
  return file.path.split('/').at(-1) ?? '';
}

function* each(
  { file, roots }: PinDocument,
  syntax: Syntax,
  read: (file: SourceFile, root: Located) => Iterable<Reading>,
): Generator<Reading> {
  for (const root of roots(syntax)) yield* read(file, root);
}

function* readTox({ file, roots }: PinDocument): Generator<Reading> {
  if (!file.path.endsWith('.toml')) for (const root of roots('ini')) yield* readToxIni(file, root);
  else for (const root of roots('toml')) yield* readToxToml(file, baseName(file) === 'tox.toml' ? root : valueAt(root, 'tool', 'tox'));
}

/** The syntax that a file's name promises. */
function syntaxOf(path: RepoPath): Syntax | undefined {
  if (path.endsWith('.toml')) return 'toml';
  if (/\.(?:ya?ml|config)$/.test(path)) return 'yaml';
  if (/\.(?:json5?|jsonc|code-workspace|template)$|(?:^|\/)\.renovaterc$/.test(path)) return 'json';
  return /\.(?:cfg|ini)$|pylintrc$/.test(path) ? 'ini' : undefined;
}

/** Compose files say by their name whom they serve. */
function withAudience(place: TreePlace, path: RepoPath): TreePlace {
  if (place.format !== 'docker-compose') return place;
  const audience: Audience = /prod|deploy|stag|live/i.test(path)
    ? 'production'
    : /(?:^|[-_./])(?:ci|tests?|testing)(?:[-_./]|$)/i.test(path)
      ? 'ci'
      : place.audience;
  return { ...place, audience };
}
