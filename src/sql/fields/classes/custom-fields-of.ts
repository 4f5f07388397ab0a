/** The repository's own field classes, with what their methods return when that is a constant. */
import type { CustomClass, DjangoProject } from '../../../django/project.ts';
import type { FunctionDef, Stmt } from '../../../python/ast.ts';
import type { CustomFieldClass, CustomFieldClasses } from './field-class.ts';
import { keepsNone } from './keeps-none.ts';
import { packageFields } from './package-fields.ts';

/** Field classes of the project and, behind them, those of the user's configuration and of well-known packages. The project's win. */
export function customFieldsOf(project: DjangoProject, further: CustomFieldClasses = new Map()): CustomFieldClasses {
  const classes = new Map([...packageFields, ...further]);
  for (const [path, found] of project.customFields) {
    const read = readFieldClass(found);
    classes.set(path, { ...read, path });
    classes.set(found.path, read);
  }
  return classes;
}

function readFieldClass(found: CustomClass): CustomFieldClass {
  const internalType = returnedText(found.methods.get('get_internal_type'));
  const columnType = returnedText(found.methods.get('db_type'));
  const { defaults, forced, hidden } = found.construction;
  const convertsNone = noneConversions.filter((name) => !keepsNone(found.methods.get(name)));
  return {
    path: found.path,
    bases: found.bases,
    overrides: [...found.methods.keys(), ...found.attributes.keys()],
    ...(internalType === undefined ? {} : { internalType }),
    ...(columnType === undefined ? {} : { columnType }),
    ...(defaults.size === 0 ? {} : { defaults }),
    ...(forced.size === 0 ? {} : { forced }),
    ...(hidden.size === 0 ? {} : { hidden: [...hidden] }),
    ...(convertsNone.length === 0 ? {} : { convertsNone }),
  };
}

const noneConversions = ['get_db_prep_save', 'get_db_prep_value', 'get_prep_value', 'to_python'];

/** The text that a method returns when its body does nothing else. */
function returnedText(method: FunctionDef | undefined): string | undefined {
  const body = method?.body.filter((statement) => !isDocString(statement));
  const [only] = body ?? [];
  if (body?.length !== 1 || only?.kind !== 'Return' || only.value?.kind !== 'Constant') return undefined;
  return only.value.value.type === 'str' ? only.value.value.value : undefined;
}

function isDocString(statement: Stmt): boolean {
  return statement.kind === 'Expr' && statement.value.kind === 'Constant' && statement.value.value.type === 'str';
}
