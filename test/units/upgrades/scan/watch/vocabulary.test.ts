import { describe, expect, test } from '@jest/globals';
import { djangoChanges, pythonChanges } from '../../../../../src/facts/upgrades/changes/changes.ts';
import type { Detector } from '../../../../../src/facts/upgrades/changes/detector.ts';
import { compileNeedles } from '../../../../../src/upgrades/scan/texts/needles.ts';
import { needOf } from '../../../../../src/upgrades/scan/texts/needs.ts';
import { indexWatches } from '../../../../../src/upgrades/scan/watch/watch.ts';
import type { Relevant } from '../../../../../src/upgrades/scan/watch/relevance.ts';

const all = [...djangoChanges, ...pythonChanges];
const relevant: readonly Relevant[] = all.map((change) => ({
  change,
  subject: change.id.startsWith('py-') ? ('python' as const) : ('django' as const),
  effect: 'breaks' as const,
  since: '1.0',
  stage: 'before' as const,
  advisory: false,
}));

const detectors: readonly (readonly [string, Detector])[] = all.flatMap((change) =>
  change.detect.map((detector) => [`${change.id} by ${detector.by}`, detector] as const),
);

test('every detector of every change compiles', () => {
  const needless = detectors.filter(([, detector]) => {
    const { words, pattern } = needOf(detector);
    // What nothing in the text can rule out would make every file be parsed.
    return words.length === 0 && pattern === undefined;
  });
  expect(needless.map(([name]) => name)).toEqual([]);
  expect(compileNeedles(indexWatches(relevant).all).candidates('', 'python').size).toBe(0);
});

test('a file is only looked into for what its words call for', () => {
  const needles = compileNeedles(indexWatches(relevant).all);
  const names = [...needles.candidates('from django.utils.encoding import force_text\n', 'python')].map((watch) => watch.change.id);
  expect(names).toContain('encoding-force-text');
  expect(names.length).toBeLessThan(4);
  expect(needles.candidates('"ifequal a b"', 'python').size).toBe(0);
  expect([...needles.candidates('{% ifequal a b %}', 'template')].map((watch) => watch.change.id)).toEqual(['template-tag-ifequal']);
});

/** What no program can find: a line of the reader's checklist, never claimed to be judged. */
describe('changes that are text only', () => {
  test('of Django', () => {
    expect(djangoChanges.filter((each) => each.detect.length === 0).map((each) => each.id)).toEqual([
      'db-aware-datetimes-raw-params',
      'lookup-by-model-name-with-default-related-name',
      'related-manager-apply-rel-filters',
      'call-command-unknown-options',
      'model-default-str-includes-pk',
      'gis-raw-sql-geometry-select',
      'auth-views-current-app-arg',
      'group-name-150',
      'tests-unmigrated-apps-relations',
      'foreignkey-id-assignment-clears-cache',
      'contenttype-str',
      'make-password-type',
      'middleware-async-capability',
      'session-interrupted',
      'foreignkey-validate-base-manager',
      'pre31-signed-data',
      'migrations-autodetector-noop',
      'sliced-queryset-typeerror',
      'testdata-deepcopy',
      'messages-cookie-pre32',
      'expression-output-field-mixed-types',
      'form-urlencoded-non-utf8',
      'overflowing-integer-filters',
      'simpletestcase-thread-connections',
      'file-always-truthy',
      'base64-strict',
      'jsonfield-none-top-level-query',
      'admin-get-actions-tuple-values',
    ]);
  });

  test('of Python', () => {
    expect(pythonChanges.filter((each) => each.detect.length === 0).map((each) => each.id)).toEqual([
      'py-behavior-exception-repr-comma',
      'py-behavior-timedelta-repr',
      'py-behavior-cancellederror-baseexception',
      'py-behavior-enum-contains-typeerror',
      'py-behavior-macos-spawn',
      'py-behavior-mutating-dict-str',
      'py-behavior-import-beyond-toplevel',
      'py-behavior-ipaddress-leading-zeros',
      'py-behavior-int-lossy-args',
      'py-behavior-openssl-111',
      'py-behavior-int-str-digits',
      'py-behavior-unittest-namespace-discovery',
      'py-behavior-enum-contains-value',
      'py-behavior-os-byteslike-path',
      'py-behavior-pytest-no-tests-exit5',
      'py-behavior-thread-at-shutdown',
      'py-deprecated-element-truth',
      'py-deprecated-sqlite-default-adapters',
      'py-behavior-docstring-dedent',
      'py-behavior-partial-method-warning',
      'py-behavior-itertools-copy',
      'py-behavior-union-repr',
      'py-deprecated-module-loader-attr',
    ]);
  });

  test('are few', () => {
    expect(all.filter((each) => each.detect.length === 0).length / all.length).toBeLessThan(0.05);
  });
});
