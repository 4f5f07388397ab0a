/** Field classes from outside Django: what remains of their Django base after what they override. */
import type { Vendor } from '../../../django/project.ts';
import { unknownSql } from '../unknown-sql.ts';
import { builtInFieldClass } from './built-in-fields.ts';
import { unknownClass, type CustomFieldClass, type CustomFieldClasses, type FieldClass } from './field-class.ts';

/** Methods that decide about the column; overriding one of them makes the column unknown unless its constant result is known. */
const decideColumn = ['db_parameters', 'db_type_parameters', 'db_check', 'get_attname_column', 'get_attname', 'db_type_suffix', 'column'];
const convertValue = ['get_prep_value', 'get_db_prep_value', 'get_db_prep_save', 'to_python', 'get_default'];

/** Bases that say nothing about a field. */
const harmlessBases: ReadonlySet<string> = new Set(['builtins.object', 'object', 'typing.Generic']);

/** Resolves `path` through the bases of the known custom classes; a loop, or a base that nobody knows, gives an unknown class. */
export function customFieldClass(path: string, classes: CustomFieldClasses): FieldClass {
  const found = resolve(path, classes, new Set());
  const published = classes.get(path)?.published;
  if (published === undefined || (found !== undefined && found.unknown === undefined)) return found ?? noClass(path);
  return resolve(path, new Map([...classes, [path, published]]), new Set()) ?? noClass(path);
}

function noClass(path: string): FieldClass {
  return unknownClass(path, `the column of ${path} is not known`);
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
  else if (has('get_internal_type') && custom.column?.internalType === undefined && !has('db_type'))
    unknown = `${custom.path} overrides get_internal_type()`;
  return {
    ...base,
    path: custom.path,
    internalType: custom.column?.internalType ?? inheritedInternalType(base, custom),
    ...columnTexts(base, custom, has),
    emptyStringsAllowed: custom.emptyStringsAllowed ?? base.emptyStringsAllowed,
    defaults: new Map([...base.defaults, ...(custom.defaults ?? [])]),
    forced: new Map([...base.forced, ...(custom.forced ?? [])]),
    hidden: [...base.hidden, ...(custom.hidden ?? [])],
    unknown,
    values: convertValue.some(has) ? 'opaque' : base.values,
    keepsNone: base.keepsNone && !convertsNone(base, custom, mixins),
    ...custom.known,
  };
}

const vendors: readonly Vendor[] = ['postgresql', 'mysql', 'mariadb', 'sqlite', 'oracle'];

/** The types that the class's own `db_type()` and `rel_db_type()` give on each database; marked where they can't be known. */
function columnTexts(
  base: FieldClass,
  { path, column }: CustomFieldClass,
  has: (method: string) => boolean,
): Pick<FieldClass, 'columnTypes' | 'relatedTypes'> {
  const unknown = (method: string): string => unknownSql(`${path} overrides ${method}()`);
  let { columnTypes, relatedTypes } = base;
  for (const vendor of vendors) {
    const type = column?.types.get(vendor);
    if (has('db_type') && type?.kind !== 'inherited') {
      const text = type?.kind === 'text' ? type.text : type?.kind === 'as' ? { as: type.internalType } : unknown('db_type');
      columnTypes = { ...columnTypes, [vendor]: text };
    }
    const related = column?.relatedTypes.get(vendor);
    if (!has('rel_db_type') || related?.kind === 'inherited') continue;
    const ofKeys = related?.kind === 'text' ? related.text : related?.kind === 'as' ? { as: related.internalType } : unknown('rel_db_type');
    relatedTypes = { ...relatedTypes, [vendor]: related?.kind === 'own' ? { own: true } : ofKeys };
  }
  return { columnTypes, relatedTypes };
}

/** A JSONField sends None before it asks its conversions (`JSONField.get_db_prep_save`). */
function convertsNone(base: FieldClass, custom: CustomFieldClass, mixins: readonly CustomFieldClass[]): boolean {
  const methods = [custom, ...mixins].flatMap(({ convertsNone: names = [] }) => names);
  return base.djangoClass === 'JSONField' ? methods.includes('get_db_prep_save') : methods.length > 0;
}

/** Classes without a `get_internal_type()` of their own are called by their class name: fields of contrib.postgres and contrib.gis, relations. */
function inheritedInternalType(base: FieldClass, custom: CustomFieldClass): string {
  if (base.path === 'django.db.models.Field') return custom.path.slice(custom.path.lastIndexOf('.') + 1);
  const named =
    base.shape === 'array' || base.shape === 'geometry' || base.shape === 'foreignKey' || Object.keys(base.columnTypes).length > 0;
  return named && base.internalType === base.path.slice(base.path.lastIndexOf('.') + 1)
    ? custom.path.slice(custom.path.lastIndexOf('.') + 1)
    : base.internalType;
}
