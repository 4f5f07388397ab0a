import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { packageCompat, packageMigrations } from '../../../../src/facts/upgrades/packages/package.ts';
import { packageCompats, packagesWithMigrations } from '../../../../src/facts/upgrades/packages/packages.ts';
import { globsOf, pythonPlaceFacts, requirementsFormatFacts } from '../../../../src/facts/upgrades/places/pin-places.ts';
import { djangoRelease, pythonRelease } from '../../../../src/facts/upgrades/releases/release.ts';
import { djangoReleases, pythonReleases } from '../../../../src/facts/upgrades/releases/releases.ts';
import { allowsFeature, compareVersions, normalizeName, readSpecifier, readVersion } from '../../../../src/upgrades/version.ts';

const isOrdered = (versions: readonly string[]): boolean =>
  versions.every((version, index) => index === 0 || compareVersions(versions[index - 1] ?? '', version) < 0);

describe('releases', () => {
  test('keep to the schema, oldest first', () => {
    expect(z.array(djangoRelease).safeParse(djangoReleases).error?.issues).toBeUndefined();
    expect(z.array(pythonRelease).safeParse(pythonReleases).error?.issues).toBeUndefined();
    expect(isOrdered(djangoReleases.map(({ version }) => version))).toBe(true);
    expect(isOrdered(pythonReleases.map(({ version }) => version))).toBe(true);
  });

  test('of Django never lower what they need, and support ends after they came', () => {
    const released = djangoReleases.filter(({ status }) => status === 'released');
    for (const [index, { version, databases, released: date = '', supportEnd = '' }] of released.entries()) {
      expect([version, date < supportEnd]).toEqual([version, true]);
      const before = released[index - 1]?.databases;
      for (const vendor of ['postgresql', 'mariadb', 'sqlite'] as const) {
        expect([version, vendor, compareVersions(databases[vendor] ?? '0', before?.[vendor] ?? '0') >= 0]).toEqual([version, vendor, true]);
      }
    }
  });

  test('agree with Django itself on what 5.2 needs', () => {
    // django/db/backends/*/features.py, minimum_database_version; setup: requires-python, dependencies.
    expect(djangoReleases.find(({ version }) => version === '5.2')).toMatchObject({
      lts: true,
      python: ['3.10', '3.11', '3.12', '3.13', '3.14'],
      databases: { postgresql: '14', mysql: '8.0.11', mariadb: '10.5', sqlite: '3.31.0' },
      dependencies: { asgiref: '3.8.1', sqlparse: '0.3.1' },
    });
  });
});

describe('packages', () => {
  test('keep to the schema, by normalised names, versions in order', () => {
    expect(z.array(packageCompat).safeParse(packageCompats).error?.issues).toBeUndefined();
    expect(z.array(packageMigrations).safeParse(packagesWithMigrations).error?.issues).toBeUndefined();
    for (const compat of packageCompats) {
      expect(compat.package).toBe(normalizeName(compat.package));
      expect([compat.package, isOrdered(compat.versions.map(({ from }) => from))]).toEqual([compat.package, true]);
    }
  });

  test('require what can be read, and nothing that contradicts what they declare', () => {
    const wrong = packageCompats.flatMap(({ package: name, versions }) =>
      versions.flatMap(({ from, django, requiresDjango, requiresPython }) => {
        const [forDjango, forPython] = [requiresDjango, requiresPython].map((text) => readSpecifier(text ?? ''));
        if (forDjango === undefined || forPython === undefined) return [`${name} ${from} cannot be read`];
        // Classifiers lag at the old end; at the new end a package that declares a release lets it in.
        const newest = django?.at(-1);
        return newest !== undefined && !allowsFeature(forDjango, newest)
          ? [`${name} ${from} declares Django ${newest} and requires ${requiresDjango}`]
          : [];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test('bring migrations in versions that exist', () => {
    const lives = packagesWithMigrations.flatMap(({ apps }) => apps.flatMap(({ migrations }) => Object.values(migrations).flat()));
    expect(lives.filter((version) => readVersion(version) === undefined)).toEqual([]);
    expect(lives.length).toBeGreaterThan(700);
  });
});

describe('places of pins', () => {
  test('have unique ids in each list, and globs', () => {
    for (const list of [pythonPlaceFacts, requirementsFormatFacts]) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    expect([...pythonPlaceFacts, ...requirementsFormatFacts].filter(({ id }) => globsOf(id).length === 0)).toEqual([]);
  });
});
