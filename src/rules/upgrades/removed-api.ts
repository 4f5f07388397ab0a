import { defineRule } from '../rule.ts';
import { scanHits } from './hits.ts';

export const removedApi = defineRule({
  id: 'removed-api',
  family: 'upgrades',
  severity: 'error',
  docs: {
    what: 'The code uses something that the new Django or Python version no longer has.',
    why: 'The bump is merged and the first process that imports or calls it fails: at once, or when the line is reached in production. Some removals raise nothing, the setting or argument is just ignored.',
    fix: 'Replace it, in a pull request of its own where the replacement works on the old version too, then bump.',
    facts: [],
  },
  examples: {
    bad: [
      {
        name: 'ugettext with Django 5',
        base: {
          'requirements.txt': 'Django==3.2.25\n',
          'clinic/labels.py': 'from django.utils.translation import ugettext as _\n\nTITLE = _("Patients")\n',
        },
        head: { 'requirements.txt': 'Django==5.2.8\n' },
      },
      {
        name: 'distutils with Python 3.12',
        base: { '.python-version': '3.11\n', 'clinic/flags.py': 'from distutils.util import strtobool\n\nOPEN = strtobool("yes")\n' },
        head: { '.python-version': '3.13\n' },
      },
    ],
    good: [
      {
        name: 'guarded for both versions',
        base: {
          'requirements.txt': 'Django==3.2.25\n',
          'clinic/labels.py':
            'try:\n    from django.utils.translation import ugettext as _\nexcept ImportError:\n    from django.utils.translation import gettext as _\n',
        },
        head: { 'requirements.txt': 'Django==5.2.8\n' },
      },
      {
        name: 'a function of the project has the same name',
        base: { 'requirements.txt': 'Django==3.2.25\n', 'clinic/urls.py': 'def url(path):\n    return path\n\n\nPATHS = [url("a")]\n' },
        head: { 'requirements.txt': 'Django==5.2.8\n' },
      },
    ],
  },
  check: { pullRequest: (context) => scanHits(context, 'breaks') },
});
