/** Several operations in one migration: what is deferred by one is renamed or dropped by another; state and database apart; hand-written SQL. */
import { create, treeOf, type TreeFiles } from '../chain.ts';

const name = "('name', models.CharField(max_length=30, unique=True))";
const fk = (to: string, more = ''): string => `models.ForeignKey('${to}', on_delete=models.CASCADE${more})`;

export function mixedTree(): TreeFiles {
  return treeOf({
    deferred: [
      [
        create('Garden', [name]),
        create('Bed', [`('garden', ${fk('deferred.Garden')})`, "('plants', models.ManyToManyField('deferred.Garden', related_name='+'))"], "options={'unique_together': {('garden', 'id')}}"),
        "migrations.RenameModel('Garden', 'Park')",
        "migrations.RenameField('Bed', 'garden', 'park')",
      ],
      [
        create('Tree', [name, `('park', ${fk('deferred.Park')})`]),
        "migrations.RenameField('Tree', 'name', 'label')",
        "migrations.AlterModelTable('Tree', 'trees')",
        "migrations.AddField('Tree', 'height', models.IntegerField(db_index=True, default=1))",
        "migrations.RenameField('Tree', 'height', 'size')",
      ],
      [create('Pond', [`('park', ${fk('deferred.Park')})`]), "migrations.DeleteModel('Pond')"],
      [create('Bench', [`('park', ${fk('deferred.Park')})`, "('code', models.CharField(max_length=4, db_index=True))"]), "migrations.RemoveField('Bench', 'park')", "migrations.AlterField('Bench', 'code', models.CharField(max_length=4))"],
      [`migrations.AddField('Bed', 'tree', ${fk('deferred.Tree', ', null=True')})`, "migrations.RenameModel('Tree', 'Oak')", "migrations.RenameField('Oak', 'label', 'title')"],
      [
        create('Path', ["('code', models.CharField(max_length=4, unique=True))"]),
        create('Gate', [`('path', ${fk('deferred.Path', ", to_field='code'")})`]),
        "migrations.RenameField('Path', 'code', 'sign')",
        "migrations.AlterField('Path', 'sign', models.CharField(max_length=9, unique=True))",
      ],
    ],
    apart: [
      create('Box', [name, "('size', models.IntegerField(default=1))"]),
      "migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField('Box', 'size')])",
      "migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL('ALTER TABLE apart_box DROP COLUMN size', 'ALTER TABLE apart_box ADD COLUMN size integer')])",
      "migrations.SeparateDatabaseAndState(state_operations=[migrations.AddField('Box', 'weight', models.IntegerField(null=True))], database_operations=[migrations.AddField('Box', 'weight', models.IntegerField(null=True)), migrations.AlterField('Box', 'weight', models.BigIntegerField(null=True, db_index=True))])",
      "migrations.SeparateDatabaseAndState(database_operations=[migrations.CreateModel('Lid', fields=[('id', models.AutoField(primary_key=True)), ('box', models.ForeignKey('apart.Box', on_delete=models.CASCADE))]), migrations.AlterUniqueTogether('Lid', {('box', 'id')})], state_operations=[migrations.CreateModel('Lid', fields=[('id', models.AutoField(primary_key=True)), ('box', models.ForeignKey('apart.Box', on_delete=models.CASCADE))], options={'unique_together': {('box', 'id')}})])",
      "migrations.SeparateDatabaseAndState(database_operations=[migrations.AlterModelTable('Box', 'boxes')], state_operations=[migrations.AlterModelTable('Box', 'boxes')])",
      "migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL('SELECT 1')])",
      "migrations.SeparateDatabaseAndState(database_operations=[migrations.SeparateDatabaseAndState(database_operations=[migrations.RenameField('Box', 'weight', 'mass')])], state_operations=[migrations.RenameField('Box', 'weight', 'mass')])",
    ],
    handwritten: [
      create('Coin', [name]),
      "migrations.RunSQL('CREATE INDEX coin_name_hand ON handwritten_coin (name)', 'DROP INDEX coin_name_hand')",
      "migrations.RunSQL(['SELECT 1', ('SELECT %s, %s', ['it\\'s', 5])], migrations.RunSQL.noop)",
      "migrations.RunSQL('SELECT 1; SELECT 2;')",
      "migrations.RunSQL(migrations.RunSQL.noop, '')",
      "migrations.RunSQL('SELECT 1', state_operations=[migrations.AddField('Coin', 'ghost', models.IntegerField())], reverse_sql='SELECT 2')",
      "migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)",
      "migrations.RunPython(migrations.RunPython.noop)",
    ],
  });
}
