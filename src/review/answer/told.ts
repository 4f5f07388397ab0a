/** What the report must say besides findings: what was assumed and from where, and what was not understood. */
import type { Unjudged } from '../../report/report.ts';
import { actionsOf } from '../../sql/statement.ts';
import type { MigrationStep, OperationStep, Target } from '../../sql/step.ts';
import type { Snapshot } from '../../source/tree.ts';
import type { Analysis } from '../analysis/analysis.ts';
import { configurationPaths } from '../configuration/configuration.ts';

const vendors = { postgresql: 'PostgreSQL', mysql: 'MySQL', mariadb: 'MariaDB', sqlite: 'SQLite', oracle: 'Oracle' } as const;

/** One line for each thing the answer rests on. Empty when no migration was judged. */
export function assumptionsOf({ context, targets, sides }: Analysis, snapshot: Snapshot): readonly string[] {
  const changesConfiguration = snapshot.changed.some(({ path }) => configurationPaths.includes(path));
  const configuration = changesConfiguration
    ? ['This pull request changes the configuration of Migration Expert; the change counts once it is merged.']
    : [];
  if (context.migrations.length === 0) return configuration;
  const used = sides.flatMap((side, index) => {
    const target = targets[index];
    return target !== undefined && context.migrations.some((step) => step.project === side.head) ? [{ root: side.head.root, target }] : [];
  });
  const several = used.length > 1;
  return [
    ...used.flatMap(({ root, target }) =>
      targetLines(target).map((line) => (several ? `${root === '' ? 'The project at the root' : `\`${root}\``}: ${line}` : line)),
    ),
    'The migrations run before the new code is live, while the release before still serves.',
    ...configuration,
  ];
}

function targetLines({ vendor, serverVersion, django }: Target): readonly string[] {
  const server =
    serverVersion === undefined
      ? 'a version that is supported today (set `database-version` to say which)'
      : `${serverVersion.value} (${serverVersion.from})`;
  return [`Database ${vendors[vendor.value]} (${vendor.from}), ${server}.`, `Django ${django.value} (${django.from}).`];
}

/** Operations, SQL and files that could not be read, in the order of the migrations. */
export function unjudgedOf({ context }: Analysis): readonly Unjudged[] {
  const isAudit = context.snapshot.base === context.snapshot.head;
  const files = context.projects.flatMap(({ head }) =>
    head.problems.filter(({ range }) => isAudit || context.snapshot.changed.some(({ path }) => path === range.path)),
  );
  return [
    ...files.map(({ message, range }) => ({ message, range })),
    ...context.migrations.flatMap((step) => [
      ...step.migration.problems.map(({ message, range }) => ({ message, range })),
      ...step.steps.flatMap((one) => unjudgedStep(one, step)),
    ]),
  ];
}

function unjudgedStep({ operation, rendered, stateOnly }: OperationStep, { migration }: MigrationStep): readonly Unjudged[] {
  if (operation.kind === 'UnknownOperation')
    return [{ message: `An operation of \`${migration.name}\` was not understood: ${operation.reason}.`, range: operation.range }];
  if (stateOnly) return [];
  if (operation.kind === 'RunPython') {
    return [operation.code, operation.reverseCode].flatMap((code) =>
      code?.form === 'unknown' ? [{ message: `The code of a RunPython was not found: ${code.reason}.`, range: operation.range }] : [],
    );
  }
  if (operation.kind === 'SeparateDatabaseAndState') return [];
  const unparsed = rendered.statements
    .flatMap((statement) => actionsOf(statement))
    .flatMap((action) => (action.kind === 'unparsed' ? [action.reason] : []));
  const unknown = rendered.unknown === undefined ? [] : [rendered.unknown];
  return [...new Set([...unknown, ...unparsed])].map((reason) => ({
    message: `What ${operation.kind} runs is not fully known: ${reason}.`,
    range: operation.range,
  }));
}
