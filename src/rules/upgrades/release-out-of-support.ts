import { defineRule } from '../rule.ts';
import { problemHits } from './hits.ts';
import type { ProblemId } from '../../upgrades/compat/problem.ts';

const ids: ReadonlySet<ProblemId> = new Set(['release-out-of-support', 'release-unknown', 'patches-missing']);

export const releaseOutOfSupport = defineRule({
  id: 'release-out-of-support',
  family: 'upgrades',
  severity: 'warning',
  docs: {
    what: 'The new version is one that gets no security fixes any more, lacks some, or is not known.',
    why: 'An upgrade that lands on a release without support has to be done again at the next vulnerability, in a hurry.',
    fix: 'Go on to a release that is supported; long-term releases are supported for three years.',
    facts: [],
  },
  examples: {
    bad: [
      {
        name: 'an upgrade that lands on a release without support',
        base: { 'requirements.txt': 'Django==3.2.25\n' },
        head: { 'requirements.txt': 'Django==4.1.13\n' },
      },
    ],
    good: [
      {
        name: 'the newest patch of a supported release',
        base: { 'requirements.txt': 'Django==5.1.4\n' },
        head: { 'requirements.txt': 'Django==5.2.18\n' },
      },
      {
        name: 'nothing moves',
        base: { 'requirements.txt': 'Django==3.2.25\n' },
        head: { 'requirements.txt': 'Django==3.2.25\nwhitenoise==5.3.0\n' },
      },
    ],
  },
  check: { pullRequest: (context) => problemHits(context, ids) },
});
