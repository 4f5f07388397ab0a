import { defineRule } from '../rule.ts';
import { scanHits } from './hits.ts';

export const deprecatedApi = defineRule({
  id: 'deprecated-api',
  family: 'upgrades',
  severity: 'notice',
  docs: {
    what: 'The code uses something that the new version deprecates.',
    why: 'It works and warns; the release that removes it is announced. What is replaced now does not stand in the way of the next upgrade.',
    fix: 'Replace it when you are there anyway; run the tests with `python -Wa` to see all warnings.',
    facts: [],
  },
  examples: {
    bad: [
      {
        name: 'CheckConstraint(check=…) with Django 5.1',
        base: {
          'requirements.txt': 'Django==5.0.9\n',
          'clinic/models.py':
            'from django.db import models\n\n\nclass Bed(models.Model):\n    class Meta:\n        constraints = [models.CheckConstraint(check=models.Q(pk__gt=0), name="bed_pk")]\n',
        },
        head: { 'requirements.txt': 'Django==5.1.4\n' },
      },
    ],
    good: [
      {
        name: 'the new spelling',
        base: {
          'requirements.txt': 'Django==5.0.9\n',
          'clinic/models.py':
            'from django.db import models\n\n\nclass Bed(models.Model):\n    class Meta:\n        constraints = [models.CheckConstraint(condition=models.Q(pk__gt=0), name="bed_pk")]\n',
        },
        head: { 'requirements.txt': 'Django==5.1.4\n' },
      },
      { name: 'only a patch release', base: { 'requirements.txt': 'Django==5.2.7\n' }, head: { 'requirements.txt': 'Django==5.2.8\n' } },
    ],
  },
  check: { pullRequest: (context) => scanHits(context, 'deprecated') },
});
