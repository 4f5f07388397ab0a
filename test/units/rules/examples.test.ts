/** Every rule's examples, each a pull request of the clinic: bad ones are found, good ones are not, and what is offered as one click heals. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { fact } from '../../../src/facts/index.ts';
import { parseModule } from '../../../src/python/parse.ts';
import type { Finding } from '../../../src/rules/rule.ts';
import { rules } from '../../../src/rules/index.ts';
import { applyEdits } from '../../../src/source/edit.ts';
import { repoPath } from '../../../src/source/position.ts';
import { loadSqlParser } from '../../../src/sql/rawsql/grammar/postgresql-parser.ts';
import { clinic } from '../../support/clinic.ts';
import { review } from '../../support/pull-request.ts';
import type { Example } from '../../../src/rules/rule.ts';

beforeAll(loadSqlParser);

const files = (example: Example) => ({ base: { ...clinic, ...example.base }, head: example.head });
const found = (example: Example, rule: string): readonly Finding[] =>
  review(files(example)).report.findings.filter((finding) => finding.rule === rule);

/** A further argument stands behind a whole one. */
function insertedWhole(newText: string): RegExp {
  return newText.startsWith(', ') ? new RegExp(`["'\\w)\\]]${newText.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}[,)]`) : /^/;
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  test.each(rule.examples.bad.map((example) => [example.name, example] as const))('finds: %s', (_name, example) => {
    expect(found(example, id)).not.toEqual([]);
  });

  test.each(rule.examples.good.map((example) => [example.name, example] as const))('is silent: %s', (_name, example) => {
    expect(found(example, id).map((finding) => finding.message)).toEqual([]);
  });

  test('gives at least one bad and two good examples, and facts that exist', () => {
    expect(rule.examples.bad.length).toBeGreaterThanOrEqual(1);
    expect(rule.examples.good.length).toBeGreaterThanOrEqual(2);
    for (const one of rule.docs.facts) expect(fact(one).claim).toMatch(/\S/);
  });

  test('says one sentence, with the names in backticks closed', () => {
    for (const example of rule.examples.bad) {
      for (const { message } of found(example, id)) {
        expect(message).toMatch(/^[A-Z`].*[.]$/s);
        expect(message.split('`').length % 2).toBe(1);
      }
    }
  });

  test('what it offers as an edit parses and heals', () => {
    for (const example of rule.examples.bad) {
      for (const finding of found(example, id)) {
        for (const advice of finding.advice) {
          if (advice.kind !== 'edit') continue;
          const text = example.head[finding.range.path] ?? '';
          const healed = applyEdits(text, advice.edits);
          expect(parseModule(repoPath(finding.range.path), healed).problems).toEqual([]);
          for (const { newText } of advice.edits) expect(healed).toMatch(insertedWhole(newText));
          const rest = found({ ...example, head: { ...example.head, [finding.range.path]: healed } }, id);
          expect(rest.filter((one) => one.fingerprint === finding.fingerprint)).toEqual([]);
        }
      }
    }
  });

  test('migrations that it offers parse, and lint clean of this rule', () => {
    for (const example of rule.examples.bad) {
      for (const finding of found(example, id)) {
        for (const advice of finding.advice) {
          if (advice.kind !== 'split') continue;
          for (const file of advice.migrations) expect(parseModule(repoPath(file.path), file.text).problems).toEqual([]);
        }
      }
    }
  });
});
