import type { ImportFrom, Module } from '../../python/ast.ts';
import { rangeOf, walk } from '../../python/walk.ts';
import { oneMigration } from '../docs/example.ts';
import { defineRule } from '../rule.ts';
import type { Hit, MigrationContext } from '../rule.ts';

/** `from shop.models import Order` anywhere in the file, with the names that are used like models. */
function* modelImports(module: Module): Iterable<{ readonly node: ImportFrom; readonly names: readonly string[] }> {
  const used = usedInFunctions(module);
  for (const statement of module.body) {
    for (const node of walk(statement)) {
      if (node.kind !== 'ImportFrom' || !comesFromModels(node)) continue;
      const names = node.names.filter((alias) => looksLikeModel(alias.name) && used.has(alias.asname ?? alias.name));
      if (names.length > 0) yield { node, names: names.map((alias) => alias.name) };
    }
  }
}

/** `shop.models`, `.models`, `..models.order`; Django's own modules are no models of the project. */
function comesFromModels({ module = '', level }: ImportFrom): boolean {
  const parts = module.split('.');
  return (
    parts.includes('models') &&
    (level > 0 || (parts[0] !== 'django' && parts[0] !== 'models') || parts[0] === 'models') &&
    !module.startsWith('django.db')
  );
}

/** Classes are written in CamelCase; constants and functions are another rule's business. */
function looksLikeModel(name: string): boolean {
  return /^[A-Z]\w*[a-z]/.test(name);
}

/** Names whose managers or constructors are used inside functions: `Order.objects`, `Order(…)`. Fields that name a callable don't count. */
function usedInFunctions(module: Module): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of module.body) {
    if (statement.kind !== 'FunctionDef') continue;
    const own = new Set<string>(); // names that the function gives another meaning: Patient = apps.get_model(…)
    const used = new Set<string>();
    for (const node of walk(statement)) {
      if (node.kind === 'Assign') for (const target of node.targets) if (target.kind === 'Name') own.add(target.id);
      if (node.kind === 'Attribute' && node.value.kind === 'Name' && /objects$|manager$/i.test(node.attr)) used.add(node.value.id);
      if (node.kind === 'Call' && node.func.kind === 'Name') used.add(node.func.id);
    }
    for (const name of used) if (!own.has(name)) names.add(name);
  }
  return names;
}

function* check({ migration }: MigrationContext): Iterable<Hit> {
  for (const { node, names } of modelImports(migration.module)) {
    const [first = ''] = names;
    const app = node.level > 0 ? migration.appLabel : (node.module ?? '').split('.models')[0]?.split('.').at(-1);
    yield {
      message: `This migration uses the imported model ${names.map((name) => `\`${name}\``).join(', ')}: it has the columns of today's code, not those of this point in the history.`,
      range: rangeOf(migration.module, node),
      identity: names.join(','),
      advice: [
        {
          kind: 'manual',
          title: 'Ask for the historical model',
          steps: [`Inside the function write \`${first} = apps.get_model("${app ?? 'app'}", "${first}")\` and drop the import.`],
        },
      ],
    };
  }
}

export const importedModel = defineRule({
  id: 'imported-model',
  family: 'data',
  severity: 'error',
  docs: {
    what: 'A data migration works with a model class that it imports.',
    why: 'The imported class is that of the newest code. As soon as a later migration adds a column, this one names a column that does not exist yet, and every new database (CI, a new colleague, disaster recovery) stops here.',
    fix: 'Use `apps.get_model("app", "Model")`: it has exactly the columns of this point in the history. Custom methods and managers are not on it; copy what you need into the migration.',
    facts: ['django/historical-models', 'django/historical-models-plain'],
  },
  examples: {
    bad: [
      oneMigration('a model imported at the top of the file', {
        above: `from clinic.models import Patient


def forwards(apps, schema_editor):
    Patient.objects.filter(title="").update(title="-")`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration('a model imported inside the function', {
        above: `def forwards(apps, schema_editor):
    from ..models import Patient

    Patient.objects.filter(title="").update(title="-")`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
    ],
    good: [
      oneMigration('the historical model is asked for', {
        above: `def forwards(apps, schema_editor):
    Patient = apps.get_model("clinic", "Patient")
    Patient.objects.filter(title="").update(title="-")`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration('the function gives the name another meaning', {
        above: `from clinic.models import Patient


def forwards(apps, schema_editor):
    Patient = apps.get_model("clinic", "Patient")
    Patient.objects.filter(title="").update(title="-")`,
        operations: 'migrations.RunPython(forwards, migrations.RunPython.noop)',
      }),
      oneMigration('a class for upload_to is imported from the models, as Django itself writes it', {
        above: 'from clinic.models import PhotoPath',
        operations: 'migrations.AddField("patient", "photo", models.FileField(null=True, upload_to=PhotoPath("photos")))',
      }),
    ],
  },
  check: { migration: check },
});
