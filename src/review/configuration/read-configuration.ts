/** Reads `.github/migration-expert.yml`: from the base side only, so that a pull request can't switch off the rules that judge it. */
import picomatch from 'picomatch';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { RepoPath } from '../../source/position.ts';
import type { FileTree } from '../../source/tree.ts';
import { configurationPaths, defaultConfiguration, type Configuration, type ConfigurationResult } from './configuration.ts';

const version = z.string().regex(/^\d+(\.\d+)*$/, 'must be a version in quotes, such as "16"');

/** The file as people write it; `migration-expert init` writes one, docs/configuration.schema.json is made from this. */
export const configurationSchema = z
  .strictObject({
    database: z
      .enum(['postgresql', 'mysql', 'mariadb', 'sqlite', 'oracle'])
      .describe('The database in production. Read from the settings when left out.'),
    'database-version': version.describe('Its version, in quotes: "16". A current one is assumed when left out.'),
    django: version.describe('The Django version in production. Read from requirements and lock files when left out.'),
    'fail-on': z.enum(['error', 'warning', 'never']).describe('The least severity that makes the check fail.'),
    rules: z.record(z.string(), z.enum(['off', 'error', 'warning', 'notice'])).describe('Severity by rule id, or off.'),
    'ignore-paths': z.array(z.string()).describe('Globs of paths that are never looked at.'),
    fields: z
      .record(z.string(), z.string())
      .describe(
        'Column types of field classes we do not know: dotted path of the class to a Django field class (django.db.models.CharField) or a column type (ltree).',
      ),
    'inline-ignores': z.boolean().describe('Whether `# migration-expert: ignore …` comments count. Default true.'),
    'review-comments': z.boolean().describe('Whether to write review comments besides the check. Default true.'),
  })
  .partial();
type ConfigurationFile = z.infer<typeof configurationSchema>;

/** Reads the configuration of a tree. `ruleIds` are the rules there are: a misspelt one is a mistake, not a wish; undefined: nobody asks for rules. */
export function readConfiguration(tree: FileTree, ruleIds: ReadonlySet<string> | undefined): ConfigurationResult {
  const path = configurationPaths.find((candidate) => tree.blob(candidate) !== undefined);
  const text = path === undefined ? undefined : tree.read(path);
  if (path === undefined || text === undefined) return { kind: 'ok', configuration: defaultConfiguration };
  return parseConfiguration(path, text, ruleIds);
}

/** The same from a file's text. */
export function parseConfiguration(path: RepoPath, text: string, ruleIds: ReadonlySet<string> | undefined): ConfigurationResult {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const broken = document.errors[0];
  if (broken !== undefined)
    return unusable(
      path,
      broken.linePos?.[0].line ?? 1,
      `this is not YAML: ${broken.message.split('\n')[0]?.replace(/ at line.*$/, '') ?? ''}`,
    );
  const parsed = configurationSchema.safeParse(document.toJS() ?? {});
  const lineOf = (keys: readonly PropertyKey[]): number => {
    for (let length = keys.length; length > 0; length -= 1) {
      const node = document.getIn(keys.slice(0, length), true) as { range?: [number, number, number] } | undefined; // yaml types nodes as unknown
      if (node?.range !== undefined) return counter.linePos(node.range[0]).line;
    }
    return 1;
  };
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    if (unknownKey !== undefined)
      return unusable(
        path,
        lineOf([unknownKey]),
        `\`${unknownKey}\` is not an option; these are: ${Object.keys(configurationSchema.shape).join(', ')}`,
      );
    return unusable(path, lineOf(issue?.path ?? []), `\`${issue?.path.join('.') ?? ''}\`: ${issue?.message ?? 'is not usable'}`);
  }
  const unknownRule = Object.keys(parsed.data.rules ?? {}).find((id) => ruleIds?.has(id) === false);
  if (unknownRule !== undefined)
    return unusable(path, lineOf(['rules', unknownRule]), `there is no rule \`${unknownRule}\`; \`migration-expert rules\` lists them`);
  return { kind: 'ok', configuration: configurationOf(path, parsed.data) };
}

function unusable(path: RepoPath, line: number, what: string): ConfigurationResult {
  return { kind: 'unusable', problem: `\`${path}\` line ${line}: ${what}.` };
}

function configurationOf(path: RepoPath, file: ConfigurationFile): Configuration {
  const rules = Object.entries(file.rules ?? {});
  return {
    path,
    vendor: file.database,
    serverVersion: file['database-version'],
    django: file.django,
    failOn: file['fail-on'] ?? defaultConfiguration.failOn,
    rules: {
      disabled: new Set(rules.filter(([, severity]) => severity === 'off').map(([id]) => id)),
      severities: new Map(rules.flatMap(([id, severity]) => (severity === 'off' ? [] : [[id, severity] as const]))),
      inlineIgnores: file['inline-ignores'] ?? true,
    },
    isIgnoredPath: picomatch(file['ignore-paths'] ?? []),
    fields: new Map(Object.entries(file.fields ?? {})),
    reviewComments: file['review-comments'] ?? true,
  };
}
