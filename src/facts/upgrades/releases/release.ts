/** The shape of a release of Django or Python: dates, support, and what it needs. Only tests read by it; the facts themselves are in releases.ts. */
import * as z from 'zod';

const feature = z.string().regex(/^\d+\.\d+$/);
const date = z.iso.date();

export const djangoRelease = z
  .strictObject({
    version: feature,
    status: z.enum(['released', 'planned']),
    lts: z.boolean(),
    released: date.optional(),
    mainstreamEnd: date.optional(),
    /** The last day with security fixes. */
    supportEnd: date.optional(),
    /** Year and month announced for a planned release. */
    expected: z
      .string()
      .regex(/^\d{4}-\d{2}$/)
      .optional(),
    /** The newest patch release when the facts were written. */
    latestPatch: z.string().optional(),
    python: z.array(feature).readonly(),
    /** Pythons that the first patches of the release did not support yet. */
    pythonSincePatch: z.record(feature, z.string()).readonly().optional(),
    /** The oldest server of each vendor. */
    databases: z.record(z.enum(['postgresql', 'mysql', 'mariadb', 'oracle', 'sqlite']), z.string().optional()).readonly(),
    /** The oldest version of packages that Django uses, by normalised name. */
    dependencies: z.record(z.string(), z.string()).readonly(),
    aliases: z.array(z.string()).readonly().optional(),
    source: z.url(),
  })
  .readonly();
export type DjangoRelease = z.infer<typeof djangoRelease>;

export const pythonRelease = z
  .strictObject({
    version: feature,
    released: date.optional(),
    planned: date.optional(),
    bugfixEnd: date,
    /** The last day with security fixes. */
    supportEnd: date,
    latestPatch: z.string().optional(),
    removedModules: z.array(z.string()).readonly().optional(),
    source: z.url(),
  })
  .readonly();
export type PythonRelease = z.infer<typeof pythonRelease>;
