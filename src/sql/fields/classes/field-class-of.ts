/** The class behind a dotted path, computed once for a project. */
import { builtInFieldClass } from './built-in-fields.ts';
import { customFieldClass } from './custom-field-class.ts';
import type { FieldClass } from './field-class.ts';
import type { World } from '../../model/world.ts';

/** The field class behind a dotted path: Django's own, or one whose Django base is known; marked unknown otherwise. */
export function fieldClassOf(world: World, path: string): FieldClass {
  const known = world.fieldClasses.get(path);
  if (known !== undefined) return known;
  const found = forRelease(world, builtInFieldClass(path) ?? customFieldClass(path, world.customFields));
  world.fieldClasses.set(path, found);
  return found;
}

/** Fields with the type citext became plain text fields when their support ended. https://docs.djangoproject.com/en/5.1/releases/5.1/ */
const plainText: Readonly<Record<string, string>> = { CICharField: 'CharField', CITextField: 'TextField' };

function forRelease(world: World, found: FieldClass): FieldClass {
  const internalType = plainText[found.internalType];
  return internalType === undefined || !world.django.citextFieldsRemoved ? found : { ...found, internalType, columnTypes: {} };
}
