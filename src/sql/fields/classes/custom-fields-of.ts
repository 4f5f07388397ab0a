/** The repository's own field classes, with what their methods return when that is a constant. */
import type { CustomClass, DjangoProject } from '../../../django/project.ts';
import type { CustomFieldClass, CustomFieldClasses } from './field-class.ts';
import { keepsNone } from './keeps-none.ts';
import { packageFields } from './package-fields.ts';

/** Field classes of the project and, behind them, those of the user's configuration and of well-known packages. The project's win. */
export function customFieldsOf(project: DjangoProject, further: CustomFieldClasses = new Map()): CustomFieldClasses {
  const classes = new Map([...packageFields, ...further]);
  for (const [path, found] of project.customFields) {
    const read = readFieldClass(found, classes.get(path) ?? classes.get(found.path));
    classes.set(path, { ...read, path });
    classes.set(found.path, read);
  }
  return classes;
}

function readFieldClass(found: CustomClass, published: CustomFieldClass | undefined): CustomFieldClass {
  const { defaults, forced, hidden } = found.construction;
  const convertsNone = noneConversions.filter((name) => !keepsNone(found.methods.get(name)));
  const allowed = found.attributes.get('empty_strings_allowed');
  return {
    path: found.path,
    bases: found.bases,
    overrides: [...found.methods.keys(), ...found.attributes.keys()],
    column: found.column,
    ...(allowed?.kind === 'bool' ? { emptyStringsAllowed: allowed.value } : {}),
    ...(published === undefined ? {} : { published }),
    ...(defaults.size === 0 ? {} : { defaults }),
    ...(forced.size === 0 ? {} : { forced }),
    ...(hidden.size === 0 ? {} : { hidden: [...hidden] }),
    ...(convertsNone.length === 0 ? {} : { convertsNone }),
  };
}

const noneConversions = ['get_db_prep_save', 'get_db_prep_value', 'get_prep_value', 'to_python'];
