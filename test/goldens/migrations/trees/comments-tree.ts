/** Comments of columns and tables (Django 4.2 and later). */
import { create, treeOf, type TreeFiles } from '../chain.ts';

export function commentsTree(): TreeFiles {
  return treeOf({
    columns: [
      create('Visit', ["('reason', models.TextField(db_comment=\"why they come, in the patient's words\"))", "('day', models.DateField())"]),
      "migrations.AddField('Visit', 'room', models.CharField(max_length=9, null=True, db_comment='free text'))",
      "migrations.AlterField('Visit', 'day', models.DateField(db_comment='local day'))",
      "migrations.AlterField('Visit', 'day', models.DateField(db_comment='local day', null=True))",
      "migrations.AlterField('Visit', 'day', models.DateTimeField(db_comment='moment', null=True))",
      "migrations.AlterField('Visit', 'day', models.DateTimeField(null=True))",
      "migrations.RenameField('Visit', 'reason', 'cause')",
      "migrations.AddField('Visit', 'after', models.ForeignKey('self', null=True, on_delete=models.CASCADE, db_comment='the visit before'))",
      "migrations.AlterField('Visit', 'after', models.ForeignKey('self', null=True, on_delete=models.CASCADE, db_comment='earlier visit'))",
      "migrations.RemoveField('Visit', 'after')",
      "migrations.AlterField('Visit', 'id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID', db_comment='number'))",
      "migrations.AlterField('Visit', 'room', models.TextField(null=True, db_comment='free text'))",
    ],
    tables: [
      create('Visit', ["('reason', models.TextField(db_comment='why'))"], "options={'db_table_comment': \"every visit, the doctor's too\"}"),
      "migrations.AlterModelTableComment('Visit', 'every visit')",
      "migrations.AlterModelTableComment('Visit', 'every visit')",
      "migrations.AlterModelTableComment('Visit', None)",
      "migrations.AlterModelTable('Visit', 'visits')",
      ["migrations.AlterModelTableComment('Visit', 'again')", "migrations.RenameModel('Visit', 'Call')"],
      "migrations.DeleteModel('Call')",
    ],
  });
}
