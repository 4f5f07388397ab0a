import { describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../../src/review/configuration/read-configuration.ts';
import { repoPath } from '../../../../src/source/position.ts';

const read = (text: string) => parseConfiguration(repoPath('.github/migration-expert.yml'), text, new Set(['index-blocks-writes']));
const problem = (text: string) => {
  const result = read(text);
  return result.kind === 'unusable' ? result.problem : undefined;
};

describe('a usable file', () => {
  test('every option arrives', () => {
    const result = read(
      'database: mysql\ndatabase-version: "8.0"\ndjango: "4.2"\nfail-on: warning\nrules:\n  index-blocks-writes: off\nignore-paths: ["legacy/**"]\nfields:\n  shop.fields.Code: django.db.models.CharField\n',
    );
    expect(result).toMatchObject({
      kind: 'ok',
      configuration: {
        vendor: 'mysql',
        serverVersion: '8.0',
        django: '4.2',
        failOn: 'warning',
      },
    });
    expect(result.kind === 'ok' && result.configuration.rules.disabled.has('index-blocks-writes')).toBe(true);
    expect(result.kind === 'ok' && ['legacy/a.py', 'shop/a.py'].map(result.configuration.isIgnoredPath)).toEqual([true, false]);
    expect(result.kind === 'ok' && result.configuration.fields.get('shop.fields.Code')).toBe('django.db.models.CharField');
  });

  test('an empty file means the defaults', () => {
    expect(read('')).toMatchObject({ kind: 'ok', configuration: { failOn: 'error' } });
  });
});

describe('an unusable file is one sentence with path, line and cure', () => {
  test('a misspelt option', () => {
    expect(problem('django: "5.2"\ndatabse: mysql\n')).toMatch(
      /^`\.github\/migration-expert\.yml` line 2: `databse` is not an option; these are: database, /,
    );
  });
  test('a rule that does not exist', () => {
    expect(problem('rules:\n  index-blocks-writes: error\n  index-blocks: error\n')).toBe(
      '`.github/migration-expert.yml` line 3: there is no rule `index-blocks`; `migration-expert rules` lists them.',
    );
  });
  test('a version that YAML reads as a number', () => {
    expect(problem('django: 5.2\n')).toMatch(/line 1: `django`: /);
  });
  test('text that is not YAML', () => {
    expect(problem('rules: [\n')).toMatch(/this is not YAML/);
  });
  test('a list instead of options', () => {
    expect(problem('- a\n')).toMatch(/line 1/);
  });
});
