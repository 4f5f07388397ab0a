import { describe, expect, test } from '@jest/globals';
import { knownApps } from '../../../src/facts/models/known-models.ts';
import { builtInFieldClass } from '../../../src/sql/fields/classes/built-in-fields.ts';

describe('models of packages', () => {
  test.each(knownApps.map((app) => [app.label, app] as const))('%s says its keys and who says so', (_, app) => {
    expect(app.source).toMatch(/^https:\/\//u);
    for (const [name, model] of Object.entries(app.models)) {
      expect(name).toBe(name.toLowerCase());
      expect(Object.keys(model).filter((key) => !['table', 'name', 'type', 'options'].includes(key))).toEqual([]);
      expect(builtInFieldClass(`django.db.models.${model.type ?? app.key}`)).toBeDefined();
    }
    for (const [setting, model] of Object.entries(app.settings ?? {})) {
      expect(setting).toMatch(/^[A-Z0-9_]+_MODEL$/u);
      expect(app.models).toHaveProperty(model.split('.')[1]?.toLowerCase() ?? '');
    }
  });

  test('each app stands once', () => {
    const labels = knownApps.map((app) => app.label);
    expect(labels).toEqual([...new Set(labels)]);
  });
});
