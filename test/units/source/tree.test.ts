import { describe, expect, test } from '@jest/globals';
import { repoPath, sha } from '../../../src/source/position.ts';
import { isSameTree, memoryTree, type FileTree } from '../../../src/source/tree.ts';

const files = { 'clinic/models.py': 'x = 1\n', 'manage.py': '' };
const name = sha('a'.repeat(40));
const tree = memoryTree(files, name);
const without = (path: string): FileTree => ({ ...tree, read: (asked) => (asked === repoPath(path) ? undefined : tree.read(asked)) });

describe('isSameTree', () => {
  test('holds for another object with the same files', () => {
    expect(isSameTree(tree, memoryTree({ ...files }, name))).toBe(true);
  });

  test.each([
    ['a name of its own', memoryTree(files, sha('b'.repeat(40)))],
    ['another content under the same name', memoryTree({ ...files, 'manage.py': 'y' }, name)],
    ['a file more', memoryTree({ ...files, 'setup.py': '' }, name)],
    ['a file less', memoryTree({ 'manage.py': '' }, name)],
    ['a file that was not fetched', without('manage.py')],
  ])('does not hold for %s', (_what, other) => {
    expect(isSameTree(tree, other)).toBe(false);
    expect(isSameTree(other, tree)).toBe(false);
  });
});
