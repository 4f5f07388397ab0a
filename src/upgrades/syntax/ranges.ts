/** Specifiers of tools that don't write PEP 440: Poetry, conda, and the semver ranges of setup actions. */
import { ANY_VERSION, readSpecifier, readVersion, type Allowed } from '../version.ts';

/**
 * Reads Poetry's constraint (https://python-poetry.org/docs/dependency-specification/): caret, tilde, wildcards, `||`.
 * A bare version means exactly that version. Undefined when it is not one.
 */
export function readPoetryConstraint(text: string): Allowed | undefined {
  const alternatives: string[] = [];
  for (const alternative of text.split(/\|\|?/)) {
    const clauses = splitClauses(alternative).map(poetryClause);
    if (clauses.length === 0) return undefined;
    const known = clauses.flatMap((clause) => clause ?? []);
    if (known.length < clauses.length) return undefined;
    const set = readSpecifier(known.filter((clause) => clause !== '').join(','));
    if (set === undefined) return undefined;
    alternatives.push(...set);
  }
  return alternatives.includes('') ? ANY_VERSION : alternatives;
}

/** Clauses stand apart by commas or spaces; a space after an operator doesn't part. */
function splitClauses(text: string): readonly string[] {
  return text
    .replace(/([<>=!~^]=?)\s+/g, '$1')
    .split(/[\s,]+/)
    .filter((clause) => clause !== '');
}

function poetryClause(clause: string): string | undefined {
  if (/^[*xX]$/.test(clause)) return '';
  const [, operator = '', version = ''] = /^(\^|~=|~|[<>]=?|!=|={1,3})?(.+)$/.exec(clause) ?? [];
  const plain = version.replace(/^[vV]/, '').replace(/(?:\.[*xX])+$/, '.*');
  if (plain.endsWith('.*')) return operator === '!=' ? `!=${plain}` : `==${plain}`;
  if (readVersion(plain) === undefined) return undefined;
  if (operator === '^') return `>=${plain},<${upper(plain, caretLevel(plain))}`;
  if (operator === '~') return `>=${plain},<${upper(plain, plain.includes('.') ? 1 : 0)}`;
  if (operator === '' || operator === '=') return `==${plain}`;
  return operator + plain;
}

/** The index of the number that a caret may not raise: the first that is not zero. */
function caretLevel(version: string): number {
  const numbers = releaseOf(version);
  const first = numbers.findIndex((number) => number > 0);
  return first === -1 ? numbers.length - 1 : first;
}

function upper(version: string, level: number): string {
  const numbers = releaseOf(version).slice(0, level + 1);
  while (numbers.length <= level) numbers.push(0);
  numbers[level] = (numbers[level] ?? 0) + 1;
  return numbers.join('.');
}

function releaseOf(version: string): number[] {
  return (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
}

/**
 * Reads the version part of a conda match specification (https://docs.conda.io/projects/conda-build/en/stable/resources/package-spec.html):
 * `=3.12` is a prefix, `==3.12` exact, `|` is or; a build string after a further `=` is dropped.
 */
export function readCondaSpec(text: string): Allowed | undefined {
  const alternatives: string[] = [];
  for (const alternative of text.trim().split('|')) {
    const clauses = alternative.split(',').map((clause) => condaClause(clause.trim()));
    const set = readSpecifier(clauses.filter((clause) => clause !== '').join(','));
    if (set === undefined) return undefined;
    alternatives.push(...set);
  }
  return alternatives;
}

function condaClause(clause: string): string {
  const [, operator = '', version = ''] = /^(==|>=|<=|!=|~=|=|<|>)?\s*([^\s=]*)/.exec(clause) ?? [];
  if (version === '*' || version === '') return '';
  if (operator === '=' || (operator === '' && version.endsWith('*'))) return `==${version.replace(/\.?\*$/, '')}.*`;
  return (operator === '' ? '==' : operator) + version;
}
