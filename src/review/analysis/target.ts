/** Which database and Django version a project is judged for, and from where that is known. */
import type { DjangoProject, Known, Vendor } from '../../django/project.ts';
import type { Target } from '../../sql/step.ts';
import type { Pin, PinSet } from '../../upgrades/pins/pin.ts';
import { compareVersions } from '../../upgrades/version.ts';
import { settlePackage, settlePython } from '../../upgrades/installed/settle.ts';
import type { Configuration } from '../configuration/configuration.ts';

/** What is judged for: pins of the head, the user's configuration. */
export interface AnalysisInput {
  readonly configuration: Configuration;
  /** Of the head. */
  readonly pins: PinSet;
  /** The day, ISO. */
  readonly today: string;
}

/** What is assumed when nothing tells: the present long-term release. */
const assumedDjango = '5.2';

/** The configuration says it, or the project does, or it is assumed and said to be. */
export function targetOf(project: DjangoProject, input: AnalysisInput): Target {
  const { configuration, pins } = input;
  const configured = configuration.path ?? 'the command line';
  const vendor =
    configuration.vendor === undefined ? (project.settings.vendor ?? vendorOf(pins)) : { value: configuration.vendor, from: configured };
  return {
    vendor,
    serverVersion:
      configuration.serverVersion === undefined ? serverOf(pins, vendor.value) : { value: configuration.serverVersion, from: configured },
    django:
      configuration.django === undefined ? djangoOf(project, input) : { value: featureRelease(configuration.django), from: configured },
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

/** What is installed there: a lock file, an exact requirement, or the newest release that a range allows. */
function djangoOf({ root }: DjangoProject, { pins, today }: AnalysisInput): Known<string> {
  const python = settlePython(pins.pins, { scope: root, today })?.feature;
  const settled = settlePackage('django', pins.pins, { scope: root, today, python });
  if (settled?.feature === undefined) return { value: assumedDjango, from: 'assumed: no requirement tells' };
  const place = placeOf(settled.pin);
  return { value: settled.feature, from: settled.basis === 'range' ? `the newest release that ${place} allows` : place };
}

function placeOf({ range }: Pin): string {
  return `${range.path}:${range.start.line}`;
}

/** `5.2.8` → `5.2`. */
function featureRelease(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
