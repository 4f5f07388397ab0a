import { expect, test } from '@jest/globals';
import { renderApp } from '../../../support/sql/render-app.ts';

const shelf =
  "migrations.CreateModel('Shelf', [('code', models.UUIDField(primary_key=True)), ('tag', models.CharField(max_length=9, unique=True))])";
const book = (key: string) =>
  `migrations.CreateModel('Book', [('id', models.BigAutoField(primary_key=True)), ('shelf', models.ForeignKey(${key}))])`;
const altered = (key: string) => `migrations.AlterField('book', 'shelf', models.ForeignKey(${key}))`;
const render = (...operations: readonly string[]): readonly string[] =>
  renderApp(
    'library',
    operations.map((one) => [one]),
    { vendor: 'postgresql', django: '5.2' },
  ).at(-1) ?? [];

test('to_field that names the primary key says nothing, so leaving it out changes nothing', () => {
  expect(render(shelf, book("'library.shelf', models.CASCADE, to_field='code'"), altered("'library.shelf', models.PROTECT"))).toEqual([]);
});

test('to_field that names another field makes the foreign key anew', () => {
  const sql = render(shelf, book("'library.shelf', models.CASCADE"), altered("'library.shelf', models.CASCADE, to_field='tag'"));
  expect(sql.at(-1)).toContain('REFERENCES "library_shelf" ("tag")');
});

test('an empty db_column is none', () => {
  expect(
    render("migrations.CreateModel('Shelf', [('code', models.CharField(db_column='', max_length=9, primary_key=True))])")[0],
  ).toContain('("code" varchar(9)');
});

test('who points at a column whose name is not a constant does not know it either', () => {
  const secret = "migrations.CreateModel('Shelf', [('code', models.UUIDField(db_column=os.environ['COLUMN'], primary_key=True))])";
  expect(render(secret, book("'library.shelf', models.CASCADE")).join('\n')).toContain(
    '/*unknown:the option db_column of code is not a constant*/',
  );
});
