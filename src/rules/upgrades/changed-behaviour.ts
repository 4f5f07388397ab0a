import { defineRule } from '../rule.ts';
import { scanHits } from './hits.ts';

export const changedBehaviour = defineRule({
  id: 'changed-behaviour',
  family: 'upgrades',
  severity: 'warning',
  docs: {
    what: 'The code relies on something that the new version does differently.',
    why: 'Nothing raises, so tests stay green: a default is another one, a value is rounded, ordered or escaped in another way.',
    fix: 'Read the place with the release note beside it, and say what you want explicitly.',
    facts: [],
  },
  examples: {
    bad: [
      {
        name: 'USE_TZ is not set, and its default changes with Django 5.0',
        base: {
          'requirements.txt': 'Django==4.2.16\n',
          'practice/settings.py':
            'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\nINSTALLED_APPS = ["clinic", "billing"]\nROOT_URLCONF = "practice.urls"\n',
        },
        head: { 'requirements.txt': 'Django==5.0.9\n' },
      },
    ],
    good: [
      { name: 'USE_TZ is set', base: { 'requirements.txt': 'Django==4.2.16\n' }, head: { 'requirements.txt': 'Django==5.0.9\n' } },
      { name: 'only a patch release', base: { 'requirements.txt': 'Django==5.2.7\n' }, head: { 'requirements.txt': 'Django==5.2.8\n' } },
    ],
  },
  check: { pullRequest: (context) => scanHits(context, 'changes') },
});
