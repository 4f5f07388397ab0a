/** Takes typed values out of an operation's arguments and notes what could not be known. */
import type { Expr } from '../../python/ast.ts';
import type { PyValue } from '../../python/value.ts';
import { truthOf } from '../resolve/decided-value.ts';
import { readTogether, setOfGroups } from '../history/apply/together.ts';
import type { Argument } from './operation-arguments.ts';

export interface ArgumentReader {
  /** The argument as it is; undefined when it is not given. */
  value(name: string): PyValue | undefined;
  expr(name: string): Expr | undefined;
  /** A required text. */
  text(name: string): string;
  /** A text, or undefined for None or an argument that is not given. */
  textOrNone(name: string): string | undefined;
  /** What counts as true or false; `missing` when it is not given. */
  flag(name: string, missing: boolean): boolean;
  flagOrNone(name: string): boolean | undefined;
  /** The items of a list, tuple or set; none for None or an argument that is not given. */
  items(name: string): readonly PyValue[];
  /** A dictionary with text keys; empty for None or an argument that is not given. */
  dict(name: string): ReadonlyMap<string, PyValue>;
  /** Groups of field names in the order of the set that they are put into; none for None or an argument that is not given. */
  together(name: string): readonly (readonly string[])[];
  /** A list of texts; undefined for None or an argument that is not given. */
  texts(name: string): readonly string[] | undefined;
  /** Says that something else about the arguments is not known. */
  note(problem: string): void;
  /** Clauses such as "the argument `name` is not known", in the order met. */
  readonly problems: readonly string[];
}

export function argumentReader(bound: ReadonlyMap<string, Argument>): ArgumentReader {
  const problems: string[] = [];
  const note = (problem: string): void => {
    if (!problems.includes(problem)) problems.push(problem);
  };
  const given = (name: string): PyValue | undefined => bound.get(name)?.value;
  const unknown = (name: string): void => {
    const value = given(name);
    if (value === undefined) note(`the argument \`${name}\` is missing`);
    else note(`the argument \`${name}\` cannot be known${value.kind === 'unknown' ? `: ${value.reason}` : ''}`);
  };
  const isMissing = (value: PyValue | undefined): value is undefined => value === undefined || value.kind === 'none';
  const flagOrNone = (name: string): boolean | undefined => {
    const value = given(name);
    if (isMissing(value)) return undefined;
    const truth = truthOf(value);
    if (truth === undefined) unknown(name);
    return truth;
  };
  return {
    problems,
    note,
    value: given,
    expr: (name) => bound.get(name)?.expr,
    flagOrNone,
    flag: (name, missing) => flagOrNone(name) ?? missing,
    text(name) {
      const value = given(name);
      if (value?.kind === 'str') return value.value;
      unknown(name);
      return '';
    },
    textOrNone(name) {
      const value = given(name);
      if (value?.kind === 'str') return value.value;
      if (!isMissing(value)) unknown(name);
      return undefined;
    },
    items(name) {
      const value = given(name);
      if (value?.kind === 'list' || value?.kind === 'tuple' || value?.kind === 'set') return value.items;
      if (!isMissing(value)) unknown(name);
      return [];
    },
    dict(name) {
      const value = given(name);
      const entries = value === undefined ? undefined : textKeys(value);
      if (entries === undefined && !isMissing(value)) unknown(name);
      return entries ?? new Map();
    },
    together(name) {
      const groups = setOfGroups(given(name), bound.get(name)?.expr);
      if (groups === undefined) unknown(name);
      return groups ?? [];
    },
    texts(name) {
      const value = given(name);
      if (isMissing(value)) return undefined;
      const [group] = readTogether(value) ?? [];
      if (group === undefined) unknown(name);
      return group;
    },
  };
}

/** The entries of a dictionary whose keys are all texts. */
export function textKeys(value: PyValue): ReadonlyMap<string, PyValue> | undefined {
  if (value.kind !== 'dict') return undefined;
  const entries = new Map<string, PyValue>();
  for (const [key, each] of value.entries) {
    if (key.kind !== 'str') return undefined;
    entries.set(key.value, each);
  }
  return entries;
}
