/** What a field class means for the schema: its column type's name, which options it fills in, whether it is a relation. */
import type { FieldColumn, Vendor } from '../../../django/project.ts';
import type { PyValue } from '../../../python/value.ts';

/** How a field stands in the database. `none`: no column (GenericForeignKey, GenericRelation). */
export type FieldShape = 'column' | 'foreignKey' | 'manyToMany' | 'none' | 'compositePrimaryKey' | 'generated' | 'array' | 'geometry';

/** A column type as text, in which `%(max_length)s` stands for an option, or the one of a Django field: `{ as: 'IntegerField' }`. */
export type ColumnText = string | { readonly as: string };

export interface FieldClass {
  /** The path under which Django's `deconstruct()` names the class. */
  readonly path: string;
  /** Django's own class that it is or extends: `EmailField`. */
  readonly djangoClass: string;
  /** Django's `get_internal_type()`: the key of the database's type table. */
  readonly internalType: string;
  readonly shape: FieldShape;
  /** An empty string can be its value, so that `blank=True` without a default fills existing rows with one. */
  readonly emptyStringsAllowed: boolean;
  /** Options that the class fills in and leaves out when it is written into a migration. */
  readonly defaults: ReadonlyMap<string, PyValue>;
  /** Options that the class's constructor sets whatever it is given. */
  readonly forced: ReadonlyMap<string, PyValue>;
  /** Options that the class leaves out when it is written into a migration, without a value that is known. */
  readonly hidden: readonly string[];
  /** The column type where the class itself says it (`db_type()`). */
  readonly columnTypes: Partial<Record<Vendor | 'any', ColumnText>>;
  /** The type of keys that point at the column, where the class itself says it (`rel_db_type()`); `own`: the same as the column's. */
  readonly relatedTypes: Partial<Record<Vendor, ColumnText | { readonly own: true }>>;
  /** Why the column can't be known. */
  readonly unknown: string | undefined;
  /**
   * How constants reach the database: `plain` as with the Django class, `text` as strings, `empty-only`: only the empty string is known, `json`: as
   * JSON texts, of which only the empty ones are known, `opaque`: the class changes them (`get_prep_value()`), so a default's literal can't be known.
   */
  readonly values: 'plain' | 'text' | 'empty-only' | 'json' | 'opaque';
  /** The text that the class writes for None. */
  readonly noneAs: string | undefined;
  /** The class's own conversions leave None alone; when that is not seen, even a missing default can't be known. */
  readonly keepsNone: boolean;
  /** Another class that stands in when an option has a value. */
  readonly variant: { readonly option: string; readonly is: PyValue; readonly class: FieldClass } | undefined;
  /** Options without which the column can't be known, each with the option that makes it so (undefined: always). */
  readonly needs: ReadonlyMap<string, string | undefined>;
  /** What can't be known while one of `needs` is missing, where that is not the option itself. */
  readonly doubt: string | undefined;
  /** A column more in the table of a ManyToManyField: its name, the option that names another, the option that switches it off. */
  readonly orderedBy: { readonly column: string; readonly named: string; readonly switch: string } | undefined;
  /** Option → the option whose value it takes. */
  readonly copies: ReadonlyMap<string, string>;
  /** An option whose number follows the column type in parentheses. */
  readonly sizedBy: string | undefined;
}

/** A field class that is defined outside Django. `bases` are dotted paths; a method that returns a constant is given by its value. */
export interface CustomFieldClass {
  readonly path: string;
  readonly bases: readonly string[];
  /** Names of the methods and attributes that the class body defines. */
  readonly overrides: readonly string[];
  /** What its methods say of the column. */
  readonly column?: FieldColumn;
  /** False when the class says `empty_strings_allowed = False`. */
  readonly emptyStringsAllowed?: boolean;
  /** What is known of a class of this name in a package: it stands in when the source does not tell enough. */
  readonly published?: CustomFieldClass;
  /** Options that `__init__` sets to constants when they are not given. */
  readonly defaults?: ReadonlyMap<string, PyValue>;
  /** Options that `__init__` sets to constants in any case. */
  readonly forced?: ReadonlyMap<string, PyValue>;
  /** Options that `deconstruct()` takes away. */
  readonly hidden?: readonly string[];
  /** Conversions among its methods that are not seen to leave None alone. */
  readonly convertsNone?: readonly string[];
  /** Everything else that is known of it, over what it takes from its base. */
  readonly known?: Partial<
    Pick<
      FieldClass,
      | 'columnTypes'
      | 'unknown'
      | 'values'
      | 'variant'
      | 'needs'
      | 'copies'
      | 'sizedBy'
      | 'emptyStringsAllowed'
      | 'noneAs'
      | 'doubt'
      | 'orderedBy'
    >
  >;
}

export type CustomFieldClasses = ReadonlyMap<string, CustomFieldClass>;

export const plainClass = {
  shape: 'column',
  emptyStringsAllowed: true,
  defaults: new Map<string, PyValue>(),
  forced: new Map<string, PyValue>(),
  hidden: [],
  columnTypes: {},
  relatedTypes: {},
  unknown: undefined,
  values: 'plain',
  noneAs: undefined,
  keepsNone: true,
  variant: undefined,
  needs: new Map<string, string | undefined>(),
  doubt: undefined,
  orderedBy: undefined,
  copies: new Map<string, string>(),
  sizedBy: undefined,
} as const;

export function unknownClass(path: string, reason: string): FieldClass {
  const name = path.slice(path.lastIndexOf('.') + 1);
  return { ...plainClass, path, djangoClass: 'Field', internalType: name, unknown: reason };
}
