import { expect, test } from '@jest/globals';
import { linkPlaces } from '../../../src/github/publish/link-places.ts';
import { sha } from '../../../src/source/position.ts';
import { memoryTree } from '../../../src/source/tree.ts';

const head = memoryTree({ 'clinic/labels.py': '', 'clinic/a b.py': '', '{{app}}/é.py': '' }, sha('head'));
const linked = (body: string): string => linkPlaces(body, head, { owner: 'clinic', repo: 'portal', sha: sha('c0ffee') });

test('places of the reviewed commit become links', () => {
  expect(linked('1. `clinic/labels.py:3` `ugettext` stops working.')).toBe(
    '1. [`clinic/labels.py:3`](/clinic/portal/blob/c0ffee/clinic/labels.py#L3) `ugettext` stops working.',
  );
  expect(linked('`{{app}}/é.py:12`')).toBe('[`{{app}}/é.py:12`](/clinic/portal/blob/c0ffee/%7B%7Bapp%7D%7D/%C3%A9.py#L12)');
});

test('what is no file of it, a link already, or code is left alone', () => {
  for (const body of ['`clinic/gone.py:3`', '`postgres:12`', '[`clinic/labels.py:3`](x)', '```suggestion\n`clinic/labels.py:3`\n```'])
    expect(linked(body)).toBe(body);
});
