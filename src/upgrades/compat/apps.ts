/** Packages that are apps of the project: migrations that they bring or leave behind, removals, swapped drivers, dropped linters. */
import { packagesWithMigrations } from '../../facts/upgrades/packages/packages.ts';
import type { VersionChange } from '../change.ts';
import { compareVersions } from '../version.ts';
import { installedAppsOf, labelsOf, migrationsBetween, type MigrationsBetween } from './package-apps.ts';
import { placed, sayList, type CompatContext, type UpgradeProblem } from './problem.ts';

/** Everything that a changed package means as an app. */
export function* appProblems(context: CompatContext): Generator<UpgradeProblem> {
  for (const change of context.changes) {
    if (change.subject === 'python') continue;
    if (change.direction === 'upgrade') yield* broughtMigrations(context, change);
    if (change.direction === 'downgrade') yield* leftMigrations(context, change);
    if (change.direction === 'removed') yield* removedApp(context, change);
    if (change.direction === 'removed') yield* droppedLinter(context, change);
  }
  yield* swappedDriver(context);
}

function sourceOf(name: string): readonly string[] {
  return packagesWithMigrations.flatMap((each) => (each.package === name ? each.source : []));
}

function sayMigrations(between: readonly MigrationsBetween[]): string {
  return sayList(
    between.map(({ label, names }) =>
      names.length === 1
        ? `\`${label}.${names[0] ?? ''}\``
        : `${names.length} of \`${label}\` (\`${names[0] ?? ''}\` to \`${names.at(-1) ?? ''}\`)`,
    ),
  );
}

function* broughtMigrations({ projects }: CompatContext, change: VersionChange): Generator<UpgradeProblem> {
  const [from, to] = [change.from?.version, change.to?.version];
  const between = from === undefined || to === undefined ? undefined : migrationsBetween(change.name, from, to, projects);
  if (between === undefined || between.length === 0 || from === undefined || to === undefined) return;
  const count = between.reduce((sum, { names }) => sum + names.length, 0);
  const known = packagesWithMigrations.find((each) => each.package === change.name)?.known;
  const least = known !== undefined && compareVersions(to, known) > 0 ? 'at least ' : '';
  yield {
    id: 'package-migrations',
    severity: 'warning',
    certainty: 'hard',
    ...placed(change, []),
    message: `${shown(change)} ${from} → ${to} brings ${least}${count === 1 ? 'a migration' : `${count} migrations`}: ${sayMigrations(between)}.`,
    steps: [
      `Look at what ${count === 1 ? 'it locks' : 'they lock'}: ${sayList(
        between.flatMap(({ label, names }) => names.map((name) => `\`python manage.py sqlmigrate ${label} ${name}\``)),
        4,
      )}.`,
      'Run `python manage.py migrate` when this is deployed, as for migrations of your own.',
    ],
    sources: sourceOf(change.name),
  };
}

function shown({ subject, name }: VersionChange): string {
  return subject === 'django' ? 'Django' : name;
}

function* leftMigrations({ projects, headTree }: CompatContext, change: VersionChange): Generator<UpgradeProblem> {
  const of = (settled: VersionChange['to']): string | undefined =>
    settled?.version ?? (change.subject === 'django' ? settled?.feature : undefined);
  const [from, to] = [of(change.from), of(change.to)];
  const between = from === undefined || to === undefined ? undefined : migrationsBetween(change.name, to, from, projects);
  const about = { id: 'migrations-left-behind', certainty: 'hard', ...placed(change, []), sources: sourceOf(change.name) } as const;
  if (between === undefined) {
    const apps = installedAppsOf(change.name, projects, headTree);
    if (apps.length === 0) return;
    const message = `${shown(change)} goes back from ${change.from?.text ?? ''} to ${change.to?.text ?? ''}: migrations that the newer version brought to \`${apps[0] ?? ''}\` stay applied and their files are gone.`;
    yield {
      ...about,
      certainty: 'hint',
      severity: 'warning',
      message,
      steps: ['Compare the two versions’ migrations, and reverse the newer ones before this is deployed.'],
    };
  } else if (between.length > 0) {
    const message = `${shown(change)} goes back from ${from ?? ''} to ${to ?? ''}: ${sayMigrations(between)} may be applied, and ${between.length === 1 && between[0]?.names.length === 1 ? 'its file is' : 'their files are'} gone.`;
    const steps = between.map(
      ({ label, lastBefore }) =>
        `Before this is deployed, with the newer version still installed: \`python manage.py migrate ${label} ${lastBefore ?? 'zero'}\`.`,
    );
    yield { ...about, severity: 'error', message, steps };
  } else if (change.subject === 'django') {
    const message = `Django goes back from ${change.from?.text ?? ''} to ${change.to?.text ?? ''}: code and migrations made for the newer release may not load.`;
    yield {
      ...about,
      certainty: 'hint',
      severity: 'warning',
      message,
      steps: ['Run `python manage.py makemigrations --check` on the older release.'],
    };
  }
}

function* removedApp({ projects, baseProjects, headTree }: CompatContext, change: VersionChange): Generator<UpgradeProblem> {
  const installed = installedAppsOf(change.name, projects, headTree);
  const about = { id: 'app-removed', certainty: 'hard', ...placed(change, []), sources: [] } as const;
  if (installed.length > 0) {
    const message = `${change.name} is no longer required, and ${sayList(installed.map((app) => `\`${app}\``))} ${installed.length > 1 ? 'are' : 'is'} still in INSTALLED_APPS: Django does not start.`;
    yield { ...about, severity: 'error', message, steps: ['Take it out of INSTALLED_APPS, too, or keep the requirement.'] };
    return;
  }
  const labels = labelsOf(change.name);
  const dependent = projects.flatMap(({ migrations }) =>
    migrations.flatMap((migration) =>
      migration.dependencies.filter(({ appLabel }) => labels.includes(appLabel)).map((dependency) => ({ migration, dependency })),
    ),
  );
  const [first] = dependent;
  if (first !== undefined) {
    const where = `${first.migration.appLabel}.${first.migration.name}`;
    const message = `${change.name} is no longer required, and migration \`${where}\` depends on \`${first.dependency.appLabel}.${first.dependency.name}\`${dependent.length > 1 ? ` (and ${dependent.length - 1} more like it)` : ''}: \`migrate\` fails with NodeNotFoundError.`;
    yield {
      ...about,
      severity: 'error',
      message,
      places: dependent.flatMap(({ dependency }) => dependency.range ?? []),
      steps: ['Keep the package until those migrations are squashed or edited.'],
    };
  } else if (labels.length > 0 && installedAppsOf(change.name, baseProjects, headTree).length > 0) {
    const message = `${change.name} goes, and its tables stay: nothing drops them once its migrations are gone.`;
    const steps = [
      `If they are not needed: run ${sayList(labels.map((label) => `\`python manage.py migrate ${label} zero\``))} in a release before this one.`,
    ];
    yield { ...about, severity: 'warning', message, steps };
  }
}

interface Driver {
  readonly database: string;
  readonly names: readonly string[];
  readonly shown: string;
  /** What to know when it is the new one. */
  readonly notes: readonly string[];
}

const DRIVERS: readonly Driver[] = [
  { database: 'PostgreSQL', shown: 'psycopg2', names: ['psycopg2', 'psycopg2-binary'], notes: [] },
  {
    database: 'PostgreSQL',
    shown: 'psycopg 3',
    names: ['psycopg', 'psycopg-binary', 'psycopg-c'],
    notes: [
      'Raw SQL must not rely on client-side interpolation: `IN %s` with a tuple becomes `= ANY(%s)` with a list.',
      'Behind PgBouncer in transaction mode leave server-side binding and prepared statements off.',
      'Imports of `psycopg2` in your own code (errors, extras, Json, ranges) must change, too.',
    ],
  },
  { database: 'MySQL', shown: 'mysqlclient', names: ['mysqlclient'], notes: [] },
  {
    database: 'MySQL',
    shown: 'PyMySQL',
    names: ['pymysql'],
    notes: ['Django supports PyMySQL only by `pymysql.install_as_MySQLdb()`, and checks the version that it pretends to be.'],
  },
];

function* swappedDriver({ changes, django }: CompatContext): Generator<UpgradeProblem> {
  const find = (direction: VersionChange['direction']): { driver: Driver; change: VersionChange } | undefined => {
    const found = DRIVERS.flatMap((driver) =>
      changes.flatMap((change) => (change.direction === direction && driver.names.includes(change.name) ? [{ driver, change }] : [])),
    );
    return found[0];
  };
  const [gone, come] = [find('removed'), find('added')];
  if (gone === undefined || come === undefined || gone.driver === come.driver || gone.driver.database !== come.driver.database) return;
  const feature = django?.to?.feature;
  const isTooOld = come.driver.shown === 'psycopg 3' && feature !== undefined && compareVersions(feature, '4.2') < 0;
  yield {
    id: 'driver-swapped',
    severity: isTooOld ? 'error' : 'warning',
    certainty: 'hard',
    ...placed(come.change, []),
    message: isTooOld
      ? `${come.driver.shown} replaces ${gone.driver.shown}, and Django ${feature} cannot use it: support begins with 4.2.`
      : `${come.driver.shown} replaces ${gone.driver.shown}: parameters, types and errors of raw SQL behave differently.`,
    steps: come.driver.notes,
    sources: [
      come.driver.database === 'PostgreSQL'
        ? 'https://docs.djangoproject.com/en/4.2/releases/4.2/#psycopg-3-support'
        : 'https://docs.djangoproject.com/en/stable/ref/databases/#mysql-db-api-drivers',
    ],
  };
}

const LINTERS = new Set([
  'django-migration-linter',
  'django-linear-migrations',
  'django-strong-migrations',
  'django-safemigrate',
  'django-pg-zero-downtime-migrations',
  'django-syzygy',
]);

function* droppedLinter({ headTree }: CompatContext, change: VersionChange): Generator<UpgradeProblem> {
  if (!LINTERS.has(change.name)) return;
  const left =
    change.name === 'django-linear-migrations'
      ? [...headTree.paths()].find((path) => path.endsWith('/migrations/max_migration.txt'))
      : undefined;
  const message =
    left === undefined
      ? `${change.name} is no longer required: what it guarded against goes unseen.`
      : `${change.name} is no longer required, and \`${left}\` is still kept for it.`;
  yield { id: 'linter-dropped', severity: 'notice', certainty: 'hint', ...placed(change, []), message, steps: [], sources: [] };
}
