/** Hand-written SQL, and what Django finds in the database afterwards (PostgreSQL). */
import { create, treeOf, type Step, type TreeFiles } from '../chain.ts';

const run = (sql: string, back: string): string => `migrations.RunSQL('''${sql}''', '''${back}''')`;
const coin = create('Coin', ["('name', models.CharField(max_length=30))", "('worth', models.IntegerField(default=1))"]);
const alter = (name: string, field: string): string => `migrations.AlterField('Coin', '${name}', models.${field})`;
const text = (more = ''): string => `CharField(max_length=30${more})`;
const apart = (database: string, ...state: readonly string[]): string =>
  `migrations.SeparateDatabaseAndState(database_operations=[${database}], state_operations=[${state.join(', ')}])`;

const apps: Readonly<Record<string, readonly Step[]>> = {
  index: [
    coin,
    run('CREATE INDEX coin_name_hand ON index_coin (name)', 'DROP INDEX coin_name_hand'),
    alter('name', text(', db_index=True')),
    alter('name', text()),
  ],
  indexdropped: [
    create('Coin', ["('name', models.CharField(max_length=30, db_index=True))"]),
    run('DROP INDEX IF EXISTS indexdropped_coin_name_b1bd5ef3_like', 'SELECT 1'),
    alter('name', text()),
  ],
  gin: [
    create('Coin', ["('tags', models.JSONField(default=dict))"]),
    run('CREATE INDEX coin_tags_hand ON gin_coin USING gin (tags jsonb_path_ops)', 'DROP INDEX coin_tags_hand'),
    alter('tags', 'JSONField(default=dict, db_index=True)'),
    alter('tags', 'JSONField(default=dict)'),
  ],
  partial: [
    coin,
    run('CREATE INDEX coin_name_part ON partial_coin (name) WHERE worth > 3', 'DROP INDEX coin_name_part'),
    alter('name', text(', db_index=True')),
    alter('name', text()),
    run('CREATE UNIQUE INDEX coin_lower ON partial_coin (lower(name))', 'DROP INDEX coin_lower'),
    alter('name', text(', unique=True')),
    alter('name', text()),
  ],
  unique: [
    coin,
    run('ALTER TABLE unique_coin ADD CONSTRAINT coin_by_hand UNIQUE (name)', 'ALTER TABLE unique_coin DROP CONSTRAINT coin_by_hand'),
    apart('', alter('name', text(', unique=True'))),
    alter('name', text()),
  ],
  unnamed: [
    coin,
    apart(
      run('ALTER TABLE unnamed_coin ADD UNIQUE (name); ALTER TABLE unnamed_coin ADD CHECK (worth > 0)', 'SELECT 1'),
      alter('name', text(', unique=True')),
      alter('worth', 'PositiveIntegerField(default=1)'),
    ),
    alter('name', text()),
    alter('worth', 'IntegerField(default=1)'),
  ],
  renamed: [
    create('Coin', ["('name', models.CharField(max_length=30, unique=True))", "('owner', models.ForeignKey('auth.User', on_delete=models.CASCADE))"]),
    run('ALTER TABLE renamed_coin RENAME CONSTRAINT renamed_coin_name_key TO coin_once', 'ALTER TABLE renamed_coin RENAME CONSTRAINT coin_once TO renamed_coin_name_key'),
    alter('name', text()),
    'migrations.RunSQL(["ALTER TABLE renamed_coin RENAME TO coins", "ALTER TABLE coins RENAME COLUMN name TO label"], migrations.RunSQL.noop, state_operations=[migrations.AlterModelTable("Coin", "coins"), migrations.RenameField("Coin", "name", "label")])',
    "migrations.AlterField('Coin', 'label', models.CharField(max_length=40, unique=True))",
    "migrations.RemoveField('Coin', 'owner')",
  ],
  created: [
    apart(
      run(
        'CREATE TABLE created_coin (id serial PRIMARY KEY, name varchar(30) NOT NULL UNIQUE, worth integer NOT NULL CHECK (worth >= 0), CONSTRAINT coin_pair UNIQUE (name, worth))',
        'DROP TABLE created_coin',
      ),
      create('Coin', ["('name', models.CharField(max_length=30, unique=True))", "('worth', models.PositiveIntegerField())"], "options={'unique_together': {('name', 'worth')}}"),
    ),
    alter('name', text()),
    alter('worth', 'IntegerField()'),
    "migrations.AlterUniqueTogether('Coin', set())",
  ],
  using: [
    coin,
    run('CREATE UNIQUE INDEX coin_name_hand ON using_coin (name)', 'SELECT 1'),
    apart(run('ALTER TABLE using_coin ADD CONSTRAINT coin_name_once UNIQUE USING INDEX coin_name_hand', 'SELECT 1'), alter('name', text(', unique=True'))),
    alter('name', text()),
  ],
  foreignkey: [
    create('Purse', []),
    coin,
    "migrations.AddField('Coin', 'purse', models.ForeignKey('foreignkey.Purse', null=True, on_delete=models.CASCADE, db_constraint=False))",
    apart(
      run('ALTER TABLE foreignkey_coin ADD FOREIGN KEY (purse_id) REFERENCES foreignkey_purse (id)', 'ALTER TABLE foreignkey_coin DROP CONSTRAINT foreignkey_coin_purse_id_fkey'),
      "migrations.AlterField('Coin', 'purse', models.ForeignKey('foreignkey.Purse', null=True, on_delete=models.CASCADE))",
    ),
    "migrations.AlterField('Coin', 'purse', models.ForeignKey('foreignkey.Purse', null=True, on_delete=models.CASCADE, db_constraint=False))",
  ],
  parameters: [
    "migrations.RunSQL(['SELECT 1', ('SELECT %s, %s', ['it\\'s', 5])], migrations.RunSQL.noop)",
    "migrations.RunSQL('SELECT 1; SELECT 2;')",
    "migrations.RunSQL(migrations.RunSQL.noop, '')",
    "migrations.RunSQL('SELECT 1', state_operations=[migrations.CreateModel('Ghost', fields=[])], reverse_sql='SELECT 2')",
  ],
};

export function handwrittenTree(): TreeFiles {
  const files = treeOf(apps);
  const path = 'renamed/migrations/0001_step.py';
  return { ...files, [path]: files[path]?.replace('dependencies = []', "dependencies = [('auth', '__first__')]") ?? '' };
}
