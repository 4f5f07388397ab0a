/** Chains of migrations, written as text. */

/** Path → text. */
export type TreeFiles = Readonly<Record<string, string>>;

/** One operation, or several in one migration. */
export type Step = string | readonly string[];

/** The text of one migration. */
function migration(operations: readonly string[], imports: string, dependencies: readonly string[]): string {
  const lines = [
    ...(imports === '' ? [] : [imports, '']),
    'from django.db import migrations, models',
    '',
    '',
    'class Migration(migrations.Migration):',
    `    dependencies = [${dependencies.join(', ')}]`,
    '    operations = [',
    ...operations.map((operation) => `        ${operation},`),
    '    ]',
    '',
  ];
  return lines.join('\n');
}

/** Steps as a chain of migrations of one app; a list is one migration with several operations. */
export function chain(files: Record<string, string>, app: string, steps: readonly Step[], imports = ''): void {
  files[`${app}/__init__.py`] = '';
  files[`${app}/migrations/__init__.py`] = '';
  let previous: string | undefined;
  for (const [index, step] of steps.entries()) {
    const name = `${String(index + 1).padStart(4, '0')}_step`;
    const dependencies = previous === undefined ? [] : [`('${app}', '${previous}')`];
    files[`${app}/migrations/${name}.py`] = migration(typeof step === 'string' ? [step] : step, imports, dependencies);
    previous = name;
  }
}

export const id = `('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID'))`;

/** CreateModel with the automatic primary key. */
export function create(name: string, fields: readonly string[], more = ''): string {
  return `migrations.CreateModel(name='${name}', fields=[${[id, ...fields].join(', ')}]${more === '' ? '' : `, ${more}`})`;
}

/** A tree of several apps, each a chain of its own. */
export function treeOf(apps: Readonly<Record<string, readonly Step[]>>, imports = ''): TreeFiles {
  const files: Record<string, string> = {};
  for (const [app, steps] of Object.entries(apps)) chain(files, app, steps, imports);
  return files;
}
