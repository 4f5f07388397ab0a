/** Django × database server × driver: the oldest versions that the new Django works with. */
import type { DjangoRelease } from '../../facts/upgrades/releases/release.ts';
import type { Pin } from '../pins/pin.ts';
import { settlePackage } from '../installed/settle.ts';
import { compareVersions } from '../version.ts';
import { pinsAround, placed, sayPlaces, type CompatContext, type UpgradeProblem } from './problem.ts';
import { djangoRelease } from './releases.ts';

const SHOWN: Readonly<Record<string, string>> = { postgresql: 'PostgreSQL', mysql: 'MySQL', mariadb: 'MariaDB', oracle: 'Oracle Database' };
/** From this release on Django looks at the server's version and refuses to connect (https://docs.djangoproject.com/en/4.1/releases/4.1/). */
const CHECKED_SINCE = '4.1';

/** Servers named in images and platform settings that the new Django has dropped. */
export function* databaseProblems(context: CompatContext): Generator<UpgradeProblem> {
  const release = djangoRelease(context.django?.to?.feature);
  const change = context.django?.change;
  if (release === undefined || change === undefined) return;
  const servers = pinsAround(context).filter((pin) => pin.subject === 'database' && pin.version !== undefined);
  for (const [key, pins] of Map.groupBy(servers, ({ name, version }) => `${name} ${version}`)) {
    const [vendor = '', version = ''] = key.split(' ');
    const floor = release.databases[vendor as keyof DjangoRelease['databases']]; // pins name vendors as the facts do
    if (floor === undefined || !isOlder(version, floor)) continue;
    yield tooOld(context, release, { vendor, version, floor, pins });
  }
}

/** SQLite as Debian's releases bring it, into official images of Python too (https://packages.debian.org/search?keywords=libsqlite3-0). */
const SQLITE_OF_DEBIAN: ReadonlyMap<string, string> = new Map([
  ['stretch', '3.16.2'],
  ['buster', '3.27.2'],
  ['bullseye', '3.34.1'],
  ['bookworm', '3.40.1'],
  ['trixie', '3.46.1'],
]);

/** Images of a Debian whose SQLite the new Django refuses; only told where the project's database is SQLite. */
export function* sqliteProblems(context: CompatContext): Generator<UpgradeProblem> {
  const release = djangoRelease(context.django?.to?.feature);
  const floor = release?.databases.sqlite;
  if (release === undefined || floor === undefined || context.django?.change === undefined || !vendorsOf(context).has('sqlite')) return;
  const images = pinsAround(context).filter(({ subject, meaning }) => subject === 'python' && meaning === 'runtime');
  for (const [codename = '', pins] of Map.groupBy(images, (pin) => debianOf(context, pin))) {
    const version = SQLITE_OF_DEBIAN.get(codename);
    const oldFloor = djangoRelease(context.django.from?.feature)?.databases.sqlite;
    // What the old Django refused as well can't be what runs.
    const wasRefused = oldFloor !== undefined && isOlder(version ?? '', oldFloor);
    if (version === undefined || wasRefused || !isOlder(version, floor)) continue;
    yield {
      id: 'database-server-too-old',
      severity: 'error',
      certainty: 'hard',
      ...placed(context.django.change, pins),
      message: `Django ${release.version} needs SQLite ${floor} or newer and refuses to start with an older one, but ${sayPlaces(pins)} ${pins.length > 1 ? 'are' : 'is'} Debian ${codename} with SQLite ${version}.`,
      steps: ['Move to an image of a newer Debian, in every environment, before this is deployed.'],
      sources: [release.source],
    };
  }
}

/** `FROM python:3.8-slim-buster`: the Debian that the line of the pin names. */
function debianOf({ headTree }: CompatContext, { range: { path, start } }: Pin): string | undefined {
  const line = headTree.read(path)?.split('\n')[start.line - 1] ?? '';
  return /\bpython:[\w.]*-(?:slim-)?(stretch|buster|bullseye|bookworm|trixie)\b/.exec(line)?.[1];
}

/** Is the server older, as far as its tag says? `mysql:8` may be any 8, so it is not older than 8.0.11. */
export function isOlder(version: string, floor: string): boolean {
  const [have, need] = [numbers(version), numbers(floor)];
  for (const [index, wanted] of need.entries()) {
    const given = have[index];
    if (given === undefined || given > wanted) return false;
    if (given < wanted) return true;
  }
  return false;
}

function numbers(version: string): readonly number[] {
  return (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').flatMap((part) => (part === '' ? [] : Number(part)));
}

interface OldServer {
  readonly vendor: string;
  readonly version: string;
  readonly floor: string;
  readonly pins: readonly Pin[];
}

function tooOld(context: CompatContext, release: DjangoRelease, { vendor, version, floor, pins }: OldServer): UpgradeProblem {
  const shown = SHOWN[vendor] ?? vendor;
  const used = vendorsOf(context);
  const isOther = used.size > 0 && !used.has(vendor) && !(vendor === 'mysql' && used.has('mariadb'));
  const before = djangoRelease(context.django?.from?.feature);
  const oldFloor = before?.databases[vendor as keyof DjangoRelease['databases']]; // as above
  // What the old Django refused as well can't be the server that runs.
  const wasRefused =
    before !== undefined && compareVersions(before.version, CHECKED_SINCE) >= 0 && oldFloor !== undefined && isOlder(version, oldFloor);
  const refuses = compareVersions(release.version, CHECKED_SINCE) >= 0 ? ' and refuses to connect to older servers' : '';
  return {
    id: 'database-server-too-old',
    severity: isOther || wasRefused ? 'warning' : 'error',
    certainty: 'hard',
    ...placed(context.django?.change, pins),
    message: `Django ${release.version} needs ${shown} ${floor} or newer${refuses}, but ${sayPlaces(pins)} ${pins.length > 1 ? 'run' : 'runs'} ${shown} ${version}.`,
    steps: [`Upgrade the server to ${shown} ${floor} or newer, in every environment, before this is deployed.`],
    sources: [release.source],
  };
}

function vendorsOf({ projects }: CompatContext): ReadonlySet<string> {
  return new Set(projects.flatMap(({ settings }) => settings.vendor?.value ?? []));
}

interface Floor {
  readonly names: readonly string[];
  readonly why: string;
  readonly severity: 'error' | 'warning';
}

/** What happens with packages below Django's floor. */
const FLOORS: ReadonlyMap<string, Floor> = new Map([
  ['psycopg2', { names: ['psycopg2', 'psycopg2-binary'], why: 'refuses to start with an older one', severity: 'error' }],
  ['psycopg', { names: ['psycopg', 'psycopg-binary', 'psycopg-c'], why: 'refuses to start with an older one', severity: 'error' }],
  ['mysqlclient', { names: ['mysqlclient'], why: 'refuses to start with an older one', severity: 'error' }],
  ['oracledb', { names: ['oracledb'], why: 'refuses to start with an older one', severity: 'error' }],
  ['asgiref', { names: ['asgiref'], why: 'cannot be installed beside an older one', severity: 'error' }],
  ['sqlparse', { names: ['sqlparse'], why: 'cannot be installed beside an older one', severity: 'error' }],
]);

/** Drivers and other packages that are older than the new Django allows. */
export function* dependencyProblems(context: CompatContext): Generator<UpgradeProblem> {
  const { django, head, scope, today } = context;
  const release = djangoRelease(django?.to?.feature);
  if (release === undefined || django?.change === undefined) return;
  for (const [dependency, floor] of Object.entries(release.dependencies)) {
    const known = FLOORS.get(dependency);
    for (const name of known?.names ?? [dependency]) {
      const settled = settlePackage(name, head.pins, { scope, today, python: context.python?.to?.feature });
      if (settled?.version === undefined || compareVersions(settled.version, floor) >= 0 || settled.basis === 'matrix') continue;
      yield {
        id: 'dependency-too-old',
        severity: known?.severity ?? 'warning',
        certainty: known === undefined ? 'hint' : 'hard',
        ...placed(django.change, [settled.pin]),
        message: `Django ${release.version} ${known?.why ?? 'supports only newer versions'}: it needs ${name} ${floor}, and \`${settled.pin.range.path}:${settled.pin.range.start.line}\` has ${settled.version}.`,
        steps: [`Raise ${name} to ${floor} or newer.`],
        sources: [release.source],
      };
    }
  }
}
