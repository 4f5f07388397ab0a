import { describe, expect, test } from '@jest/globals';
import { allFacts, fact } from '../../../src/facts/index.ts';

describe('facts', () => {
  test('are found by id, and an unknown id is an error', () => {
    expect(fact('postgresql/create-index').claim).toContain('every write waits');
    expect(() => fact('postgresql/create-idnex')).toThrow('there is no fact postgresql/create-idnex');
  });

  test('have ids of their own', () => {
    const ids = allFacts().map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^(?:postgresql|mysql|mariadb|sqlite|oracle|django|python|package)\/[a-z0-9-]+$/.test(id))).toEqual([]);
  });

  test('claim one thing in one sentence', () => {
    const odd = allFacts().filter(({ claim }) => !/^\S[^\n]*[A-Za-z0-9)]\.$/.test(claim) || /[A-Za-z)]\. [A-Z]/.test(claim));
    expect(odd).toEqual([]);
  });

  test('name their source', () => {
    expect(allFacts().filter(({ source }) => !/^https:\/\/\S+$|^measured on (?:PostgreSQL \d+|MariaDB 10\.11)$/.test(source))).toEqual([]);
    expect(new Set(allFacts().map(({ source }) => source.replace(/#.*/, ''))).size).toBeGreaterThan(30);
  });
});
