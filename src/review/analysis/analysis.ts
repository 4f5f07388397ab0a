/** What rules and plan read: projects on all sides, migrations walked, what they were judged for. */
import type { Migration } from '../../django/migration.ts';
import type { DjangoProject } from '../../django/project.ts';
import type { PullRequestContext } from '../../rules/rule.ts';
import type { CustomFieldClass } from '../../sql/fields/classes/field-class.ts';
import { sqlTarget, type SqlTarget } from '../../sql/render/replay-sql.ts';
import type { Target } from '../../sql/step.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { ReplayedSides } from './project-sides.ts';

export interface Analysis {
  readonly context: PullRequestContext;
  readonly sides: readonly ReplayedSides[];
  readonly targets: readonly Target[];
}

/** Field classes that the configuration names: a Django field class to behave as, or a column type. */
export function renderingFor(project: DjangoProject, target: Target, { fields }: Configuration): SqlTarget {
  const further = [...fields].map(([path, is]): [string, CustomFieldClass] => {
    const isClass = is.includes('.');
    const known = isClass ? {} : { known: { columnTypes: { any: is } } };
    return [path, { path, bases: [isClass ? is : 'django.db.models.Field'], overrides: [], ...known }];
  });
  return sqlTarget(project, target, new Map(further));
}

/** Is the migration's file one of those that are never looked at? */
export function isIgnored(migration: Migration, { isIgnoredPath }: Configuration): boolean {
  return isIgnoredPath(migration.path);
}
