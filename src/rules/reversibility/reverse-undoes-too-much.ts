import { isWholeTable, lastLink, type DataCode, type Query } from '../../django/data-code/data-code.ts';
import type { RunPython } from '../../django/operation.ts';
import type { Expr } from '../../python/ast.ts';
import { dataCodeOf } from '../data/data-codes.ts';
import { oneMigration } from '../docs/example.ts';
import { isBornModel } from '../engine/gates.ts';
import { defineRule } from '../rule.ts';
import type { Advice, Hit, OperationContext } from '../rule.ts';

const makers = new Set(['create', 'get_or_create', 'update_or_create', 'bulk_create']);

/**
 * What tells the rows of each maker apart: every keyword but `defaults` and the key whose value is not a constant. A maker in a loop over rows is
 * told by all its keywords; seed data, written out in constants, by none.
 */
function identities(forwards: DataCode, model: string): readonly ReadonlySet<string>[] {
  return forwards.queries
    .filter(({ query }) => nameOf(query) === model && makers.has(lastLink(query)?.name ?? ''))
    .map(({ query, rowLoops }) => {
      const own = [...(lastLink(query)?.kwargs ?? [])].filter(([name]) => !['defaults', 'id', 'pk'].includes(name));
      return new Set(own.filter(([, value]) => rowLoops.length > 0 || !isConstant(value)).map(([name]) => name));
    });
}

function isConstant(value: Expr): boolean {
  return value.kind === 'Constant' || (value.kind === 'UnaryOp' && isConstant(value.operand));
}

function nameOf({ model }: Query): string {
  return `${model.appLabel}.${model.name.toLowerCase()}`;
}

/** The fields that the query's filters name, without lookups: `kind__in` is `kind`. */
function filteredBy(query: Query): ReadonlySet<string> {
  const names = query.links.filter((link) => link.name === 'filter' || link.name === 'get').flatMap((link) => [...link.kwargs.keys()]);
  return new Set(names.map((name) => name.split('__')[0] ?? name));
}

/** Rows told by what the forward code wrote are its own; by a part of it, also everybody else's. */
function reachesFurther(query: Query, made: readonly ReadonlySet<string>[]): boolean {
  if (isWholeTable(query)) return true;
  const named = filteredBy(query);
  if (named.has('pk') || named.has('id')) return false;
  return made.some((identity) => [...identity].some((name) => !named.has(name)) && identity.size > 0);
}

const remember: Advice = {
  kind: 'manual',
  title: 'Undo only what this migration did',
  steps: [
    'Let the forward code leave a mark on the rows it makes: a column of their own, or their primary keys in a small table.',
    'Let the reverse touch only marked rows.',
    'If nothing tells them apart, use `migrations.RunPython.noop` as the reverse and say in a comment that the rows stay.',
  ],
};

function* check(operation: RunPython, context: OperationContext): Iterable<Hit> {
  const forwards = dataCodeOf(operation.code);
  const backwards = dataCodeOf(operation.reverseCode);
  if (forwards === undefined || backwards === undefined) return;
  for (const { query } of backwards.queries) {
    const verb = lastLink(query)?.name;
    if (isBornModel(query.model, context)) continue;
    const model = nameOf(query);
    const range = query.range.path === operation.range.path ? query.range : operation.range;
    const label = `${query.model.appLabel}.${query.model.name}`;
    if (verb === 'delete' && reachesFurther(query, identities(forwards, model))) {
      const which = isWholeTable(query)
        ? 'every row'
        : `every row that matches, told only by ${[...filteredBy(query)].map((name) => `\`${name}\``).join(', ')},`;
      yield {
        message: `Going back deletes ${which} of \`${label}\`, also rows that users have made since.`,
        range,
        identity: `${model}.delete`,
        advice: [remember],
      };
    }
    if (verb === 'update' && isWholeTable(query) && !isNewColumn(query, context)) {
      yield {
        message: `Going back overwrites ${columnsOf(query)} in every row of \`${label}\`, also where it was something else before.`,
        range,
        identity: `${model}.update`,
        advice: [remember],
      };
    }
  }
}

function columnsOf(query: Query): string {
  return [...(lastLink(query)?.kwargs.keys() ?? [])].map((name) => `\`${name}\``).join(', ') || 'columns';
}

/** Every column written is one that this pull request adds: going back drops it anyway. */
function isNewColumn(query: Query, { migration }: OperationContext): boolean {
  const known = migration.released.apps.get(query.model.appLabel)?.get(query.model.name.toLowerCase())?.fields;
  return [...(lastLink(query)?.kwargs.keys() ?? [])].every((name) => known?.has(name) !== true);
}

export const reverseUndoesTooMuch = defineRule({
  id: 'reverse-undoes-too-much',
  family: 'reversibility',
  severity: 'error',
  docs: {
    what: 'The reverse of a data migration deletes or overwrites more than the forward code made.',
    why: 'A rollback happens hours or days after the deploy. By then users have made rows of the same kind, and a reverse that tells its rows only by a kind, or not at all, takes those with it.',
    fix: 'Mark what the migration makes and undo only that, or leave the rows and use `noop`.',
    facts: [],
  },
  examples: {
    bad: [
      oneMigration('every appointment of a kind is deleted, though the forward code made one for each patient', {
        above: `def forwards(apps, schema_editor):
    Patient = apps.get_model("clinic", "Patient")
    Appointment = apps.get_model("clinic", "Appointment")
    for patient in Patient.objects.filter(visits=0).iterator():
        Appointment.objects.get_or_create(patient=patient, kind="first", defaults={"fee": None})


def backwards(apps, schema_editor):
    apps.get_model("clinic", "Appointment").objects.filter(kind="first").delete()`,
        operations: 'migrations.RunPython(forwards, backwards)',
      }),
      oneMigration('the whole table is emptied', {
        above: `def forwards(apps, schema_editor):
    apps.get_model("clinic", "Doctor").objects.create(name="House")


def backwards(apps, schema_editor):
    apps.get_model("clinic", "Doctor").objects.all().delete()`,
        operations: 'migrations.RunPython(forwards, backwards)',
      }),
      oneMigration('a column that existed before is emptied in every row', {
        above: `def forwards(apps, schema_editor):
    apps.get_model("clinic", "Patient").objects.filter(title="").update(title="-")


def backwards(apps, schema_editor):
    apps.get_model("clinic", "Patient").objects.update(title="")`,
        operations: 'migrations.RunPython(forwards, backwards)',
      }),
    ],
    good: [
      oneMigration('the reverse names the rows as exactly as they were made', {
        above: `def forwards(apps, schema_editor):
    apps.get_model("clinic", "Doctor").objects.get_or_create(name="House", defaults={"licence": "1"})


def backwards(apps, schema_editor):
    apps.get_model("clinic", "Doctor").objects.filter(name="House").delete()`,
        operations: 'migrations.RunPython(forwards, backwards)',
      }),
      oneMigration('seed data, found again by one of its constants', {
        above: `def forwards(apps, schema_editor):
    apps.get_model("clinic", "Doctor").objects.create(name="House", licence="1")


def backwards(apps, schema_editor):
    apps.get_model("clinic", "Doctor").objects.filter(name="House").delete()`,
        operations: 'migrations.RunPython(forwards, backwards)',
      }),
      oneMigration('the table is born in this pull request', {
        above: `def forwards(apps, schema_editor):
    apps.get_model("clinic", "Room").objects.create(name="A")


def backwards(apps, schema_editor):
    apps.get_model("clinic", "Room").objects.all().delete()`,
        operations: `migrations.CreateModel("Room", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))]),
migrations.RunPython(forwards, backwards)`,
      }),
      oneMigration('the column is new, so it goes anyway', {
        above: `def forwards(apps, schema_editor):
    apps.get_model("clinic", "Patient").objects.filter(title="x").update(phone="-")


def backwards(apps, schema_editor):
    apps.get_model("clinic", "Patient").objects.update(phone=None)`,
        operations: `migrations.AddField("patient", "phone", models.CharField(max_length=30, null=True)),
migrations.RunPython(forwards, backwards)`,
      }),
    ],
  },
  check: { RunPython: check },
});
