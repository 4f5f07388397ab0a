import { describe, expect, test } from '@jest/globals';
import { renderApp } from '../../../support/sql/render-app.ts';

const key = "('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID'))";
const shelf = `migrations.CreateModel(name='Shelf', fields=[${key}])`;
const book = `migrations.CreateModel(name='Book', fields=[${key}, ('shelf', models.ForeignKey('library.Shelf', models.CASCADE)), ('number', models.IntegerField())])`;

function mysql(steps: readonly (readonly string[])[], django = '5.2', server = '8.0.36'): readonly (readonly string[])[] {
  return renderApp('library', steps, { vendor: 'mysql', django, server });
}

test('a key of a class of its own gets an index, though InnoDB makes one for its constraint', () => {
  const tree = `migrations.CreateModel('Topic', fields=[${key}, ('parent', TreeForeignKey(on_delete=models.CASCADE, to='library.Shelf'))])`;
  const made = renderApp('library', [[shelf, tree]], { vendor: 'mysql', django: '5.2', imports: 'from mptt.fields import TreeForeignKey' });
  expect(made[0]?.at(-1)).toBe('CREATE INDEX `library_topic_parent_id_fe2781b4` ON `library_topic` (`parent_id`);');
  expect(mysql([[shelf, book]])[0]?.join()).not.toContain('CREATE INDEX');
});

describe('columns', () => {
  test('texts get their default in parentheses, and nothing when it is empty', () => {
    const added = [
      "migrations.AddField('Shelf', 'label', models.TextField(default='A'))",
      "migrations.AddField('Shelf', 'note', models.TextField(default=''))",
    ];
    expect(mysql([[shelf], added])[1]).toEqual([
      "ALTER TABLE `library_shelf` ADD COLUMN `label` longtext DEFAULT ('A') NOT NULL;",
      'ALTER TABLE `library_shelf` ADD COLUMN `note` longtext NOT NULL;',
      "UPDATE `library_shelf` SET `note` = '';",
    ]);
  });

  test('servers before 8.0.13 take no default for texts', () => {
    expect(mysql([[shelf], ["migrations.AddField('Shelf', 'label', models.TextField(default='A'))"]], '4.2', '5.7')[1]).toEqual([
      'ALTER TABLE `library_shelf` ADD COLUMN `label` longtext NOT NULL;',
      "UPDATE `library_shelf` SET `label` = 'A';",
    ]);
  });

  test('the server names the check of a column, and the name goes with the table', () => {
    const steps = [
      [shelf],
      ["migrations.AddField('Shelf', 'places', models.PositiveIntegerField(null=True))"],
      ["migrations.RenameModel('Shelf', 'Rack')"],
      ["migrations.AlterField('Rack', 'places', models.IntegerField(null=True))"],
    ];
    expect(mysql(steps).slice(1)).toEqual([
      ['ALTER TABLE `library_shelf` ADD COLUMN `places` integer UNSIGNED NULL CHECK (`places` >= 0);'],
      ['RENAME TABLE `library_shelf` TO `library_rack`;'],
      ['ALTER TABLE `library_rack` DROP CHECK `library_rack_chk_1`;', 'ALTER TABLE `library_rack` MODIFY `places` integer NULL;'],
    ]);
  });

  test('comments stand in the definition', () => {
    const steps = [[shelf], ["migrations.AddField('Shelf', 'label', models.CharField(max_length=9, null=True, db_comment='the sign'))"]];
    expect(mysql(steps)[1]).toEqual(["ALTER TABLE `library_shelf` ADD COLUMN `label` varchar(9) COMMENT 'the sign' NULL;"]);
  });
});

describe('indexes of foreign keys', () => {
  test('InnoDB makes its own, which stays when the key goes', () => {
    const steps = [[shelf, book], ["migrations.AlterField('Book', 'shelf', models.IntegerField())"]];
    expect(mysql(steps)[1]).toEqual([
      'ALTER TABLE `library_book` DROP FOREIGN KEY `library_book_shelf_id_8115c4f1_fk_library_shelf_id`;',
      'DROP INDEX `library_book_shelf_id_8115c4f1_fk_library_shelf_id` ON `library_book`;',
      'ALTER TABLE `library_book` RENAME COLUMN `shelf_id` TO `shelf`;',
    ]);
  });

  test('an index that took over gets a successor before it is dropped', () => {
    const steps = [
      [shelf, book],
      ["migrations.AlterUniqueTogether('Book', {('shelf', 'number')})"],
      ["migrations.AlterUniqueTogether('Book', set())"],
    ];
    expect(mysql(steps)[2]).toEqual([
      'CREATE INDEX `library_book_shelf_id_8115c4f1` ON `library_book` (`shelf_id`);',
      'ALTER TABLE `library_book` DROP INDEX `library_book_shelf_id_number_207e792f_uniq`;',
    ]);
  });
});

test('MariaDB: native UUIDs, plain defaults for texts', () => {
  const added = [
    "migrations.AddField('Shelf', 'code', models.UUIDField(null=True))",
    "migrations.AddField('Shelf', 'label', models.TextField(default='A'))",
  ];
  expect(renderApp('library', [[shelf], added], { vendor: 'mariadb', django: '5.2', server: '10.11' })[1]).toEqual([
    'ALTER TABLE `library_shelf` ADD COLUMN `code` uuid NULL;',
    "ALTER TABLE `library_shelf` ADD COLUMN `label` longtext DEFAULT 'A' NOT NULL;",
    'ALTER TABLE `library_shelf` ALTER COLUMN `label` DROP DEFAULT;',
  ]);
});

test('Django 6.0 counts with BigAutoField unless told otherwise', () => {
  const made = ["migrations.CreateModel(name='Reader', fields=[('name', models.CharField(max_length=9))])"];
  const table = (django: string): string | undefined => mysql([made], django)[0]?.[0];
  expect(table('5.2')).toContain('`id` integer AUTO_INCREMENT NOT NULL PRIMARY KEY');
  expect(table('6.0')).toContain('`id` bigint AUTO_INCREMENT NOT NULL PRIMARY KEY');
});
