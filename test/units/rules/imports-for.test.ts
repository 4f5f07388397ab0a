import { expect, test } from '@jest/globals';
import { parseModule } from '../../../src/python/parse.ts';
import { importsFor } from '../../../src/rules/rewrite/migration-source.ts';
import { repoPath } from '../../../src/source/position.ts';

test('imports that a part of a migration needs come along, and those that bring all names', () => {
  const text = 'import datetime\nimport uuid\nfrom django.db import migrations, models\nfrom clinic.fields import *\n';
  const module = parseModule(repoPath('clinic/migrations/0002_next.py'), text);
  expect(importsFor(module, 'default=uuid.uuid4')).toBe('import uuid\nfrom clinic.fields import *');
});
