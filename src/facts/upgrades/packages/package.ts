/** The shape of what is known of one package. Only tests read by it; the facts themselves are in packages.ts. */
import * as z from 'zod';

const versions = z.array(z.string().regex(/^\d+\.\d+$/)).readonly();

export const packageCompat = z
  .strictObject({
    package: z.string(),
    /** Other distributions of the same releases: `psycopg2-binary`. */
    aliases: z.array(z.string()).readonly().optional(),
    /** Top-level modules, as INSTALLED_APPS and imports name them. */
    modules: z.array(z.string()).readonly(),
    /** The newest version that was looked at. */
    known: z.string(),
    /** From which version on this holds, oldest first, up to the next one's `from`. */
    versions: z
      .array(
        z.strictObject({
          from: z.string(),
          /** Classifiers: a hint, which lags and leads. */
          django: versions.optional(),
          python: versions.optional(),
          /** What pip enforces. */
          requiresPython: z.string().optional(),
          requiresDjango: z.string().optional(),
        }),
      )
      .readonly(),
    /** Modules of the standard library (or setuptools' `pkg_resources`) that versions before `until` import although Python removed them. */
    importsRemoved: z
      .array(
        z.strictObject({
          module: z.string(),
          until: z.string(),
          /** Importing the package fails, or only a part of it. */
          stops: z.enum(['package', 'part']),
        }),
      )
      .readonly()
      .optional(),
    note: z.string().optional(),
    source: z.url(),
  })
  .readonly();
export type PackageCompat = z.infer<typeof packageCompat>;

export const packageMigrations = z
  .strictObject({
    package: z.string(),
    known: z.string(),
    source: z.url(),
    apps: z
      .array(
        z.strictObject({
          label: z.string(),
          module: z.string(),
          /** Migration → the version that brought it, or that and the version that took it away. */
          migrations: z.record(z.string(), z.union([z.string(), z.tuple([z.string(), z.string()])])).readonly(),
        }),
      )
      .readonly(),
  })
  .readonly();
export type PackageMigrations = z.infer<typeof packageMigrations>;
