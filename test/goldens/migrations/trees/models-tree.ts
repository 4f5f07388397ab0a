/** Operations on whole models: tables, options, inheritance, proxies, unmanaged and swapped models, long names. */
import { create, treeOf, type TreeFiles } from '../chain.ts';

const name = "('name', models.CharField(max_length=30))";
const fk = (to: string, more = ''): string => `models.ForeignKey('${to}', on_delete=models.CASCADE${more})`;
const longName = 'InterlibraryReservationOfARareManuscriptForTheReadingRoomUpstairs';

export function modelsTree(): TreeFiles {
  return treeOf(
    {
      together: [
        create('Slot', [name, "('day', models.IntegerField())", "('room', models.CharField(max_length=5))"], "options={'unique_together': {('name', 'day')}}"),
        "migrations.AlterUniqueTogether('Slot', {('name', 'day', 'room')})",
        "migrations.AlterUniqueTogether('Slot', {('name', 'day', 'room'), ('day', 'room')})",
        "migrations.RenameField('Slot', 'day', 'weekday')",
        "migrations.AlterUniqueTogether('Slot', {('weekday', 'room')})",
        "migrations.RenameModel('Slot', 'Hour')",
        "migrations.AlterUniqueTogether('Hour', set())",
        "migrations.AlterUniqueTogether('Hour', [['name', 'room']])",
        "migrations.AlterUniqueTogether('Hour', None)",
        ["migrations.AlterUniqueTogether('Hour', {('name', 'room')})", "migrations.AlterUniqueTogether('Hour', {('name', 'weekday')})"],
        [create('Desk', [name, "('lamp', models.IntegerField())"]), "migrations.AlterUniqueTogether('Desk', {('name', 'lamp')})", "migrations.RenameField('Desk', 'lamp', 'light')"],
        "migrations.RemoveField('Hour', 'weekday')",
      ],
      ordered: [
        create('Menu', [name]),
        create('Dish', [`('menu', ${fk('ordered.Menu')})`]),
        "migrations.AlterOrderWithRespectTo('Dish', 'menu')",
        "migrations.AlterOrderWithRespectTo('Dish', None)",
        create('Step', [`('dish', ${fk('ordered.Dish')})`], "options={'order_with_respect_to': 'dish'}"),
        "migrations.AlterOrderWithRespectTo('Step', None)",
      ],
      inherited: [
        create('Place', [name]),
        `migrations.CreateModel('Clinic', fields=[('place_ptr', models.OneToOneField(auto_created=True, on_delete=models.CASCADE, parent_link=True, primary_key=True, serialize=False, to='inherited.place')), ('beds', models.IntegerField())], bases=('inherited.place',))`,
        `migrations.CreateModel('Ward', fields=[('clinic_ptr', models.OneToOneField(auto_created=True, on_delete=models.CASCADE, parent_link=True, primary_key=True, serialize=False, to='inherited.clinic'))], bases=('inherited.clinic',))`,
        create('Nurse', [`('clinic', ${fk('inherited.Clinic')})`, `('ward', ${fk('inherited.Ward', ', null=True')})`]),
        "migrations.CreateModel('QuietClinic', fields=[], options={'proxy': True, 'indexes': []}, bases=('inherited.clinic',))",
        create('Visit', [`('clinic', ${fk('inherited.QuietClinic')})`]),
        "migrations.AddField('Clinic', 'floor', models.IntegerField(default=0))",
        "migrations.AlterField('Place', 'id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID'))",
        "migrations.RenameModel('Clinic', 'Hospital')",
        "migrations.DeleteModel('QuietClinic')",
        "migrations.DeleteModel('Ward')",
      ],
      unmanaged: [
        create('Report', [name], "options={'managed': False, 'db_table': 'report_view'}"),
        "migrations.AddField('Report', 'total', models.IntegerField(default=0))",
        create('Extract', [`('report', ${fk('unmanaged.Report')})`, "('reports', models.ManyToManyField('unmanaged.Report', related_name='+'))"]),
        "migrations.AlterModelOptions('Extract', {'managed': False})",
        "migrations.RemoveField('Extract', 'report')",
        "migrations.DeleteModel('Report')",
      ],
      tables: [
        create('Sheet', [name], "options={'db_table': 'sheets'}"),
        create('Line', [`('sheet', ${fk('tables.Sheet')})`, "('tags', models.ManyToManyField('tables.Sheet', related_name='tagged'))"]),
        "migrations.RenameModel('Sheet', 'Page')",
        "migrations.AlterModelTable('Page', 'pages')",
        "migrations.AlterModelTable('Page', None)",
        "migrations.AlterModelTable('Line', 'Lines With Spaces')",
        "migrations.AlterField('Line', 'sheet', models.ForeignKey('tables.Page', on_delete=models.CASCADE, db_column='Sheet No'))",
        "migrations.AlterModelOptions('Line', {'ordering': ['id'], 'verbose_name': 'row'})",
        "migrations.AlterModelManagers('Line', [('objects', models.Manager())])",
      ],
      longnames: [
        create(longName, ["('the_manuscript_that_was_reserved_by_a_reader', models.CharField(max_length=9, unique=True))", "('positive_number_of_the_reservation_in_the_great_book', models.PositiveIntegerField(db_index=True))"]),
        `migrations.AddField('${longName}', 'previous_reservation_of_the_same_rare_manuscript', ${fk(`longnames.${longName}`, ', null=True')})`,
        `migrations.AddField('${longName}', 'other_reservations_of_the_same_rare_manuscript', models.ManyToManyField('longnames.${longName}', related_name='+'))`,
        `migrations.AlterUniqueTogether('${longName}', {('the_manuscript_that_was_reserved_by_a_reader', 'positive_number_of_the_reservation_in_the_great_book')})`,
        `migrations.AlterField('${longName}', 'the_manuscript_that_was_reserved_by_a_reader', models.CharField(max_length=9))`,
        `migrations.AlterField('${longName}', 'positive_number_of_the_reservation_in_the_great_book', models.IntegerField())`,
        `migrations.AlterField('${longName}', 'id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False))`,
      ],
      keyless: [
        "migrations.CreateModel('Note', fields=[('text', models.TextField()), ('number', models.IntegerField(null=True))])",
        "migrations.CreateModel('Memo', fields=[('text', models.TextField()), ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False))])",
        "migrations.AlterField('Memo', 'id', models.IntegerField(primary_key=True, serialize=False))",
        "migrations.AlterField('Memo', 'id', models.AutoField(primary_key=True, serialize=False))",
        "migrations.AlterField('Memo', 'id', models.SmallAutoField(primary_key=True, serialize=False))",
        "migrations.RenameField('Memo', 'id', 'number')",
        "migrations.AlterField('Memo', 'number', models.BigAutoField(primary_key=True, serialize=False))",
        "migrations.RenameModel('Memo', 'Letter')",
        "migrations.AlterField('Letter', 'number', models.AutoField(primary_key=True, serialize=False))",
        ["migrations.AddField('Note', 'key', models.CharField(max_length=8, primary_key=True, serialize=False, default='a'))", "migrations.RemoveField('Note', 'id')"],
      ],
      swapped: [
        create('Account', [name], "options={'swappable': 'SWAPPED_ACCOUNT_MODEL'}"),
        create('Audit', [`('account', ${fk('swapped.Account')})`]),
        create('Person', [name], "options={'swappable': 'AUTH_USER_MODEL'}"),
      ],
    },
    'from django.conf import settings',
  );
}
