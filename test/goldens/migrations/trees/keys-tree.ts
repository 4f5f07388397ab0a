/** Primary keys that are taken away and replaced, defaults that stay for one operation, and groups of unique fields in Python's order. */
import { create, treeOf, type TreeFiles } from '../chain.ts';

const names = ['ward', 'room', 'bed', 'patient', 'visit'];
const fields = names.map((name) => `('${name}', models.IntegerField(null=True))`);
const alter = (value: string, more = ''): string => `migrations.AlterField('Note', 'title', models.CharField(max_length=20${value})${more})`;

export function keysTree(): TreeFiles {
  return treeOf(
    {
      replaced: [
        create('Answer', ["('text', models.TextField())", "('question', models.ForeignKey('replaced.Answer', on_delete=models.CASCADE, null=True))"]),
        "migrations.AddField('Answer', 'uuid', models.UUIDField(null=True))",
        "migrations.AlterField('Answer', 'uuid', models.UUIDField(default=uuid.UUID('12345678123456781234567812345678'), serialize=False, editable=False))",
        "migrations.RemoveField('Answer', 'question')",
        "migrations.RemoveField('Answer', 'id')",
        "migrations.RenameField('Answer', 'uuid', 'id')",
        "migrations.AlterField('Answer', 'id', models.UUIDField(primary_key=True, default=uuid.UUID('12345678123456781234567812345678'), serialize=False, editable=False))",
      ],
      profiles: [
        create('Person', []),
        create('Profile', ["('motto', models.CharField(max_length=20))", "('person', models.OneToOneField('profiles.Person', on_delete=models.CASCADE))"]),
        ["migrations.RemoveField('Profile', 'id')", "migrations.AlterField('Profile', 'person', models.OneToOneField('profiles.Person', on_delete=models.CASCADE, primary_key=True, serialize=False))"],
      ],
      defaults: [
        create('Note', ["('title', models.CharField(max_length=20))"]),
        alter(", default=''", ', preserve_default=False'),
        alter(", blank=True, default=''", ', preserve_default=False'),
        alter(", null=True, default='x'", ', preserve_default=False'),
        alter(", default='y'", ', preserve_default=False'),
      ],
      groups: [
        create('Stay', fields, "options={'unique_together': {('ward', 'room'), ('room', 'bed'), ('bed', 'patient'), ('patient', 'visit')}}"),
        "migrations.AlterUniqueTogether('Stay', {('ward', 'room'), ('room', 'patient'), ('bed', 'visit'), ('ward', 'visit'), ('ward', 'bed'), ('ward', 'patient')})",
        "migrations.AddField('Stay', 'day', models.DateField(unique=True, null=True))",
        "migrations.RenameField('Stay', 'ward', 'unit')",
        "migrations.AlterUniqueTogether('Stay', [('unit', 'room'), ('visit', 'patient'), ('bed', 'visit')])",
        "migrations.AlterUniqueTogether('Stay', set())",
        create('Shift', fields, "options={'unique_together': set([('ward', 'room'), ('room', 'bed'), ('bed', 'patient')])}"),
      ],
    },
    'import uuid',
  );
}
