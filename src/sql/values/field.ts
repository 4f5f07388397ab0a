/** Model fields as far as values and expressions need them, and Django's own class hierarchy of fields. */
import type { Vendor } from '../../django/project.ts';

/** A field as far as values and expressions need it. */
export interface ExpressionField {
  /** Name of Django's class, or of the Django class that the field's own class extends: `EmailField`, `ForeignKey`, `ArrayField`. */
  readonly type: string;
  /** Without quotes; empty for output fields that stand in no table. */
  readonly column: string;
  readonly null: boolean;
  /** `db_type` on this database (`varchar(20)`); undefined when it is not known. */
  readonly dbType: string | undefined;
  /** The field's class is not Django's: how it prepares values is not known. */
  readonly custom?: boolean;
  /** The type written in a CAST where it differs from `dbType`; only needed for custom fields. */
  readonly castType?: string;
  /** The field that a ForeignKey or OneToOneField points at, followed to the end. */
  readonly target?: ExpressionField;
  /** The base field of an ArrayField or of a range. */
  readonly base?: ExpressionField;
  readonly maxLength?: number;
  readonly maxDigits?: number;
  readonly decimalPlaces?: number;
  /** Default bounds of a range field, `[)` unless set. */
  readonly defaultBounds?: string;
}

/** The database, driver and settings that decide how a value is written. */
export interface ValueTarget {
  readonly vendor: Vendor;
  /** Feature release: `5.2`. */
  readonly django: string;
  /** Undefined: the one that the Django release prefers (psycopg 3 since 4.2). */
  readonly driver?: 'psycopg2' | 'psycopg3';
  /** The server's version where it matters (`16.2`); undefined: a current one. */
  readonly serverVersion?: string;
  readonly useTz: boolean;
  /** TIME_ZONE when the settings say it. */
  readonly timeZone?: string;
}

const parents: ReadonlyMap<string, string> = new Map([
  ['AutoField', 'IntegerField'],
  ['BigAutoField', 'BigIntegerField'],
  ['SmallAutoField', 'SmallIntegerField'],
  ['BigIntegerField', 'IntegerField'],
  ['SmallIntegerField', 'IntegerField'],
  ['PositiveIntegerField', 'IntegerField'],
  ['PositiveBigIntegerField', 'BigIntegerField'],
  ['PositiveSmallIntegerField', 'SmallIntegerField'],
  ['NullBooleanField', 'BooleanField'],
  ['CommaSeparatedIntegerField', 'CharField'],
  ['EmailField', 'CharField'],
  ['SlugField', 'CharField'],
  ['URLField', 'CharField'],
  ['CICharField', 'CharField'],
  ['CIEmailField', 'EmailField'],
  ['CITextField', 'TextField'],
  ['DateTimeField', 'DateField'],
  ['ImageField', 'FileField'],
  ['OneToOneField', 'ForeignKey'],
  ['IntegerRangeField', 'RangeField'],
  ['BigIntegerRangeField', 'RangeField'],
  ['DecimalRangeField', 'RangeField'],
  ['DateRangeField', 'RangeField'],
  ['DateTimeRangeField', 'RangeField'],
]);

/** Whether the field is of a Django class or one of its subclasses, as `isinstance` would say. */
export function isField(field: ExpressionField | undefined, ...types: readonly string[]): boolean {
  for (let type = field?.type; type !== undefined; type = parents.get(type)) if (types.includes(type)) return true;
  return false;
}

/** Whether a Django field class extends another. */
export function extendsField(type: string, base: string): boolean {
  for (let at: string | undefined = type; at !== undefined; at = parents.get(at)) if (at === base) return true;
  return false;
}

const internalTypes: ReadonlyMap<string, string> = new Map([
  ['EmailField', 'CharField'],
  ['URLField', 'CharField'],
  ['CommaSeparatedIntegerField', 'CharField'],
  ['ImageField', 'FileField'],
]);

/** `Field.get_internal_type()`. */
export function internalType(field: ExpressionField | undefined): string | undefined {
  return field === undefined ? undefined : (internalTypes.get(field.type) ?? field.type);
}

/** A field that Django's own functions declare as their output. */
export function plainField(type: string, more: Partial<ExpressionField> = {}): ExpressionField {
  return { type, column: '', null: false, dbType: undefined, ...more };
}

/** Compares feature releases: `atLeast("4.10", "4.2")` is true. */
export function atLeast(release: string, minimum: string): boolean {
  const [major = 0, minor = 0] = release.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = minimum.split('.').map(Number);
  return major !== wantedMajor ? major > wantedMajor : minor >= wantedMinor;
}
