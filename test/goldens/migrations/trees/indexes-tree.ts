/** Indexes and constraints of `Meta`. */
import { create, treeOf, type TreeFiles } from '../chain.ts';

const fields = [
  "('name', models.CharField(max_length=30))",
  "('day', models.DateField())",
  "('length', models.IntegerField())",
  "('tags', models.JSONField(default=dict))",
  "('owner', models.ForeignKey('auth.User', on_delete=models.CASCADE))",
];
const addIndex = (index: string): string => `migrations.AddIndex('Talk', models.Index(${index}))`;
const addConstraint = (constraint: string): string => `migrations.AddConstraint('Talk', models.${constraint})`;

export function indexesTree(): TreeFiles {
  const files = treeOf({
    indexes: [
      create('Talk', fields, "options={'indexes': [models.Index(fields=['name'], name='talk_name_idx'), models.Index(fields=['-day', 'owner'], name='talk_day_idx')]}"),
      addIndex("fields=['length'], name='talk_length_idx'"),
      addIndex("fields=['name', '-length'], name='talk_both_idx', condition=models.Q(length__gt=3)"),
      addIndex("fields=['name'], name='talk_like_idx', opclasses=['varchar_pattern_ops']"),
      addIndex("fields=['day'], name='talk_cover_idx', include=['length', 'owner']"),
      "migrations.RemoveIndex('Talk', 'talk_length_idx')",
      "migrations.RemoveIndex('Talk', 'talk_both_idx')",
      "migrations.RenameField('Talk', 'name', 'title')",
      "migrations.RenameModel('Talk', 'Lecture')",
      "migrations.RemoveIndex('Lecture', 'talk_name_idx')",
      ["migrations.AddIndex('Lecture', models.Index(fields=['title'], name='lecture_title_idx'))", "migrations.RemoveIndex('Lecture', 'lecture_title_idx')"],
      "migrations.AlterField('Lecture', 'length', models.IntegerField(db_index=True))",
      "migrations.AddIndex('Lecture', models.Index(fields=['length'], name='lecture_length_idx'))",
      "migrations.AlterField('Lecture', 'length', models.IntegerField())",
      "migrations.AlterField('Lecture', 'length', models.IntegerField(db_index=True))",
      "migrations.RemoveIndex('Lecture', 'lecture_length_idx')",
      "migrations.RemoveField('Lecture', 'day')",
    ],
    constraints: [
      create('Talk', fields, "options={'constraints': [models.UniqueConstraint(fields=['name', 'day'], name='talk_once_a_day'), models.UniqueConstraint(fields=['name'], condition=models.Q(length=0), name='talk_open')]}"),
      addConstraint("UniqueConstraint(fields=['name', 'owner'], name='talk_owner_uniq')"),
      addConstraint("UniqueConstraint(fields=['name'], condition=models.Q(day__isnull=False), name='talk_day_uniq')"),
      addConstraint("UniqueConstraint(fields=['length'], include=['name'], name='talk_include_uniq')"),
      addConstraint("UniqueConstraint(fields=['length', 'day'], deferrable=models.Deferrable.DEFERRED, name='talk_late_uniq')"),
      addConstraint("UniqueConstraint(fields=['day', 'length'], deferrable=models.Deferrable.IMMEDIATE, name='talk_now_uniq')"),
      addConstraint("UniqueConstraint(fields=['name'], opclasses=['varchar_pattern_ops'], name='talk_ops_uniq')"),
      "migrations.RemoveConstraint('Talk', 'talk_owner_uniq')",
      "migrations.RemoveConstraint('Talk', 'talk_day_uniq')",
      "migrations.RemoveConstraint('Talk', 'talk_include_uniq')",
      "migrations.RemoveConstraint('Talk', 'talk_late_uniq')",
      "migrations.RenameField('Talk', 'name', 'title')",
      "migrations.RenameModel('Talk', 'Lecture')",
      "migrations.RemoveConstraint('Lecture', 'talk_open')",
      "migrations.AlterField('Lecture', 'title', models.CharField(max_length=30, unique=True))",
      "migrations.AddConstraint('Lecture', models.UniqueConstraint(fields=['title'], name='lecture_title'))",
      "migrations.AlterField('Lecture', 'title', models.CharField(max_length=30))",
    ],
  });
  return withUserFirst(files);
}

/** The first migration of each app needs the user's table. */
function withUserFirst(files: TreeFiles): TreeFiles {
  const dependent = (path: string, text: string): string => (path.endsWith('/0001_step.py') ? text.replace('dependencies = []', "dependencies = [('auth', '__first__')]") : text);
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, dependent(path, text)]));
}
