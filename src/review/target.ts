/** Which database and Django version a project is judged for, and from where that is known. */
import type { DjangoProject, Known, Vendor } from '../django/project.ts';
import type { Target } from '../sql/step.ts';
import type { Pin, PinSet } from '../upgrades/pins/pin.ts';
import { allowedOf, compareVersions } from '../upgrades/version.ts';
import type { Configuration } from './configuration.ts';

/** Feature releases of Django, newest last: https://www.djangoproject.com/download/ */
const releases = ['2.2', '3.0', '3.1', '3.2', '4.0', '4.1', '4.2', '5.0', '5.1', '5.2', '6.0', '6.1'];
/** What is assumed when nothing tells: the present long-term release. */
const assumedDjango = '5.2';

/** The configuration says it, or the project does, or it is assumed and said to be. */
export function targetOf(
  project: DjangoProject,
  { configuration, pins }: { readonly configuration: Configuration; readonly pins: PinSet },
): Target {
  const configured = configuration.path ?? 'the command line';
  const vendor =
    configuration.vendor === undefined ? (project.settings.vendor ?? vendorOf(pins)) : { value: configuration.vendor, from: configured };
  return {
    vendor,
    serverVersion:
      configuration.serverVersion === undefined ? serverOf(pins, vendor.value) : { value: configuration.serverVersion, from: configured },
    django: configuration.django === undefined ? djangoOf(pins) : { value: featureRelease(configuration.django), from: configured },
  };
}

/** A driver among the requirements tells the database when the settings don't. */
const drivers: readonly (readonly [string, Vendor])[] = [
  ['psycopg', 'postgresql'],
  ['psycopg2', 'postgresql'],
  ['psycopg2-binary', 'postgresql'],
  ['psycopg-binary', 'postgresql'],
  ['mysqlclient', 'mysql'],
  ['pymysql', 'mysql'],
  ['oracledb', 'oracle'],
  ['cx-oracle', 'oracle'],
];

function vendorOf({ pins }: PinSet): Known<Vendor> {
  for (const [name, vendor] of drivers) {
    const pin = pins.find((one) => one.subject === 'package' && one.name === name);
    if (pin !== undefined) return { value: vendor, from: `the driver \`${name}\` in ${placeOf(pin)}` };
  }
  return { value: 'postgresql', from: 'assumed: neither settings nor requirements tell' };
}

/** The lowest version among the servers that the repository names for running: an image in a compose file, a service in CI. */
function serverOf({ pins }: PinSet, vendor: Vendor): Known<string> | undefined {
  const servers = pins.filter((pin) => pin.subject === 'database' && pin.name === vendor && pin.version !== undefined);
  const production = servers.filter((pin) => pin.audience === 'production');
  const [lowest] = (production.length > 0 ? production : servers).toSorted((a, b) => compareVersions(a.version ?? '', b.version ?? ''));
  return lowest?.version === undefined ? undefined : { value: lowest.version, from: placeOf(lowest) };
}

/** What a lock file installs, else an exact requirement, else the newest release that the requirement allows. */
function djangoOf({ pins }: PinSet): Known<string> {
  const own = pins.filter((pin) => pin.subject === 'package' && pin.name === 'django' && pin.audience !== 'readers');
  const exact = [...own.filter((pin) => pin.meaning === 'lock'), ...own].find((pin) => pin.version !== undefined);
  if (exact?.version !== undefined) return { value: featureRelease(exact.version), from: placeOf(exact) };
  for (const pin of own) {
    const newest = pin.allowed === undefined ? undefined : allowedOf(pin.allowed, releases).at(-1);
    if (newest !== undefined && pin.meaning === 'requirement')
      return { value: newest, from: `the newest release that ${placeOf(pin)} allows` };
  }
  return { value: assumedDjango, from: 'assumed: no requirement tells' };
}

function placeOf({ range }: Pin): string {
  return `${range.path}:${range.start.line}`;
}

/** `5.2.8` → `5.2`. */
function featureRelease(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
