import { defineRule } from '../rule.ts';
import { problemHits } from './hits.ts';
import type { ProblemId } from '../../upgrades/compat/problem.ts';

const ids: ReadonlySet<ProblemId> = new Set([
  'pins-disagree',
  'lock-out-of-step',
  'django-unpinned',
  'linter-dropped',
  'index-changed',
  'hashes-changed',
]);

export const pinsOutOfStep = defineRule({
  id: 'pins-out-of-step',
  family: 'upgrades',
  severity: 'warning',
  docs: {
    what: 'Files of the repository say different versions of the same thing, or a lock file does not follow.',
    why: 'The image, CI and the machines of the team run different versions, and each finds other errors. A lock file that was not made anew installs the old version.',
    fix: 'Move every place together, and lock again.',
    facts: [],
  },
  examples: {
    bad: [
      {
        name: 'the Dockerfile still says the old Python',
        base: { '.python-version': '3.11\n', Dockerfile: 'FROM python:3.11-slim\n' },
        head: { '.python-version': '3.12\n' },
      },
    ],
    good: [
      {
        name: 'both move',
        base: { '.python-version': '3.11\n', Dockerfile: 'FROM python:3.11-slim\n' },
        head: { '.python-version': '3.12\n', Dockerfile: 'FROM python:3.12-slim\n' },
      },
      {
        name: 'nothing moves',
        base: { '.python-version': '3.11\n', Dockerfile: 'FROM python:3.12-slim\n' },
        head: { 'requirements.txt': 'Django==5.2.8\nwhitenoise==6.7.0\n' },
      },
    ],
  },
  check: { pullRequest: (context) => problemHits(context, ids) },
});
