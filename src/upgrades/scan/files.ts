/** Which files of a repository a scan reads, and what they are. */
import type { RepoPath } from '../../source/position.ts';
import type { FileTree } from '../../source/tree.ts';
import type { ScanHit } from '../hit.ts';

export type Language = 'python' | 'template' | 'script' | 'configuration';

/** Folders with other people's code. */
const foreign =
  /(?:^|\/)(?:node_modules|bower_components|site-packages|dist-packages|vendor|vendors|vendored|_vendor|third_party|thirdparty|\.?venv|virtualenv|\.tox|\.nox|\.git|__pycache__|\.eggs)\//;

/** Longest text that is looked into, in UTF-16 units. */
export const lengthCap = 1_000_000;

/** What language a file is read in, undefined when the scan leaves it alone. */
export function languageOf(path: RepoPath): Language | undefined {
  if (foreign.test(path)) return undefined;
  if (path.endsWith('.py')) return 'python';
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/\.(?:html?|djhtml|xml|txt|svg|mjml|eml|jinja-?html)$/.test(name)) return isTemplateFolder(path) ? 'template' : undefined;
  if (/\.(?:js|mjs|ts)$/.test(name)) return name.endsWith('.min.js') ? undefined : 'script';
  if (/\.(?:sh|bash|ya?ml|toml|ini|cfg|conf|just|mk)$/.test(name)) return 'configuration';
  return /^(?:Makefile|Dockerfile.*|Procfile|justfile|Justfile|tox\.ini|Vagrantfile|Jenkinsfile|.*\.dockerfile)$/.test(name)
    ? 'configuration'
    : undefined;
}

/** Django looks for templates in folders of this name; Jinja2's folders hold another language. */
function isTemplateFolder(path: string): boolean {
  return /(?:^|\/)\w*templates?\//.test(path) && !/(?:^|\/)jinja2?\//.test(path);
}

const tests =
  /(?:^|\/)(?:tests?|testing|test_\w+|\w+_tests?|functional_tests|integration_tests)\/|(?:^|\/)(?:tests?|test_\w+|\w+_tests?|conftest|testcases?)\.py$/;
const migrations = /(?:^|\/)\w*migrations\/(?:\w+\/)*[^/]+\.py$/;
const settingsFile =
  /(?:^|\/)(?:\w*settings\w*\.py|settings\/(?:\w+\/)*\w+\.py|(?:conf|config)\/(?:\w+\/)?(?:base|common|local|dev|development|prod|production|staging|test|testing)\.py)$/;

/** What part of the project a file belongs to. */
export function placeOf(path: RepoPath, language: Language): ScanHit['place'] {
  if (language === 'template' || language === 'script') return 'templates';
  if (language === 'configuration') return 'configuration';
  if (migrations.test(path)) return 'migrations';
  if (settingsFile.test(path)) return 'settings';
  return tests.test(path) ? 'tests' : 'code';
}

const settingsNames = /^(?:INSTALLED_APPS|MIDDLEWARE(?:_CLASSES)?|ROOT_URLCONF|DATABASES|TEMPLATES|WSGI_APPLICATION)\s*(?::[^=\n]+)?\+?=/gm;

/** A settings module under a name of its own shows by what it assigns. */
export function assignsSettings(text: string): boolean {
  return new Set(text.match(settingsNames)?.map((each) => each.slice(0, 8))).size >= 2;
}

export interface ScannedFile {
  readonly path: RepoPath;
  readonly language: Language;
}

/** The tree's files that a scan looks into, in the tree's order. */
export function filesOf(tree: FileTree): readonly ScannedFile[] {
  const files: ScannedFile[] = [];
  for (const path of tree.paths()) {
    const language = languageOf(path);
    if (language !== undefined) files.push({ path, language });
  }
  return files;
}
