import { describe, expect, test } from '@jest/globals';
import {
  allows,
  allowsFeature,
  compareVersions,
  exactOf,
  featureOf,
  normalizeName,
  readSpecifier,
  type Allowed,
} from '../../../src/upgrades/version.ts';
import { readCondaSpec, readPoetryConstraint } from '../../../src/upgrades/syntax/ranges.ts';

describe('names and versions', () => {
  test('names are compared as PEP 503 says', () => {
    expect(['Django', 'django_filter', 'zope.interface', 'A--b__c'].map(normalizeName)).toEqual([
      'django',
      'django-filter',
      'zope-interface',
      'a-b-c',
    ]);
  });

  test('feature releases', () => {
    expect(['4.2.7', '4.2rc1', '2028.0', '5', '3.10', 'latest'].map(featureOf)).toEqual(['4.2', '4.2', '2028.0', '5.0', '3.10', undefined]);
  });

  test('2028.0 comes after 6.2, a pre-release before its release, 3.10 after 3.9', () => {
    expect(['2028.0', '6.2', '6.2rc1', '3.10', '3.9'].toSorted(compareVersions)).toEqual(['3.9', '3.10', '6.2rc1', '6.2', '2028.0']);
  });
});

describe('specifiers', () => {
  test.each<readonly [text: string, allowed: Allowed | undefined]>([
    ['>= 4.2, < 5', ['>=4.2,<5']],
    ['(>=4.2)', ['>=4.2']],
    ['', ['']],
    ['*', ['']],
    ['===4.2-clinic', ['===4.2-clinic']],
    ['4.2', undefined],
    ['^4.2', undefined],
  ])('PEP 440: %j', (text, allowed) => {
    expect(readSpecifier(text)).toEqual(allowed);
  });

  test.each<readonly [text: string, allowed: Allowed | undefined]>([
    ['^4.2', ['>=4.2,<5']],
    ['^0.3', ['>=0.3,<0.4']],
    ['^0.0.3', ['>=0.0.3,<0.0.4']],
    ['~4.2', ['>=4.2,<4.3']],
    ['~4', ['>=4,<5']],
    ['4.2', ['==4.2']],
    ['4.*', ['==4.*']],
    ['*', ['']],
    ['>=3.9 <4.0', ['>=3.9,<4.0']],
    ['^3.8 || ^4.0', ['>=3.8,<4', '>=4.0,<5']],
    ['!=3.9.7,>=3.8', ['!=3.9.7,>=3.8']],
    ['latest', undefined],
  ])('Poetry: %j', (text, allowed) => {
    expect(readPoetryConstraint(text)).toEqual(allowed);
  });

  test.each<readonly [text: string, allowed: Allowed | undefined]>([
    ['=3.12', ['==3.12.*']],
    ['==3.12', ['==3.12']],
    ['=4.2=py312_0', ['==4.2.*']],
    ['>=1.26,<2', ['>=1.26,<2']],
    ['3.8|3.9', ['==3.8', '==3.9']],
  ])('conda: %j', (text, allowed) => {
    expect(readCondaSpec(text)).toEqual(allowed);
  });

  test.each<readonly [allowed: Allowed, version: string, yes: boolean]>([
    [['~=4.2'], '4.9', true],
    [['~=4.2'], '5.0', false],
    [['~=4.2.0'], '4.3', false],
    [['==4.2.*'], '4.2.11', true],
    [['>=4.2'], '5.0rc1', true],
    [['===4.2.7'], '4.2.7', true],
    [['>=3.8,<4', '>=4.0,<5'], '4.1', true],
    [['==1!4.2'], '4.2', false],
  ])('%j allows %s: %s', (allowed, version, yes) => {
    expect(allows(allowed, version)).toBe(yes);
  });

  test.each<readonly [allowed: Allowed, feature: string, yes: boolean]>([
    [['>=3.11,<3.12.4'], '3.12', true],
    [['==3.11.9'], '3.11', true],
    [['!=3.9.*'], '3.9', false],
    [['~=3.11.0'], '3.12', false],
    [['>3.11.2'], '3.11', true],
    [[''], '3.12', true],
  ])('%j allows some patch of %s: %s', (allowed, feature, yes) => {
    expect(allowsFeature(allowed, feature)).toBe(yes);
  });

  test('one version or several', () => {
    expect([['==4.2.7'], ['===4.2-clinic'], ['==4.2.*'], ['>=4.2'], ['==4.2', '==5.2'], ['']].map(exactOf)).toEqual([
      '4.2.7',
      '4.2-clinic',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
