import { expect, test } from '@jest/globals';
import { makeReport, type ReportParts } from '../../../src/report/make-report.ts';
import type { UpgradeReport } from '../../../src/report/report.ts';
import type { Finding } from '../../../src/rules/rule.ts';
import { repoPath } from '../../../src/source/position.ts';

const nowhere = { line: 1, column: 1, offset: 0 };

function finding(severity: Finding['severity'], confidence: Finding['confidence'], message: string): Finding {
  const range = { path: repoPath('clinic/visits.py'), start: nowhere, end: nowhere };
  const unset = { app: undefined, migration: undefined, operation: undefined, suppressed: undefined };
  return { rule: 'removed-api', severity, confidence, message, range, fingerprint: message, facts: [], sources: [], advice: [], ...unset };
}

const django: UpgradeReport = {
  title: 'Django 4.2.7 → 5.2.8 in 3 files',
  subject: 'django',
  name: 'django',
  from: '4.2.7',
  to: '5.2.8',
  places: [],
  steps: [],
  counts: { breaks: 0, deprecated: 0, changed: 0 },
  notes: [],
};

function reported(findings: readonly Finding[], upgrades: readonly UpgradeReport[] = []): readonly [verdict: string, title: string] {
  const parts: ReportParts = {
    findings,
    migrations: [],
    plan: { rollout: [], wayBack: '', rollback: [], verdicts: [] },
    upgrades,
    unjudged: [],
    assumptions: [],
    facts: new Map(),
    configurationProblem: undefined,
  };
  const { verdict, title } = makeReport(parts);
  return [verdict, title];
}

test('what is doubtful neither blocks nor leads', () => {
  const doubtful = finding('error', 'low', '`utc` may be gone.');
  expect(reported([doubtful])).toEqual(['care', '1 to check by hand: utc may be gone']);
  expect(reported([doubtful, finding('warning', 'high', '`Dockerfile:1` still says Python 3.9.')])).toEqual([
    'care',
    '1 warning, 1 to check by hand: Dockerfile:1 still says Python 3.9',
  ]);
  expect(reported([doubtful, finding('error', 'high', '`url` is gone.')])).toEqual(['no', '1 blocking, 1 to check by hand: url is gone']);
});

test('the title of an upgrade says what moves, then the worst of it', () => {
  expect(
    reported([finding('error', 'high', 'Django 5.2 needs Python 3.10 or newer, but `Dockerfile:1` says Python 3.9.')], [django]),
  ).toEqual(['no', 'Django 4.2.7 → 5.2.8 in 3 files; 1 blocking: Django 5.2 needs Python 3.10 or newer, but Dockerfile:1 says Python 3.9']);
  expect(reported([], [django])).toEqual(['yes', 'Django 4.2.7 → 5.2.8 in 3 files']);
});
