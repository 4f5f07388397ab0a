/** Django 6.0 and 6.1, from their release notes: no real Django of these releases made goldens. */
import { describe, expect, test } from '@jest/globals';
import { renderApp } from '../../support/sql/render-app.ts';

const key = "('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID'))";
const shelf = `migrations.CreateModel('Shelf', fields=[${key}])`;
const book = (onDelete: string): string =>
  `migrations.CreateModel('Book', fields=[${key}, ('shelf', models.ForeignKey('library.Shelf', models.${onDelete}, db_index=False))])`;
const moved = (onDelete: string): string =>
  `migrations.AlterField('Book', 'shelf', models.ForeignKey('library.Shelf', on_delete=models.${onDelete}, db_index=False))`;
const reader =
  "migrations.AddField('Book', 'other', models.ForeignKey('library.Shelf', on_delete=models.DB_SET_NULL, null=True, db_index=False))";

describe('on_delete in the database: https://docs.djangoproject.com/en/6.1/releases/6.1/', () => {
  test.each([
    ['postgresql', '6.1', ' REFERENCES "library_shelf" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;'],
    ['postgresql', '6.0', ' REFERENCES "library_shelf" ("id") DEFERRABLE INITIALLY DEFERRED;'],
    ['mysql', '6.1', ' REFERENCES `library_shelf` (`id`) ON DELETE CASCADE;'],
    ['sqlite', '6.1', ' REFERENCES "library_shelf" ("id") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED);'],
    ['oracle', '6.1', ' REFERENCES "LIBRARY_SHELF" ("ID") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;'],
  ] as const)('a new key on %s %s', (vendor, django, end) => {
    const [made] = renderApp('library', [[shelf, book('DB_CASCADE')]], { vendor, django });
    expect(made?.filter((sql) => sql.includes(' REFERENCES ')).map((sql) => sql.slice(sql.indexOf(' REFERENCES ')))).toEqual([end]);
  });

  test.each([
    [
      'postgresql',
      'ALTER TABLE "library_book" ADD COLUMN "other_id" integer NULL CONSTRAINT "library_book_other_id_de7620b4_fk_library_shelf_id" REFERENCES "library_shelf"("id") ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED; SET CONSTRAINTS "library_book_other_id_de7620b4_fk_library_shelf_id" IMMEDIATE;',
    ],
    [
      'mysql',
      'ALTER TABLE `library_book` ADD COLUMN `other_id` integer NULL , ADD CONSTRAINT `library_book_other_id_de7620b4_fk_library_shelf_id` FOREIGN KEY (`other_id`) REFERENCES `library_shelf`(`id`) ON DELETE SET NULL;',
    ],
  ] as const)('a new column on %s', (vendor, sql) => {
    expect(renderApp('library', [[shelf, book('CASCADE')], [reader]], { vendor, django: '6.1' })[1]).toEqual([sql]);
  });

  test('the key is made anew where the database deletes, and stays where only Python does', () => {
    const steps = [[shelf, book('CASCADE')], [moved('PROTECT')], [moved('DB_CASCADE')]];
    const [, stays, changes] = renderApp('library', steps, { vendor: 'postgresql', django: '6.1' });
    expect(stays).toEqual([]);
    expect(changes).toEqual([
      expect.stringContaining('DROP CONSTRAINT'),
      expect.stringMatching(/ADD CONSTRAINT .* ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;$/),
    ]);
    expect(renderApp('library', steps, { vendor: 'postgresql', django: '6.0' })[2]).toEqual([]);
  });
});

test.each([
  ['6.1', 'postgresql', '"price" numeric NOT NULL'],
  ['6.0', 'postgresql', '"price" numeric(None, None) NOT NULL'],
  ['6.1', 'sqlite', '"price" decimal NOT NULL'],
  ['6.1', 'oracle', '"PRICE" NUMBER NOT NULL'],
] as const)('decimals of any size in Django %s on %s', (django, vendor, column) => {
  const fields = `fields=[${key}, ('price', models.DecimalField())]`;
  expect(renderApp('library', [[`migrations.CreateModel('Fine', ${fields})`]], { vendor, django })[0]?.[0]).toContain(column);
});

test.each([
  ['5.2', 'DROP TABLE "library_shelf" CASCADE;', 'DROP COLUMN "label" CASCADE;'],
  ['6.0', 'DROP TABLE "library_shelf" CASCADE;', 'DROP COLUMN "label";'],
  ['6.1', 'DROP TABLE "library_shelf";', 'DROP COLUMN "label";'],
])('CASCADE of dropped tables and columns in Django %s', (django, table, column) => {
  const labelled = `migrations.CreateModel('Shelf', fields=[${key}, ('label', models.TextField())])`;
  const drops = [[labelled], ["migrations.RemoveField('Shelf', 'label')"], ["migrations.DeleteModel('Shelf')"]];
  const [, removed, deleted] = renderApp('library', drops, { vendor: 'postgresql', django });
  expect(removed).toEqual([`ALTER TABLE "library_shelf" ${column}`]);
  expect(deleted).toEqual([table]);
});
