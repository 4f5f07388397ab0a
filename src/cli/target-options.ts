/** Options that say what to judge for, and files of configuration, shared by the reviewing commands. */
import { readFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import type { Vendor } from '../django/project.ts';
import type { Configuration } from '../review/configuration/configuration.ts';
import { repoPath } from '../source/position.ts';
import { Failure } from './failure.ts';

export interface TargetOptions {
  /** `postgresql` or `postgresql@16`. */
  readonly database?: string;
  readonly django?: string;
  readonly config?: string;
}

const vendors: readonly Vendor[] = ['postgresql', 'mysql', 'mariadb', 'sqlite', 'oracle'];

/** Adds --database, --django and --config. */
export function addTargetOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--database <vendor[@version]>', `the database to judge for (${vendors.join(', ')}; default: what the settings say)`),
    )
    .option('--django <version>', 'the Django version to judge for (default: what requirements and lock files say)')
    .option('--config <file>', 'a configuration file to use instead of .github/migration-expert.yml');
}

/** The parts of the configuration that the command line overrules. */
export async function overridesOf({ database, django, config }: TargetOptions): Promise<Partial<Configuration>> {
  const file = config === undefined ? {} : await readConfigurationFile(config);
  return { ...file, ...databaseOf(database), ...(django === undefined ? {} : { django: versionOf(django) }) };
}

async function readConfigurationFile(path: string): Promise<Configuration> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) throw new Failure(`${path} can not be read: name an existing file with --config.`);
  const [{ parseConfiguration }, { rules }] = await Promise.all([
    import('../review/configuration/read-configuration.ts'), // slow to load, and seldom wanted
    import('../rules/index.ts'),
  ]);
  const result = parseConfiguration(repoPath(path), text, new Set(rules.map((rule) => rule.id)));
  if (result.kind === 'unusable') throw new Failure(result.problem.replaceAll('`', ''));
  return result.configuration;
}

function databaseOf(database: string | undefined): Partial<Configuration> {
  if (database === undefined) return {};
  const [name = '', version] = database.toLowerCase().split('@');
  const vendor = vendors.find((one) => one === name);
  if (vendor === undefined)
    throw new Failure(`${name} is not a database we know: choose one of ${vendors.join(', ')}, such as --database postgresql@16.`);
  if (version !== undefined && !/^\d+(\.\d+)*$/.test(version))
    throw new Failure(`${version} is not a version: write it like --database ${vendor}@16.`);
  return { vendor, ...(version === undefined ? {} : { serverVersion: version }) };
}

function versionOf(text: string): string {
  if (!/^\d+\.\d+(\.\d+)?$/.test(text)) throw new Failure(`${text} is not a Django version: write it like --django 5.2.`);
  return text;
}

/** The day as the rules want it, `2026-11-22`; SOURCE_DATE_EPOCH fixes it for reproducible output. */
export function today(): string {
  const epoch = process.env['SOURCE_DATE_EPOCH'];
  const day = epoch !== undefined && /^\d+$/.test(epoch) ? new Date(Number(epoch) * 1000) : new Date();
  return day.toISOString().slice(0, 10);
}
