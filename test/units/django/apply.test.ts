import { describe, expect, test } from '@jest/globals';
import { modelJson } from '../../../src/django/deconstruct/state-json.ts';
import { emptyState, modelIn } from '../../../src/django/state.ts';
import type { ProjectState } from '../../../src/django/state.ts';
import { applyOperations } from '../../../src/django/history/apply/apply-operation.ts';
import { migrationWith } from '../../support/django/clinic.ts';

const created = `
  migrations.CreateModel("Doctor", [("id", models.BigAutoField(primary_key=True)), ("code", models.SlugField(unique=True)), ("name", models.CharField(max_length=80))]),
  migrations.CreateModel("Patient", [
      ("id", models.BigAutoField(primary_key=True)),
      ("doctor", models.ForeignKey("clinic.Doctor", models.CASCADE, to_field="code")),
      ("second", models.ForeignKey("Doctor", models.CASCADE, null=True)),
      ("mother", models.ForeignKey("self", models.SET_NULL, null=True)),
      ("father", models.ForeignKey("clinic.Patient", models.SET_NULL, null=True)),
      ("seen_by", models.ManyToManyField("clinic.Doctor", through="clinic.Visit")),
  ], {"unique_together": {("doctor", "mother")}, "ordering": ["id"], "verbose_name": "patient"}),
  migrations.CreateModel("Visit", [
      ("id", models.BigAutoField(primary_key=True)),
      ("doctor", models.ForeignKey("clinic.doctor", models.CASCADE)),
      ("patient", models.ForeignKey("clinic.patient", models.CASCADE)),
      ("day", models.DateField()),
  ], {"index_together": {("doctor", "day")}, "indexes": [models.Index(fields=["day"], name="visit_day")]}),
`;

/** The state after the clinic's models and these operations. */
function after(operations: string): ProjectState {
  return applyOperations(emptyState, 'clinic', migrationWith(created + operations).operations);
}

function json(
  state: ProjectState,
  model: string,
): { readonly fields: Record<string, unknown>; readonly options: Record<string, unknown>; readonly bases: unknown } {
  const found = modelIn(state, 'clinic', model);
  if (found === undefined) throw new Error(`there is no ${model}`);
  return JSON.parse(JSON.stringify(modelJson(found))) as never; // plain data of the shape that modelJson documents
}

const field = (state: ProjectState, model: string, name: string): unknown => json(state, model).fields[name];

describe('fields', () => {
  test('a default that is not preserved is not in the state', () => {
    const state = after(
      'migrations.AddField("Patient", "born", models.DateField(default=None), preserve_default=False), migrations.AddField("patient", "vip", models.BooleanField(default=False)),',
    );
    expect(field(state, 'patient', 'born')).toEqual({ path: 'django.db.models.DateField', args: [], kwargs: {} });
    expect(field(state, 'patient', 'vip')).toEqual({ path: 'django.db.models.BooleanField', args: [], kwargs: { default: false } });
    expect(state.unknown).toEqual([]);
  });

  test('an altered field keeps its place, a renamed one goes to the end', () => {
    const state = after(
      'migrations.AlterField("visit", "doctor", models.IntegerField()), migrations.RenameField("visit", "patient", "person"),',
    );
    expect(Object.keys(json(state, 'visit').fields)).toEqual(['id', 'doctor', 'day', 'person']);
    expect(field(state, 'visit', 'doctor')).toMatchObject({ path: 'django.db.models.IntegerField' });
  });

  test('a renamed field is followed by together options and to_field, not by indexes', () => {
    const state = after(
      'migrations.RenameField("doctor", "code", "number"), migrations.RenameField("visit", "day", "date"), migrations.RenameField("patient", "doctor", "gp"),',
    );
    expect(field(state, 'patient', 'gp')).toMatchObject({ kwargs: { to_field: 'number' } });
    expect(json(state, 'visit').options).toMatchObject({
      index_together: [['doctor', 'date']],
      indexes: [{ kwargs: { fields: ['day'] } }],
    });
    expect(json(state, 'patient').options).toMatchObject({ unique_together: [['gp', 'mother']] });
  });

  test('removing is removing', () => {
    expect(Object.keys(json(after('migrations.RemoveField("patient", "mother"),'), 'patient').fields)).toEqual([
      'id',
      'doctor',
      'second',
      'father',
      'seen_by',
    ]);
  });

  test('a composite primary key follows a renamed field', () => {
    const state = after(
      'migrations.CreateModel("Dose", [("pk", models.CompositePrimaryKey("visit", "drug")), ("visit", models.IntegerField()), ("drug", models.IntegerField())]), migrations.RenameField("dose", "drug", "medicine"),',
    );
    expect(field(state, 'dose', 'pk')).toMatchObject({ args: ['visit', 'medicine'] });
  });
});

describe('models', () => {
  test('a renamed model is followed by to and through in every field, but not by bases', () => {
    const state = after(
      'migrations.CreateModel("Surgeon", [], bases=("clinic.doctor",)), migrations.RenameModel("Doctor", "Physician"), migrations.RenameModel("Visit", "Appointment"), migrations.RenameModel("Patient", "Person"),',
    );
    expect([...(state.apps.get('clinic')?.keys() ?? [])]).toEqual(['surgeon', 'physician', 'appointment', 'person']);
    expect(json(state, 'person').fields).toMatchObject({
      doctor: { kwargs: { to: 'clinic.physician' } },
      second: { kwargs: { to: 'clinic.physician' } },
      mother: { kwargs: { to: 'self' } },
      father: { kwargs: { to: 'clinic.person' } },
      seen_by: { kwargs: { to: 'clinic.physician', through: 'clinic.Appointment' } },
    });
    expect(json(state, 'appointment').fields).toMatchObject({
      doctor: { kwargs: { to: 'clinic.physician' } },
      patient: { kwargs: { to: 'clinic.person' } },
    });
    expect(json(state, 'surgeon').bases).toEqual(['clinic.doctor']);
  });

  test('deleting is deleting', () => {
    expect(modelIn(after('migrations.DeleteModel("Visit"),'), 'clinic', 'VISIT')).toBeUndefined();
  });

  test('models of other apps are followed too', () => {
    const billing = applyOperations(
      after(''),
      'billing',
      migrationWith('migrations.CreateModel("Invoice", [("visit", models.ForeignKey("clinic.Visit", models.CASCADE))])').operations,
    );
    const renamed = applyOperations(billing, 'clinic', migrationWith('migrations.RenameModel("Visit", "Stay")').operations);
    expect(modelIn(renamed, 'billing', 'invoice')?.fields.get('visit')?.options.get('to')).toEqual({ kind: 'str', value: 'clinic.Stay' });
    expect(modelIn(billing, 'billing', 'invoice')?.fields.get('visit')?.options.get('to')).toEqual({ kind: 'str', value: 'clinic.Visit' });
  });
});

describe('options', () => {
  test('AlterModelOptions takes away what it may set and does not mention', () => {
    const state = after(
      'migrations.AlterModelTable("patient", "people"), migrations.AlterModelOptions("patient", {"verbose_name": "person"}),',
    );
    expect(json(state, 'patient').options).toEqual({
      verbose_name: 'person',
      db_table: 'people',
      unique_together: [['doctor', 'mother']],
      indexes: [],
      constraints: [],
    });
  });

  test('table, comment, together, order, managers', () => {
    const state = after(`
      migrations.AlterModelTable("visit", "visits"), migrations.AlterModelTable("visit", None), migrations.AlterModelTableComment("visit", "Stays"),
      migrations.AlterUniqueTogether("visit", {("doctor", "day")}), migrations.AlterIndexTogether("visit", set()),
      migrations.AlterOrderWithRespectTo("visit", "patient"), migrations.AlterModelManagers("visit", [("stays", models.Manager())]),`);
    expect(json(state, 'visit')).toMatchObject({
      options: {
        db_table: null,
        db_table_comment: 'Stays',
        unique_together: [['doctor', 'day']],
        index_together: [],
        order_with_respect_to: 'patient',
      },
      managers: { stays: { $obj: 'django.db.models.manager.Manager' } },
    });
  });

  test('indexes and constraints by name', () => {
    const state = after(`
      migrations.AddIndex("visit", models.Index(fields=["doctor"], name="visit_doctor")), migrations.RenameIndex("visit", new_name="visit_on", old_name="visit_day"),
      migrations.RenameIndex("visit", new_name="visit_pair", old_fields=("doctor", "day")), migrations.RemoveIndex("visit", "visit_doctor"),
      migrations.AddConstraint("visit", models.UniqueConstraint(fields=["day"], name="one")), migrations.AddConstraint("visit", models.UniqueConstraint(fields=["patient"], name="two")),
      migrations.AlterConstraint("visit", "one", models.UniqueConstraint(fields=["day"], name="one", violation_error_message="Once a day")), migrations.RemoveConstraint("visit", "two"),`);
    expect(json(state, 'visit').options).toMatchObject({
      index_together: [],
      indexes: [{ kwargs: { name: 'visit_on', fields: ['day'] } }, { kwargs: { name: 'visit_pair', fields: ['doctor', 'day'] } }],
      constraints: [{ kwargs: { name: 'one', violation_error_message: 'Once a day' } }],
    });
  });
});

describe('what does not touch the state, and what is not known', () => {
  test('only the state side of SeparateDatabaseAndState and RunSQL counts', () => {
    const state = after(`
      migrations.SeparateDatabaseAndState(database_operations=[migrations.DeleteModel("Doctor")], state_operations=[migrations.RemoveField("visit", "day")]),
      migrations.RunSQL("ALTER TABLE clinic_visit ADD fee integer", state_operations=[migrations.AddField("visit", "fee", models.IntegerField(null=True))]),
      migrations.RunPython(migrations.RunPython.noop),`);
    expect(Object.keys(json(state, 'visit').fields)).toEqual(['id', 'doctor', 'patient', 'fee']);
    expect(modelIn(state, 'clinic', 'doctor')).toBeDefined();
    expect(state.unknown).toEqual([]);
  });

  test.each([
    ['make_it()', 'is not defined'],
    ['migrations.AddField("ward", "beds", models.IntegerField())', 'there is no model clinic.ward'],
    ['migrations.RemoveField("visit", "fee")', 'there is no field clinic.visit.fee'],
    ['migrations.RenameField("visit", "fee", "price")', 'there is no field clinic.visit.fee'],
    ['migrations.RenameModel("Ward", "Unit")', 'there is no model clinic.ward'],
    ['migrations.DeleteModel("Ward")', 'there is no model clinic.ward'],
    ['migrations.RenameModel("Visit", "VISIT")', 'differ in capitals only'],
  ])('%s is said to be unknown and changes nothing', (operation, sentence) => {
    const state = after(operation);
    expect(state.unknown).toEqual([expect.stringContaining(sentence)]);
    expect(state.apps).toEqual(after('').apps);
  });
});
