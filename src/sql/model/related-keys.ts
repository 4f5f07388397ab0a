/** Foreign keys that follow a changed key (`_related_non_m2m_objects` of django.db.backends.base.schema). */
import type { DjangoBehaviour } from './django-behaviour.ts';
import { relationName, relationsTo } from './related-objects.ts';
import type { FieldAt } from './world.ts';

/** A key that points at a changed column, before and after. */
export interface RelatedKey {
  readonly from: FieldAt;
  readonly to: FieldAt;
}

/** Keys whose column must change with the field's; since 4.0 also keys that point at those keys, in the order of their names. */
export function relatedKeys(behaviour: DjangoBehaviour, from: FieldAt, to: FieldAt, depth = 0): readonly RelatedKey[] {
  const [before, after] = [relevantRelations(behaviour, from), relevantRelations(behaviour, to)];
  const pairs = before.slice(0, after.length).map((key, index) => ({ from: key, to: after[index] ?? key }));
  if (!behaviour.followsRelationChains || depth > 30) return pairs;
  return pairs.flatMap((pair) => [pair, ...relatedKeys(behaviour, pair.from, pair.to, depth + 1)]);
}

function relevantRelations(behaviour: DjangoBehaviour, at: FieldAt): readonly FieldAt[] {
  const relations = relationsTo(at.apps, at.model);
  const ordered = behaviour.followsRelationChains ? relations.toSorted((a, b) => compare(relationName(a), relationName(b))) : relations;
  return ordered.filter(({ field }) =>
    field.relation?.toField === undefined ? at.field.primaryKey : field.relation.toField === at.field.name,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
