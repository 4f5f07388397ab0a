/** Orders that CPython 3.12 gives with PYTHONHASHSEED=0, as places in the groups that were put in. */
import { expect, test } from '@jest/globals';
import { copiedLiteralOrder, copiedSetOrder, literalSetOrder, setDifference, setOrder } from '../../../src/python/hash/set-order.ts';
import { textHash, tupleHash } from '../../../src/python/hash/text-hash.ts';

interface Case {
  readonly groups: readonly string[];
  readonly set: readonly number[];
  readonly written: readonly number[];
  readonly copied: readonly number[];
  readonly copiedWritten: readonly number[];
  readonly without: readonly number[];
  readonly difference: readonly number[];
}
const cases: readonly Case[] = [
  { groups: ['kind'], set: [0], written: [0], copied: [0], copiedWritten: [0], without: [], difference: [0] },
  {
    groups: ['invite', 'day position author'],
    set: [1, 0],
    written: [1, 0],
    copied: [1, 0],
    copiedWritten: [1, 0],
    without: [],
    difference: [1, 0],
  },
  {
    groups: ['position', 'month book parent 日本', 'site year parent number'],
    set: [2, 0, 1],
    written: [0, 2, 1],
    copied: [2, 0, 1],
    copiedWritten: [0, 2, 1],
    without: [1],
    difference: [0, 2],
  },
  {
    groups: ['recipe kind', 'recipe', 'tag code', 'tenant érable'],
    set: [3, 2, 1, 0],
    written: [3, 0, 1, 2],
    copied: [3, 2, 1, 0],
    copiedWritten: [3, 0, 1, 2],
    without: [2],
    difference: [3, 1, 0],
  },
  {
    groups: ['tag slug', 'position patient label team', 'member room', '日本 room day code', 'room day path'],
    set: [1, 4, 3, 0, 2],
    written: [4, 3, 0, 1, 2],
    copied: [4, 3, 0, 1, 2],
    copiedWritten: [4, 3, 0, 1, 2],
    without: [0, 4],
    difference: [3, 2, 1],
  },
  {
    groups: ['year tenant', 'user 日本 site day', 'érable patient', 'slug 日本', 'role status slug invite', 'parent clinic', 'room'],
    set: [1, 3, 0, 2, 6, 5, 4],
    written: [0, 1, 4, 6, 5, 3, 2],
    copied: [0, 1, 4, 6, 5, 3, 2],
    copiedWritten: [0, 1, 4, 6, 5, 3, 2],
    without: [0],
    difference: [1, 3, 2, 6, 5, 4],
  },
  {
    groups: [
      'clinic patient kind',
      'clinic recipe position',
      'status parent invite member',
      'role',
      'year book',
      'recipe number parent',
      'code user',
      'path patient year',
      'user kind author',
      'kind site member',
      'room tag patient',
      'tag room',
    ],
    set: [0, 7, 9, 4, 10, 8, 5, 11, 2, 1, 6, 3],
    written: [0, 9, 7, 4, 10, 8, 5, 11, 2, 1, 6, 3],
    copied: [0, 7, 9, 4, 10, 8, 5, 11, 2, 1, 6, 3],
    copiedWritten: [0, 9, 7, 4, 10, 8, 5, 11, 2, 1, 6, 3],
    without: [0, 1, 2, 3, 4, 6, 7, 8, 10, 11],
    difference: [5, 9],
  },
];

test.each(cases)('a set of $groups.length groups', ({ groups, set, written, copied, copiedWritten, without, difference }) => {
  const tuples = groups.map((group) => group.split(' '));
  const at = (places: readonly number[]): readonly (readonly string[] | undefined)[] => places.map((place) => tuples[place]);
  expect(setOrder(tuples)).toEqual(at(set));
  expect(literalSetOrder(tuples)).toEqual(at(written));
  expect(copiedSetOrder(tuples)).toEqual(at(copied));
  expect(copiedLiteralOrder(tuples)).toEqual(at(copiedWritten));
  expect(
    setDifference(
      tuples,
      tuples.filter((_, place) => without.includes(place)),
    ),
  ).toEqual(at(difference));
});

test('equal groups come once', () => {
  expect(setOrder([['clinic'], ['patient', 'visit'], ['clinic']])).toHaveLength(2);
});

test('hashes are those of Python', () => {
  expect(textHash('')).toBe(0n);
  expect(textHash('name')).toBe(12177597882656411558n);
  expect(tupleHash(['name', 'slug'])).toBe(499750527814451586n);
});
