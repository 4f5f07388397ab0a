/** Places without a grammar that we read: Terraform, Bicep, Nix, Groovy, INI of servers, code and prose. The first group of a pattern is the version. */
import { plain } from '../../syntax/interpolate.ts';
import { rangeIn, type SourceFile } from '../../syntax/source-file.ts';
import { imagePins } from '../images/image-pins.ts';
import { shellPins } from '../images/shell.ts';
import { findInterpreterPins } from '../interpreters/interpreter-pin.ts';
import type { Audience, Meaning, Pin } from '../pin.ts';

export interface TextPlace {
  readonly format: string;
  readonly audience: Audience;
  readonly meaning?: Meaning;
  readonly python: readonly RegExp[];
  /** Database servers: the first group is the version. */
  readonly servers?: readonly { readonly vendor: 'postgresql' | 'mysql' | 'mariadb'; readonly pattern: RegExp }[];
  /** String literals that are images. */
  readonly images?: RegExp;
  /** Is the text also searched as shell commands? */
  readonly shell?: true;
}

const terraformServers: TextPlace['servers'] = [
  { vendor: 'postgresql', pattern: /engine\s*=\s*"(?:aurora-)?postgres(?:ql)?"[^}]{0,400}?engine_version\s*=\s*"(\d+(?:\.\d+)*)"/g },
  { vendor: 'mysql', pattern: /engine\s*=\s*"(?:aurora-)?mysql"[^}]{0,400}?engine_version\s*=\s*"(\d+(?:\.\d+)*)"/g },
  { vendor: 'mariadb', pattern: /engine\s*=\s*"mariadb"[^}]{0,400}?engine_version\s*=\s*"(\d+(?:\.\d+)*)"/g },
  { vendor: 'postgresql', pattern: /database_version\s*=\s*"POSTGRES_(\d+)"/g },
  { vendor: 'mysql', pattern: /database_version\s*=\s*"MYSQL_(\d+(?:_\d+)*)"/g },
  { vendor: 'postgresql', pattern: /resource\s+"azurerm_postgresql\w*_server"[^{]*\{[^}]*?\bversion\s*=\s*"(\d+)"/g },
];

const PIPE = /python(?:\\u007c|[|:])(3\.\d+)/gi;

export const textPlaces: readonly TextPlace[] = [
  {
    format: 'docker-bake',
    audience: 'production',
    python: [/PYTHON_VERSION"?\s*(?:\{[^}]*?\bdefault"?\s*[=:]|[=:])\s*\{?\s*(?:"default"\s*:)?\s*"(3\.\d+(?:\.\d+)?)"/g],
  },
  {
    format: 'azure-bicep',
    audience: 'production',
    python: [
      PIPE,
      /(?:runtimeVersion|pythonVersion)\w*\s*(?:string)?\s*[:=]\s*'(3\.\d+(?:\.\d+)?)'/g,
      /'PYTHON_VERSION'\s*,?\s*\n?\s*value:\s*'(3\.\d+(?:\.\d+)?)'/g,
      /PYTHON_VERSION:\s*'(3\.\d+(?:\.\d+)?)'/g,
      /name:\s*'python'\s*,?\s*\n?\s*version:\s*'(3\.\d+)'/g,
    ],
    servers: [{ vendor: 'postgresql', pattern: /flexibleServers@[^\n]*\n(?:[^}]*?\n)?\s*version:\s*'(\d+)'/g }],
  },
  {
    format: 'terraform-azure',
    audience: 'production',
    python: [/\bpython_version\s*=\s*"(3\.\d+)"/g, PIPE, /\bPYTHON_VERSION"?\s*=\s*"(3\.\d+(?:\.\d+)?)"/g],
  },
  {
    format: 'terraform-aws-gcp',
    audience: 'production',
    python: [/(?:runtimes?"?\s*[=:]\s*\[?|,)\s*"python(3\.?\d+)"/g, /running Python (3\.\d+)/g],
    servers: terraformServers,
  },
  {
    format: 'jenkins',
    audience: 'ci',
    python: [/withPythonEnv\(["']python(3\.\d+)/g],
    images: /["']((?:docker:\/\/)?[\w./-]+:[\w.-]+)["']/g,
    shell: true,
  },
  {
    format: 'cdk',
    audience: 'production',
    python: [/\bRuntime\.PYTHON_(3_\d+)/g, /\bruntime\s*[=:]\s*["']python(3\.\d+)["']/g],
    servers: [{ vendor: 'postgresql', pattern: /PostgresEngineVersion\.VER_(\d+(?:_\d+)?)/g }],
  },
  { format: 'sonar', audience: 'development', meaning: 'target', python: [/(?<=^\s*sonar\.python\.version\s*=[^\n]*)(3\.\d+)/gm] },
  {
    format: 'nix',
    audience: 'development',
    python: [/\bpython(3\d{1,2})(?=Packages|Full|\b)/g, /languages\.python\b[^;]*?version\s*=\s*"(3\.\d+(?:\.\d+)?)"/g],
  },
  {
    format: 'env-files',
    audience: 'development',
    python: [
      /^\s*(?:export\s+)?(?:\w+_)?PYTHON_VERSION\s*=\s*["']?(3\.\d+(?:\.\d+)?)/gm,
      /^\s*(?:export\s+)?UV_PYTHON\s*=\s*["']?(?:python)?(3\.\d+(?:\.\d+)?)/gm,
      /^\s*(?:layout\s+(?:python(?:-venv)?|pyenv)|use\s+python)\s+(?:python)?(3\.\d+(?:\.\d+)?)/gm,
    ],
  },
  {
    format: 'uwsgi-apache-supervisor',
    audience: 'production',
    python: [/^\s*plugins?\s*=[^\n]*?\bpython(3\d{1,2})\b/gm, /(?<![\w.])python(3\.\d+)(?!\d)/g],
  },
  { format: 'buildout-pants-bazel', audience: 'development', python: [/\bpython_version\s*=\s*["'](3\.\d+(?:\.\d+)?)["']/g] },
  {
    format: 'docs-readme',
    audience: 'readers',
    meaning: 'docs',
    python: [/\bpython(?:\s+version)?\s*(?:>=|≥|:|\()?\s*(3\.\d+)(?:\.\d+)?\+?(?!\d)/gi, /badge\/python-(3\.\d+)/gi],
  },
  { format: 'azure-cli-scripts', audience: 'production', python: [], shell: true },
  { format: 'gcp-functions', audience: 'production', python: [], shell: true },
  { format: 'makefile-scripts', audience: 'development', python: [], shell: true },
  { format: 'ansible-vagrant-packer', audience: 'production', python: [], shell: true },
  { format: 'kubernetes-helm', audience: 'production', python: [], images: /^[ \t-]*image:\s*["']?([\w./-]+:[\w.-]+)/gm },
];

/** Searches a text for what a place names. */
export function* readTextPlace(file: SourceFile, place: TextPlace): Generator<Pin> {
  const { format, audience, meaning } = place;
  for (const pattern of place.python)
    yield* findInterpreterPins({ file, format, audience, meaning: meaning ?? 'runtime' }, file.text, 0, pattern);
  for (const { vendor, pattern } of place.servers ?? []) yield* serverPins(file, place, vendor, pattern);
  for (const match of place.images === undefined ? [] : file.text.matchAll(place.images)) {
    const text = match[1] ?? '';
    const start = match.index + match[0].lastIndexOf(text);
    yield* imagePins({ file, format, audience }, plain({ text, start, end: start + text.length }));
  }
  if (place.shell === true) yield* shellPins({ file, format, audience }, { start: 0, end: file.text.length });
}

function* serverPins(file: SourceFile, { format, audience }: TextPlace, vendor: string, pattern: RegExp): Generator<Pin> {
  for (const match of file.text.matchAll(pattern)) {
    const text = match[1] ?? '';
    const start = match.index + match[0].lastIndexOf(text);
    const range = rangeIn(file, start, start + text.length);
    yield {
      kind: 'pin',
      subject: 'database',
      name: vendor,
      meaning: 'runtime',
      audience,
      format,
      text,
      range,
      version: text.replaceAll('_', '.'),
      allowed: undefined,
    };
  }
}
