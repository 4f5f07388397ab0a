/** Column definitions and table constraints. */
import type { ColumnDef, Constraint } from 'libpg-query';
import type { AddColumn, AddConstraintAction } from '../../statement.ts';
import { as, columnsIn, provenNotNull, strings, tableName, typeText, volatilityIn } from './postgresql-nodes.ts';

function constraintsOf(definition: ColumnDef): readonly Constraint[] {
  return (definition.constraints ?? []).flatMap((node) => as('Constraint', node) ?? []);
}

/** The tree leaves out what is false. */
function isNotEnforced({ contype, is_enforced: enforced }: Constraint): boolean {
  return (contype === 'CONSTR_CHECK' || contype === 'CONSTR_FOREIGN') && enforced !== true;
}

/** ADD COLUMN. */
export function addColumnOf(table: string, definition: ColumnDef): AddColumn {
  const constraints = constraintsOf(definition);
  const find = (type: Constraint['contype']): Constraint | undefined => constraints.find(({ contype }) => contype === type);
  const type = typeText(definition.typeName);
  const serial = /^(?:big|small)?serial[248]?$/.test(type);
  const foreign = find('CONSTR_FOREIGN');
  const generated = find('CONSTR_GENERATED');
  const primaryKey = find('CONSTR_PRIMARY') !== undefined;
  return {
    kind: 'addColumn',
    table,
    column: definition.colname ?? '',
    type,
    notNull: primaryKey || serial || find('CONSTR_NOTNULL') !== undefined || find('CONSTR_IDENTITY') !== undefined,
    default: serial ? 'volatile' : volatilityIn(find('CONSTR_DEFAULT')?.raw_expr),
    unique: find('CONSTR_UNIQUE') !== undefined,
    primaryKey,
    identity: serial || find('CONSTR_IDENTITY') !== undefined,
    check: constraints.some((each) => each.contype === 'CONSTR_CHECK' && !isNotEnforced(each)),
    generated: generated === undefined ? 'none' : generated.generated_kind === 'v' ? 'virtual' : 'stored',
    references: referencesOf(foreign),
    ...(foreign?.conname === undefined ? {} : { foreignKey: foreign.conname }),
  };
}

function referencesOf(constraint: Constraint | undefined): string | undefined {
  return constraint?.pktable === undefined ? undefined : tableName(constraint.pktable);
}

const types: Readonly<Record<string, AddConstraintAction['type']>> = {
  CONSTR_CHECK: 'check',
  CONSTR_UNIQUE: 'unique',
  CONSTR_PRIMARY: 'primaryKey',
  CONSTR_FOREIGN: 'foreignKey',
  CONSTR_EXCLUSION: 'exclude',
  CONSTR_NOTNULL: 'notNull',
};

/** ADD CONSTRAINT; undefined for what is no constraint of a table. */
export function addConstraintOf(table: string, constraint: Constraint): AddConstraintAction | undefined {
  const type = types[constraint.contype ?? ''];
  if (type === undefined) return undefined;
  const exclusion = (constraint.exclusions ?? []).flatMap((node) => columnsIn(node));
  const listed = strings(type === 'foreignKey' ? constraint.fk_attrs : constraint.keys);
  return {
    kind: 'addConstraint',
    table,
    constraint: constraint.conname,
    type,
    columns: type === 'check' ? columnsIn(constraint.raw_expr) : type === 'exclude' ? exclusion : listed,
    // NOT ENFORCED is never checked either
    notValid: constraint.skip_validation === true || isNotEnforced(constraint),
    usingIndex: constraint.indexname !== undefined,
    references: referencesOf(constraint),
    ...(constraint.indexname === undefined ? {} : { index: constraint.indexname }),
    ...(isNotEnforced(constraint) ? { notEnforced: true } : {}),
    ...(type === 'check' ? { provesNotNull: provenNotNull(constraint.raw_expr) } : {}),
    ...(type === 'check' && volatilityIn(constraint.raw_expr) === 'volatile' ? { volatile: true } : {}),
  };
}
