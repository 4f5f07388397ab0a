import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import golden from '../../../goldens/sqlparse/splits.json' with { type: 'json' };
import { splitStatements, withoutComments } from '../../../../src/sql/rawsql/split.ts';

const texts = (sql: string): readonly string[] => splitStatements(sql, 'sqlite').map(({ text }) => text);

describe('splitting', () => {
  test('leaves a string for PostgreSQL whole', () => {
    expect(splitStatements('SELECT 1; SELECT 2', 'postgresql')).toEqual([{ text: 'SELECT 1; SELECT 2', start: 0, end: 18 }]);
  });

  test.each(golden)('agrees with sqlparse: $sql', ({ sql, split }) => {
    expect(texts(sql)).toEqual(split);
  });

  test('keeps a trigger in one piece', () => {
    const trigger =
      'CREATE TRIGGER pet_log AFTER UPDATE ON clinic_pet BEGIN INSERT INTO clinic_log VALUES (1); DELETE FROM clinic_old; END;';
    expect(texts(`${trigger}\nSELECT 1;`)).toEqual([trigger, 'SELECT 1;']);
  });

  test('gives offsets into the text', () => {
    for (const { text, start, end } of splitStatements('  SELECT 1 ;\n\nSELECT 2  ', 'mysql')) {
      expect('  SELECT 1 ;\n\nSELECT 2  '.slice(start, end)).toBe(text);
    }
  });

  const sqlText = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc
      .array(
        fc.constantFrom(
          'CREATE ',
          'BEGIN ',
          'END',
          ';',
          '(',
          ')',
          "'",
          '"',
          '`',
          '[',
          ']',
          '--',
          '\n',
          '/*',
          '*/',
          '$$',
          '$a$',
          '\\',
          ' x ',
          'CASE ',
          'é',
        ),
      )
      .map((parts) => parts.join('')),
  );
  test('loses nothing but white space, on any text', () => {
    fc.assert(
      fc.property(sqlText, fc.constantFrom('postgresql', 'mysql', 'mariadb', 'sqlite', 'oracle'), (sql, vendor) => {
        const joined = splitStatements(sql, vendor)
          .map(({ text }) => text)
          .join('');
        expect(joined.replaceAll(/\s/g, '')).toBe(sql.replaceAll(/\s/g, ''));
      }),
    );
  });

  test('strips comments as Django does, and keeps hints', () => {
    expect(withoutComments('SELECT 1 -- one\nFROM a /* b */ WHERE c')).toBe('SELECT 1\nFROM a   WHERE c');
    expect(withoutComments("SELECT /*+ INDEX(a) */ '--x' FROM a")).toBe("SELECT /*+ INDEX(a) */ '--x' FROM a");
    expect(withoutComments('-- only')).toBe('');
  });
});
