/** Container images by name and tag: which Python or database server is inside. */
import { dottedVersion } from '../interpreters/interpreter-pin.ts';

/** A version that an image's name or tag tells; `index` and `text` are its place in the image's text. */
export interface ImageVersion {
  readonly subject: 'python' | 'database';
  readonly name: string;
  readonly text: string;
  readonly index: number;
  readonly version: string | undefined;
  readonly unknown?: string;
}

interface ImageName {
  /** Without registry's tag and digest. */
  readonly path: string;
  readonly last: string;
  readonly tag: string;
  readonly tagAt: number;
  readonly digest: string | undefined;
}

const LEADING = /^v?(\d+(?:\.\d+)*)/;
const NOT_SERVERS = /exporter|backup|client|operator|admin|proxy|pgbouncer|wait-for|dump/;
const SERVERS: readonly { readonly name: string; readonly image: RegExp; readonly tag: RegExp }[] = [
  { name: 'postgresql', image: /^(?:.*[-_])?(?:postgres|postgresql|postgis)(?:[-_].*)?$/, tag: /^(?:v|pg|ubi\d+-)?(\d+(?:\.\d+)*)/ },
  { name: 'postgresql', image: /^(?:timescaledb|pgvector|pgvecto-rs|paradedb|citus|pg_\w+|vchord)/, tag: /(?:^|[-_])pg(\d+(?:\.\d+)*)/ },
  { name: 'mysql', image: /^(?:.*[-_])?(?:mysql|mysql-server|percona|percona-server)(?:-\d+)?$/, tag: LEADING },
  { name: 'mariadb', image: /^(?:.*[-_])?mariadb(?:[-_].*)?$/, tag: LEADING },
  { name: 'oracle', image: /^oracle-(?:xe|free|database|db|ee)/, tag: LEADING },
];

/** Debian's own Python in Google's distroless images (https://github.com/GoogleContainerTools/distroless). */
const DISTROLESS: ReadonlyMap<string, string> = new Map([
  ['debian10', '3.7'],
  ['debian11', '3.9'],
  ['debian12', '3.11'],
  ['debian13', '3.13'],
]);

/** Splits `registry/name:tag@digest`. */
export function readImageName(image: string): ImageName {
  const scheme = /^docker:\/\//.exec(image)?.[0].length ?? 0;
  const digestAt = image.indexOf('@');
  const withoutDigest = digestAt === -1 ? image : image.slice(0, digestAt);
  const slash = withoutDigest.lastIndexOf('/');
  const colon = withoutDigest.indexOf(':', Math.max(slash, scheme));
  const path = withoutDigest.slice(scheme, colon === -1 ? undefined : colon);
  return {
    path,
    last: path.split('/').at(-1) ?? '',
    tag: colon === -1 ? '' : withoutDigest.slice(colon + 1),
    tagAt: colon === -1 ? image.length : colon + 1,
    digest: digestAt === -1 ? undefined : image.slice(digestAt + 1),
  };
}

/** The versions that an image tells of; none for images that hold neither Python nor a database server. */
export function versionsInImage(image: string): readonly ImageVersion[] {
  const name = readImageName(image);
  const found = pythonIn(image, name) ?? serverIn(image, name);
  return found === undefined ? [] : [found];
}

function pythonIn(image: string, { path, last, tag, tagAt }: ImageName): ImageVersion | undefined {
  const say = (text: string, index: number, version: string | undefined): ImageVersion => ({
    subject: 'python',
    name: 'python',
    text,
    index,
    version,
  });
  if (last === 'pypy') return { ...say(image, 0, undefined), unknown: `\`${image}\` is another implementation of Python` };
  const debian = /python3-(debian\d+)$/.exec(last)?.[1];
  if (debian !== undefined && DISTROLESS.has(debian)) return say(debian, image.indexOf(debian), DISTROLESS.get(debian));
  if (last === 'python') {
    const pattern = /devcontainers|vscode/.test(path) ? /(?:^|-)(3\.\d+(?:\.\d+)?)(?=-|$)/ : /^(\d+\.\d+(?:\.\d+)?(?:(?:a|b|rc)\d+)?)/;
    const version = pattern.exec(tag);
    if (version?.[1] !== undefined) return say(version[1], tagAt + version.index + version[0].indexOf(version[1]), version[1]);
    return { ...say(image, 0, undefined), unknown: `\`${printable(image)}\` names no feature release of Python` };
  }
  const tagged = /(?:^|[-_])(?:python|py)-?(\d\.\d+(?:\.\d+)?|3\d{1,2})(?=[-_.]|$)/.exec(tag);
  if (tagged?.[1] !== undefined) return say(tagged[1], tagAt + tagged.index + tagged[0].lastIndexOf(tagged[1]), versionIn(tagged[1]));
  const named = /(?:^|[/_-])python-?(3\.?\d{1,2})(?=[-_:]|$)/.exec(path);
  if (named?.[1] === undefined) return undefined;
  return say(named[1], image.indexOf(named[1], image.indexOf(path) + named.index), versionIn(named[1]));
}

function versionIn(text: string): string | undefined {
  return text.includes('.') ? text : dottedVersion(text);
}

function serverIn(image: string, { last, tag, tagAt }: ImageName): ImageVersion | undefined {
  const server = NOT_SERVERS.test(last) ? undefined : SERVERS.find(({ image: pattern }) => pattern.test(last));
  if (server === undefined) return undefined;
  const say = { subject: 'database' as const, name: server.name };
  const suffix = /-(\d{2,3})(?:-c\d+s?|-centos\d*)?$/.exec(last)?.[1];
  if (suffix !== undefined) {
    const dotted = server.name === 'postgresql' ? suffix : suffix.replace(/^(10|\d)(\d+)$/, '$1.$2');
    return { ...say, text: suffix, index: image.lastIndexOf(suffix, tagAt), version: dotted };
  }
  const version = server.tag.exec(tag);
  if (version?.[1] !== undefined)
    return { ...say, text: version[1], index: tagAt + version.index + version[0].lastIndexOf(version[1]), version: version[1] };
  return { ...say, text: image, index: 0, version: undefined, unknown: `\`${printable(image)}\` names no version` };
}

function printable(image: string): string {
  return image.replaceAll('\0', '?');
}
