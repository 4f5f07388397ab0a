import type { AddConstraintAction, SchemaAction } from '../statement.ts';
import type { EffectsContext } from './context.ts';
import type { Cost } from './cost.ts';

type Of<K extends SchemaAction['kind']> = Extract<SchemaAction, { kind: K }>;

/** ADD CONSTRAINT of every sort. */
export function addConstraintCost(action: AddConstraintAction, context: EffectsContext): Cost {
  const { table, notValid } = action;
  switch (action.type) {
    case 'check':
      return {
        locks: [[table, 'AccessExclusiveLock']],
        scans: notValid ? [] : [table],
        facts: [notValid ? 'postgresql/add-check-not-valid' : 'postgresql/add-check', 'postgresql/lock-queue'],
      };
    case 'notNull':
      return {
        locks: [[table, 'AccessExclusiveLock']],
        scans: notValid ? [] : [table],
        facts: [notValid ? 'postgresql/not-null-not-valid' : 'postgresql/set-not-null', 'postgresql/lock-queue'],
      };
    case 'foreignKey':
      return {
        locks: [table, ...(action.references === undefined ? [] : [action.references])].map(
          (name) => [name, 'ShareRowExclusiveLock'] as const,
        ),
        scans: notValid ? [] : [table],
        unknown: action.references === undefined,
        facts: notValid
          ? ['postgresql/add-foreign-key-not-valid']
          : ['postgresql/add-foreign-key', 'postgresql/share-row-exclusive', 'postgresql/locks-until-commit'],
      };
    case 'unique':
    case 'primaryKey':
    case 'exclude':
      return indexedConstraintCost(action, context);
  }
}

/** UNIQUE, PRIMARY KEY and EXCLUDE stand on an index; a primary key looks for NULLs besides. */
function indexedConstraintCost(action: AddConstraintAction, { schema }: EffectsContext): Cost {
  const { table, type, usingIndex } = action;
  const shape = schema.table(table);
  const columns = shape?.indexes.find(({ name }) => name !== undefined && name === action.index)?.columns ?? action.columns;
  const locks = [[table, 'AccessExclusiveLock'] as const];
  if (usingIndex) {
    const nullable =
      type === 'primaryKey' && !(columns.length > 0 && columns.every((column) => shape?.columns.get(column)?.notNull === true));
    return { locks, scans: nullable ? [table] : [], facts: ['postgresql/using-index', ...(nullable ? ['postgresql/set-not-null'] : [])] };
  }
  const fact = { unique: 'postgresql/add-unique', primaryKey: 'postgresql/add-primary-key', exclude: 'postgresql/add-exclude' };
  return {
    locks,
    scans: [table],
    builds: [table],
    facts: [
      fact[type === 'unique' || type === 'primaryKey' ? type : 'exclude'],
      'postgresql/access-exclusive',
      'postgresql/locks-until-commit',
    ],
  };
}

/** DROP CONSTRAINT: a foreign key takes its other table along, with CASCADE a primary key the tables whose keys point at it. */
export function dropConstraintCost({ table, constraint, references, cascade }: Of<'dropConstraint'>, { schema }: EffectsContext): Cost {
  const shape = schema.table(table);
  const parent = references ?? shape?.foreignKeys.find(({ name }) => name === constraint)?.references;
  const key = shape?.indexes.some(({ name, primaryKey }) => primaryKey && name === constraint) ?? false;
  const others = [...(parent === undefined ? [] : [parent]), ...(key && cascade === true ? (shape?.referencedBy ?? []) : [])];
  return {
    locks: [table, ...others].map((name) => [name, 'AccessExclusiveLock'] as const),
    facts: [others.length > 0 ? 'postgresql/drop-foreign-key' : 'postgresql/drop-constraint', 'postgresql/lock-queue'],
  };
}

/** VALIDATE CONSTRAINT: a scan beside which reads and writes go on. */
export function validateConstraintCost({ table, constraint, references }: Of<'validateConstraint'>, { schema }: EffectsContext): Cost {
  const parent = references ?? schema.table(table)?.foreignKeys.find(({ name }) => name === constraint)?.references;
  return {
    locks: [[table, 'ShareUpdateExclusiveLock'], ...(parent === undefined ? [] : [[parent, 'RowShareLock'] as const])],
    scans: [table],
    facts: ['postgresql/validate-constraint', ...(parent === undefined ? [] : ['postgresql/validate-foreign-key'])],
  };
}
