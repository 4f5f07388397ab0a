/** Field classes from outside Django: what remains of their Django base after what they override. */
import { builtInFieldClass } from './built-in-fields.ts';
import { unknownClass, type CustomFieldClass, type CustomFieldClasses, type FieldClass } from './field-class.ts';

/** Methods that decide about the column; overriding one of them makes the column unknown unless its constant result is known. */
const decideColumn = [
  'db_parameters',
  'db_type_parameters',
  'rel_db_type',
  'db_check',
  'get_attname_column',
  'get_attname',
  'db_type_suffix',
  'column',
];
const convertValue = ['get_prep_value', 'get_db_prep_value', 'get_db_prep_save', 'to_python', 'get_default', 'value_to_string'];

/** Bases that say nothing about a field. */
const harmlessBases: ReadonlySet<string> = new Set(['builtins.object', 'object', 'typing.Generic']);

/** Resolves `path` through the bases of the known custom classes; a loop, or a base that nobody knows, gives an unknown class. */
export function customFieldClass(path: string, classes: CustomFieldClasses): FieldClass {
  return resolve(path, classes, new Set()) ?? unknownClass(path, `the column of ${path} is not known`);
}

/** Undefined when no Django field stands among the bases: a mixin. */
function resolve(path: string, classes: CustomFieldClasses, seen: ReadonlySet<string>): FieldClass | undefined {
  const custom = classes.get(path);
  if (custom === undefined || seen.has(path)) return undefined;
  const within = new Set(seen).add(path);
  let overrides = custom.overrides;
  const mixins: CustomFieldClass[] = [];
  for (const base of custom.bases) {
    const known = classes.get(base);
    const found = builtInFieldClass(base) ?? resolve(base, classes, within);
    if (found !== undefined) return withOverrides(found, custom, { overrides, mixins });
    if (known === undefined && !harmlessBases.has(base)) return unknownClass(path, `${base}, a base of ${path}, is not known`);
    overrides = [...overrides, ...(known?.overrides ?? [])];
    if (known !== undefined) mixins.push(known);
  }
  return undefined;
}

/** What stands before the Django base: names that are overridden, classes that are no fields. */
interface InFront {
  readonly overrides: readonly string[];
  readonly mixins: readonly CustomFieldClass[];
}

function withOverrides(base: FieldClass, custom: CustomFieldClass, { overrides, mixins }: InFront): FieldClass {
  const has = (name: string): boolean => overrides.includes(name);
  const hidden = decideColumn.find(has);
  let unknown = base.unknown;
  if (hidden !== undefined) unknown = `${custom.path} overrides ${hidden}()`;
  else if (has('db_type') && custom.columnType === undefined) unknown = `${custom.path} overrides db_type()`;
  else if (has('get_internal_type') && custom.internalType === undefined) unknown = `${custom.path} overrides get_internal_type()`;
  const ownType = custom.columnType === undefined ? base.columnTypes : { any: custom.columnType };
  return {
    ...base,
    path: custom.path,
    internalType: custom.internalType ?? inheritedInternalType(base, custom),
    columnTypes: ownType,
    defaults: new Map([...base.defaults, ...(custom.defaults ?? [])]),
    forced: new Map([...base.forced, ...(custom.forced ?? [])]),
    hidden: [...base.hidden, ...(custom.hidden ?? [])],
    unknown: custom.columnType === undefined ? unknown : base.unknown,
    values: convertValue.some(has) ? 'opaque' : base.values,
    keepsNone: base.keepsNone && !convertsNone(base, custom, mixins),
    ...custom.known,
  };
}

/** A JSONField sends None before it asks its conversions (`JSONField.get_db_prep_save`). */
function convertsNone(base: FieldClass, custom: CustomFieldClass, mixins: readonly CustomFieldClass[]): boolean {
  const methods = [custom, ...mixins].flatMap(({ convertsNone: names = [] }) => names);
  return base.djangoClass === 'JSONField' ? methods.includes('get_db_prep_save') : methods.length > 0;
}

/** Classes without a `get_internal_type()` of their own are called by their class name: fields of contrib.postgres and contrib.gis, relations. */
function inheritedInternalType(base: FieldClass, custom: CustomFieldClass): string {
  const named = base.shape === 'array' || base.shape === 'geometry' || Object.keys(base.columnTypes).length > 0;
  return named && base.internalType === base.path.slice(base.path.lastIndexOf('.') + 1)
    ? custom.path.slice(custom.path.lastIndexOf('.') + 1)
    : base.internalType;
}
