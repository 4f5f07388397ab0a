/** Detectors that need a function of their own. */
import type { DetectorOf } from '../../../facts/upgrades/changes/detector.ts';
import type { AnyNode } from '../tree/children.ts';
import type { Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';
import { abstractModelInstance, cachedPropertyAlias, parentLink, partialClassAttribute, queryInReady, syncQueryInAsync } from './models.ts';
import { dataclassDefaultInstance, enumWithMixin } from './dataclasses.ts';
import { djangoVersionBranch, djangoVersionSkip, djangoVersionTuple } from './versions.ts';
import { adminClassRegistered, choicesOfEnum } from './newer-ways.ts';
import { defaultAppConfig } from './app-config.ts';
import { rePathOptionalGroup } from './optional-groups.ts';
import { permalinkReturn } from './permalink.ts';
import { catchAllAfterAdmin, errorViewMissingException, includeNamespaceWithoutAppName } from './urls.ts';
import type { Special } from './special.ts';
import { inheritedAdminActions, oldStyleMiddleware, paginatorOrphans, requestMetaHeader } from './http.ts';
import { asSqlListParams, relatedSetAssignment, relationBeforeSave, sliceThenReverse, xorOfQueries } from './queries.ts';

const specials: Readonly<Record<DetectorOf<'special'>['name'], Special>> = {
  'abstract-model-instance': abstractModelInstance,
  'admin-class-registered': adminClassRegistered,
  'as-sql-list-params': asSqlListParams,
  'cached-property-alias': cachedPropertyAlias,
  'catch-all-after-admin': catchAllAfterAdmin,
  'choices-of-enum': choicesOfEnum,
  'dataclass-default-instance': dataclassDefaultInstance,
  'default-app-config': defaultAppConfig,
  'django-version-branch': djangoVersionBranch,
  'django-version-skip': djangoVersionSkip,
  'django-version-tuple': djangoVersionTuple,
  'enum-with-mixin': enumWithMixin,
  'error-view-missing-exception': errorViewMissingException,
  'include-namespace-without-app-name': includeNamespaceWithoutAppName,
  'inherited-admin-actions': inheritedAdminActions,
  'old-style-middleware': oldStyleMiddleware,
  'paginator-orphans': paginatorOrphans,
  'parent-link': parentLink,
  'partial-class-attribute': partialClassAttribute,
  'permalink-return': permalinkReturn,
  'query-in-ready': queryInReady,
  'request-meta-header': requestMetaHeader,
  're-path-optional-group': rePathOptionalGroup,
  'related-set-assignment': relatedSetAssignment,
  'relation-before-save': relationBeforeSave,
  'slice-then-reverse': sliceThenReverse,
  'sync-query-in-async': syncQueryInAsync,
  'xor-of-queries': xorOfQueries,
};

/** Runs the special detectors that the file's words call for. */
export function checkSpecials(sheet: Sheet, node: AnyNode, standing: Standing): void {
  for (const watch of sheet.index.of('special')) if (sheet.active.has(watch)) specials[watch.detector.name](sheet, node, standing, watch);
}
