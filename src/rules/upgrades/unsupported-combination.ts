import { defineRule } from '../rule.ts';
import { problemHits } from './hits.ts';
import type { ProblemId } from '../../upgrades/compat/problem.ts';

const ids: ReadonlySet<ProblemId> = new Set([
  'python-unsupported-by-django',
  'database-server-too-old',
  'dependency-too-old',
  'package-against-django',
  'package-against-python',
  'package-imports-removed-module',
  'wheel-missing',
]);

export const unsupportedCombination = defineRule({
  id: 'unsupported-combination',
  family: 'upgrades',
  severity: 'error',
  docs: {
    what: 'Django, Python, the database server, a driver or a package does not support the version beside it.',
    why: 'The installer refuses, Django refuses to start or to migrate, or a package fails at import: in the image that is built after the merge, not on the machine where the bump was made.',
    fix: 'Move the other part first, or together with this one.',
    facts: [],
  },
  examples: {
    bad: [
      {
        name: 'Django 5.2 on Python 3.9',
        base: { 'requirements.txt': 'Django==4.2.16\n', Dockerfile: 'FROM python:3.9-slim\n' },
        head: { 'requirements.txt': 'Django==5.2.8\n' },
      },
      {
        name: 'Django 5.2 on PostgreSQL 12',
        base: { 'requirements.txt': 'Django==4.2.16\n', 'docker-compose.yml': 'services:\n  db:\n    image: postgres:12\n' },
        head: { 'requirements.txt': 'Django==5.2.8\n' },
      },
    ],
    good: [
      {
        name: 'everything fits',
        base: {
          'requirements.txt': 'Django==4.2.16\n',
          Dockerfile: 'FROM python:3.12-slim\n',
          'docker-compose.yml': 'services:\n  db:\n    image: postgres:16\n',
        },
        head: { 'requirements.txt': 'Django==5.2.8\n' },
      },
      {
        name: 'nothing moves',
        base: { 'requirements.txt': 'Django==5.2.8\n', Dockerfile: 'FROM python:3.9-slim\n' },
        head: {
          'clinic/migrations/0002_empty.py':
            'from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    dependencies = [("clinic", "0001_initial")]\n    operations = []\n',
        },
      },
    ],
  },
  check: { pullRequest: (context) => problemHits(context, ids) },
});
