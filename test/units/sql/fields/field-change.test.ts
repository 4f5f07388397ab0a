import { expect, test } from '@jest/globals';
import { renderApp } from '../../../support/sql/render-app.ts';

test('a key that names the primary key is the same as one that names no field', () => {
  const steps = [
    [
      "migrations.CreateModel('Shelf', [('number', models.IntegerField(primary_key=True)), ('label', models.CharField(max_length=9, unique=True))])",
      "migrations.CreateModel('Book', [('id', models.AutoField(primary_key=True)), ('shelf', models.ForeignKey('Shelf', models.CASCADE, to_field='number'))])",
    ],
    ["migrations.AlterField('Book', 'shelf', models.ForeignKey('Shelf', models.PROTECT))"],
    ["migrations.AlterField('Book', 'shelf', models.ForeignKey('Shelf', models.PROTECT, to_field='label'))"],
  ];
  const sql = renderApp('library', steps, { vendor: 'postgresql', django: '5.2' });
  expect(sql[1]).toEqual([]);
  expect(sql[2]).not.toEqual([]);
});
