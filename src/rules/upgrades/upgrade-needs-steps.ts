import { defineRule } from '../rule.ts';
import { problemHits } from './hits.ts';
import type { ProblemId } from '../../upgrades/compat/problem.ts';

const ids: ReadonlySet<ProblemId> = new Set([
  'releases-skipped',
  'marker-switched',
  'package-migrations',
  'migrations-left-behind',
  'app-removed',
  'driver-swapped',
]);

export const upgradeNeedsSteps = defineRule({
  id: 'upgrade-needs-steps',
  family: 'upgrades',
  severity: 'warning',
  docs: {
    what: 'The change of versions needs more than the new number: migrations to run or to reverse, releases in between, settings to move.',
    why: 'A package that ships migrations must be migrated on deploy; one that is lowered or removed leaves applied migrations without files; a jump over releases skips the warnings that tell what breaks next.',
    fix: 'Follow the steps in the check, in their order.',
    facts: [],
  },
  examples: {
    bad: [
      {
        name: 'several feature releases at once',
        base: { 'requirements.txt': 'Django==3.2.25\n' },
        head: { 'requirements.txt': 'Django==5.2.8\n' },
      },
    ],
    good: [
      { name: 'one feature release', base: { 'requirements.txt': 'Django==5.1.4\n' }, head: { 'requirements.txt': 'Django==5.2.8\n' } },
      { name: 'a patch release', base: { 'requirements.txt': 'Django==5.2.7\n' }, head: { 'requirements.txt': 'Django==5.2.8\n' } },
    ],
  },
  check: { pullRequest: (context) => problemHits(context, ids) },
});
