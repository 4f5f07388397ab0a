import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluateMarker, serverEnvironment } from '../../../../src/upgrades/installed/marker.ts';

describe('evaluateMarker', () => {
  test.each<readonly [marker: string, python: string, holds: boolean | undefined]>([
    ['python_version < "3.12"', '3.11', true],
    ['python_version < "3.12"', '3.12', false],
    ['python_version >= "3.9" and python_version < "3.10"', '3.10', false],
    ['python_version < "3.9" or sys_platform == "linux"', '3.12', true],
    ["python_full_version >= '3.11.4'", '3.11.9', true],
    ["python_full_version <= '3.11.2'", '3.11.2', true],
    ['python_version == "3.10.*"', '3.10', true],
    ['python_version in "3.8 3.9"', '3.9', true],
    ['python_version not in "3.8 3.9"', '3.9', false],
    ['sys_platform == "win32"', '3.12', false],
    ['platform_machine == "x86_64"', '3.12', undefined],
    ['platform_machine == "x86_64" and python_version < "3.12"', '3.12', false],
    ['platform_machine == "x86_64" or python_version >= "3.12"', '3.12', true],
    ['extra == "bcrypt"', '3.12', undefined],
    ['(python_version < "3.11" or python_version > "3.12") and os_name == "posix"', '3.13', true],
    ['"linux" in sys_platform', '3.12', true],
    ['"3.8" <= python_version', '3.12', true],
    ['python_version <', '3.12', undefined],
    ['', '3.12', undefined],
  ])('%s on Python %s', (marker, python, holds) => {
    expect(evaluateMarker(marker, serverEnvironment(python))).toBe(holds);
  });

  test('never throws, and a marker and its negation disagree', () => {
    fc.assert(
      fc.property(fc.string(), (noise) => {
        evaluateMarker(noise, serverEnvironment('3.12'));
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 20 }), fc.integer({ min: 5, max: 20 }), (limit, minor) => {
        const holds = (operator: string) => evaluateMarker(`python_version ${operator} "3.${limit}"`, serverEnvironment(`3.${minor}`));
        expect(holds('<')).toBe(minor < limit);
        expect(holds('>=')).toBe(minor >= limit);
        expect(holds('==')).toBe(minor === limit);
      }),
    );
  });
});
