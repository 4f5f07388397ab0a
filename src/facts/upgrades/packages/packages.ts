/** Which versions of well-known packages support which Django and Python, and which migrations they bring. */
import compat from './package-compat.json' with { type: 'json' };
import migrations from './package-migrations.json' with { type: 'json' };
import type { PackageCompat, PackageMigrations } from './package.ts';

// A test reads the files against the schemas.
/** Read from classifiers, `requires-python` and dependencies at every release tag of the packages' repositories. */
export const packageCompats = compat as unknown as readonly PackageCompat[];
/** Read from the files at every release tag of the packages' repositories; no apps means no migrations. */
export const packagesWithMigrations = migrations as unknown as readonly PackageMigrations[];
