/** Foreign keys, one-to-one and many-to-many fields: made, changed, pointed elsewhere, renamed from both ends, removed. */
import { create, treeOf, type TreeFiles } from '../chain.ts';

const fk = (to: string, more = ''): string => `models.ForeignKey('${to}', on_delete=models.CASCADE${more})`;
const o2o = (to: string, more = ''): string => `models.OneToOneField('${to}', on_delete=models.CASCADE${more})`;
const m2m = (to: string, more = ''): string => `models.ManyToManyField('${to}'${more})`;
const name = "('name', models.CharField(max_length=30))";
const bigKey = "models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')";
const uuidKey = '("id", models.UUIDField(primary_key=True, serialize=False))';

export function relationsTree(): TreeFiles {
  const files = treeOf({
    keys: [
      create('Author', [name, "('code', models.CharField(max_length=8, unique=True))"]),
      create('Town', [name]),
      create('Book', [`('author', ${fk('keys.Author')})`, `('town', ${fk('keys.Town', ', null=True')})`, `('cover', ${o2o('keys.Author', ", related_name='+', null=True")})`]),
      `migrations.AddField('Book', 'editor', ${fk('keys.Author', ", null=True, related_name='edited'")})`,
      `migrations.AddField('Book', 'printer', ${fk('keys.Town', ", default=1, related_name='printed'")})`,
      `migrations.AddField('Book', 'by_code', ${fk('keys.Author', ", null=True, to_field='code', related_name='coded'")})`,
      `migrations.AddField('Book', 'loose', ${fk('keys.Author', ", null=True, db_constraint=False, related_name='+'")})`,
      `migrations.AddField('Book', 'plain', ${fk('keys.Author', ", null=True, db_index=False, related_name='+'")})`,
      `migrations.AddField('Book', 'sole', ${o2o('keys.Author', ", null=True, related_name='sole_book'")})`,
      `migrations.AddField('Author', 'mentor', ${fk('self', ', null=True')})`,
      `migrations.AlterField('Book', 'editor', ${fk('keys.Author', ", related_name='edited'")})`,
      `migrations.AlterField('Book', 'editor', ${fk('keys.Author', ", null=True, related_name='revised'")})`,
      `migrations.AlterField('Book', 'editor', ${fk('keys.Town', ", null=True, related_name='revised'")})`,
      `migrations.AlterField('Book', 'editor', ${fk('keys.Town', ", null=True, related_name='revised', db_index=False")})`,
      `migrations.AlterField('Book', 'editor', ${fk('keys.Town', ", null=True, related_name='revised'")})`,
      `migrations.AlterField('Book', 'editor', ${fk('keys.Town', ", null=True, related_name='revised', db_constraint=False")})`,
      `migrations.AlterField('Book', 'editor', ${fk('keys.Town', ", null=True, related_name='revised'")})`,
      `migrations.AlterField('Book', 'editor', ${fk('keys.Town', ", null=True, related_name='revised', unique=True")})`,
      `migrations.AlterField('Book', 'editor', ${o2o('keys.Town', ", null=True, related_name='revised'")})`,
      `migrations.AlterField('Book', 'editor', ${fk('keys.Town', ", null=True, related_name='revised'")})`,
      `migrations.AlterField('Book', 'editor', ${fk('keys.Town', ", null=True, related_name='revised', on_delete=models.SET_NULL").replace('on_delete=models.CASCADE, ', '')})`,
      `migrations.AlterField('Book', 'editor', models.IntegerField(null=True))`,
      `migrations.AlterField('Book', 'editor', models.IntegerField(null=True, db_column='editor_no'))`,
      `migrations.AlterField('Book', 'editor', ${fk('keys.Town', ", null=True, db_column='editor_no'")})`,
      `migrations.AlterField('Book', 'editor', ${fk('keys.Town', ', null=True')})`,
      "migrations.RenameField('Book', 'author', 'writer')",
      "migrations.RenameField('Book', 'sole', 'single')",
      "migrations.RenameField('Author', 'code', 'sign')",
      "migrations.AlterField('Author', 'sign', models.CharField(max_length=20, unique=True))",
      "migrations.RenameModel('Author', 'Person')",
      "migrations.RenameModel('Town', 'Place')",
      "migrations.AlterModelTable('Person', 'people')",
      `migrations.AlterField('Person', 'id', ${bigKey})`,
      `migrations.AlterField('Place', 'id', ${bigKey})`,
      "migrations.RemoveField('Book', 'by_code')",
      "migrations.RemoveField('Book', 'loose')",
      "migrations.RemoveField('Book', 'single')",
      "migrations.RemoveField('Book', 'writer')",
      "migrations.DeleteModel('Book')",
      "migrations.DeleteModel('Person')",
    ],
    many: [
      create('Reader', [name]),
      create('Shelf', [name, `('readers', ${m2m('many.Reader')})`]),
      `migrations.AddField('Reader', 'friends', ${m2m('self')})`,
      `migrations.AddField('Reader', 'follows', ${m2m('self', ", symmetrical=False, related_name='followers'")})`,
      `migrations.AddField('Shelf', 'fans', ${m2m('many.Reader', ", related_name='+', db_table='shelf_fans'")})`,
      `migrations.AddField('Shelf', 'guests', ${m2m('many.Reader', ", related_name='visited', db_constraint=False")})`,
      create('Loan', [`('reader', ${fk('many.Reader')})`, `('shelf', ${fk('many.Shelf')})`]),
      `migrations.AddField('Shelf', 'borrowers', ${m2m('many.Reader', ", related_name='borrowed', through='many.Loan'")})`,
      `migrations.AlterField('Shelf', 'readers', ${m2m('many.Reader', ", blank=True, related_name='shelves'")})`,
      `migrations.AlterField('Shelf', 'readers', ${m2m('many.Reader', ", blank=True, db_table='shelf_readers'")})`,
      `migrations.AlterField('Shelf', 'readers', ${m2m('many.Reader', ', blank=True')})`,
      `migrations.AlterField('Shelf', 'borrowers', ${m2m('many.Reader', ", blank=True, related_name='borrowed', through='many.Loan'")})`,
      create('Member', [name]),
      `migrations.AlterField('Shelf', 'guests', ${m2m('many.Member', ", related_name='visited', db_constraint=False")})`,
      `migrations.AlterField('Shelf', 'readers', ${m2m('many.Member', '')})`,
      "migrations.RenameField('Shelf', 'readers', 'members')",
      "migrations.RenameField('Shelf', 'borrowers', 'takers')",
      "migrations.RenameModel('Member', 'Subscriber')",
      "migrations.RenameModel('Reader', 'Visitor')",
      "migrations.RenameModel('Shelf', 'Rack')",
      "migrations.AlterModelTable('Rack', 'racks')",
      "migrations.AlterModelTable('Rack', None)",
      `migrations.AlterField('Rack', 'id', ${bigKey})`,
      `migrations.AlterField('Visitor', 'id', ${bigKey})`,
      "migrations.RemoveField('Rack', 'takers')",
      "migrations.RemoveField('Rack', 'members')",
      "migrations.RemoveField('Visitor', 'friends')",
      "migrations.DeleteModel('Rack')",
    ],
    uuidkeys: [
      `migrations.CreateModel('Parcel', fields=[${uuidKey}, ${name}])`,
      create('Label', [`('parcel', ${fk('uuidkeys.Parcel')})`, `('others', ${m2m('uuidkeys.Parcel', ", related_name='+'")})`]),
      `migrations.CreateModel('Seal', fields=[('parcel', ${o2o('uuidkeys.Parcel', ', primary_key=True, serialize=False')}), ${name}])`,
      create('Mark', [`('seal', ${fk('uuidkeys.Seal')})`]),
      "migrations.AlterField('Parcel', 'id', models.CharField(max_length=40, primary_key=True, serialize=False))",
      "migrations.AlterField('Parcel', 'id', models.CharField(max_length=60, primary_key=True, serialize=False))",
      "migrations.RenameField('Parcel', 'id', 'number')",
      "migrations.RenameModel('Seal', 'Stamp')",
    ],
    charkeys: [
      "migrations.CreateModel('Country', fields=[('code', models.CharField(max_length=2, primary_key=True, serialize=False))])",
      create('City', [`('country', ${fk('charkeys.Country')})`, `('partner', ${fk('charkeys.Country', ", related_name='+', null=True, db_index=False")})`]),
      `migrations.AddField('City', 'twin', ${o2o('charkeys.Country', ", null=True, related_name='twins'")})`,
      "migrations.AlterField('Country', 'code', models.CharField(max_length=3, primary_key=True, serialize=False))",
      "migrations.AlterField('Country', 'code', models.SlugField(max_length=3, primary_key=True, serialize=False))",
      "migrations.AlterField('Country', 'code', models.TextField(primary_key=True, serialize=False))",
      "migrations.AlterField('Country', 'code', models.IntegerField(primary_key=True, serialize=False))",
    ],
    across: [
      create('Trip', [`('reader', ${fk('many.Visitor')})`, `('user', ${fk('auth.User', ", related_name='+'")})`, `('kind', ${fk('contenttypes.ContentType')})`, `('groups', ${m2m('auth.Group')})`]),
      `migrations.AddField('Trip', 'session', ${fk('sessions.Session', ', null=True')})`,
      `migrations.AddField('Trip', 'site', ${o2o('sites.Site', ', null=True')})`,
      "migrations.RemoveField('Trip', 'kind')",
    ],
  
  });
  const first = 'across/migrations/0001_step.py';
  const last = Object.keys(files).filter((path) => path.startsWith('many/migrations/0')).at(-1)?.slice(-12, -3);
  const dependencies = `[('many', '${last}'), ('auth', '__first__'), ('contenttypes', '__first__'), ('sessions', '__first__'), ('sites', '__first__')]`;
  return { ...files, [first]: (files[first] ?? '').replace('dependencies = []', `dependencies = ${dependencies}`) };
}
