/** Environment markers (https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers), with unknown as a value. */
import { allows, compareVersions, readSpecifier, readVersion } from '../version.ts';

/** What is known of the environment that a requirement is installed in. A missing variable is unknown. */
export type MarkerEnvironment = ReadonlyMap<string, string>;

/** CPython of this version on a Linux server. `python` is `3.12` or `3.12.4`. */
export function serverEnvironment(python: string): MarkerEnvironment {
  const [major = '3', minor = '0', patch] = python.split('.');
  const known: readonly (readonly [string, string])[] = [
    ['python_version', `${major}.${minor}`],
    // Without a patch any will do: markers on full versions nearly always name a first one.
    ['python_full_version', `${major}.${minor}.${patch ?? '99'}`],
    ['implementation_name', 'cpython'],
    ['platform_python_implementation', 'CPython'],
    ['os_name', 'posix'],
    ['sys_platform', 'linux'],
    ['platform_system', 'Linux'],
  ];
  return new Map(known);
}

/** Does the marker hold? Undefined when that depends on what is not known, or when it can't be read. */
export function evaluateMarker(marker: string, environment: MarkerEnvironment): boolean | undefined {
  const tokens = marker.match(/"[^"]*"|'[^']*'|\(|\)|===|~=|[<>=!]=|[<>]|[\w.]+/g) ?? [];
  const run: Run = { tokens, at: 0, environment };
  const value = anyOf(run, 0);
  return run.at === tokens.length ? value : undefined;
}

interface Run {
  readonly tokens: readonly string[];
  at: number;
  readonly environment: MarkerEnvironment;
}

const DEEPEST = 50;

function anyOf(run: Run, depth: number): boolean | undefined {
  let value = allOf(run, depth);
  while (run.tokens[run.at] === 'or') {
    run.at += 1;
    const next = allOf(run, depth);
    value = value === true || next === true ? true : value === undefined || next === undefined ? undefined : false;
  }
  return value;
}

function allOf(run: Run, depth: number): boolean | undefined {
  let value = comparison(run, depth);
  while (run.tokens[run.at] === 'and') {
    run.at += 1;
    const next = comparison(run, depth);
    value = value === false || next === false ? false : value === undefined || next === undefined ? undefined : true;
  }
  return value;
}

function comparison(run: Run, depth: number): boolean | undefined {
  if (run.tokens[run.at] === '(' && depth < DEEPEST) {
    run.at += 1;
    const value = anyOf(run, depth + 1);
    if (run.tokens[run.at] !== ')') return undefined;
    run.at += 1;
    return value;
  }
  const left = run.tokens[run.at];
  const negated = run.tokens[run.at + 1] === 'not';
  const operator = negated ? `not ${run.tokens[run.at + 2]}` : run.tokens[run.at + 1];
  const right = run.tokens[run.at + (negated ? 3 : 2)];
  run.at += negated ? 4 : 3;
  if (left === undefined || operator === undefined || right === undefined) return undefined;
  const [a, b] = [valueOf(left, run.environment), valueOf(right, run.environment)];
  if (a === undefined || b === undefined) return undefined;
  return compareValues(a, operator, b);
}

function valueOf(token: string, environment: MarkerEnvironment): string | undefined {
  return /^["']/.test(token) ? token.slice(1, -1) : environment.get(token);
}

function compareValues(left: string, operator: string, right: string): boolean | undefined {
  if (operator === 'in') return right.includes(left);
  if (operator === 'not in') return !right.includes(left);
  const allowed = readSpecifier(operator + right);
  if (allowed !== undefined && readVersion(left) !== undefined) return allows(allowed, left);
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  const order = compareVersions(left, right);
  if (operator === '<=') return order <= 0;
  if (operator === '>=') return order >= 0;
  return operator === '<' ? order < 0 : operator === '>' ? order > 0 : undefined;
}
