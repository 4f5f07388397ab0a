/** Django's, Python's and well-known packages' classes: where they are defined, what they derive from, what calls and attributes give. */
import { djangoClasses } from '../../../facts/upgrades/classes/django-classes.ts';
import { knownTypes } from '../../../facts/upgrades/classes/known-types.ts';

/** The path where a thing of Django is defined, for any path under which it can be imported; other paths come back unchanged. */
export function definedAt(path: string): string {
  const known = definitions.get(path);
  if (known !== undefined) return known;
  const found = follow(path);
  definitions.set(path, found);
  return found;
}

const definitions = new Map<string, string>();

function follow(path: string): string {
  let current = path;
  for (let step = 0; step < 4; step += 1) {
    const next = stepTo(current);
    if (next === undefined) return current;
    current = next;
  }
  return current;
}

function stepTo(path: string): string | undefined {
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const [name = '', ...rest] = path.slice(dot + 1).split('.');
    const target = djangoClasses.aliases[path.slice(0, dot)]?.[name];
    if (target !== undefined) return [target, ...rest].join('.');
  }
  return undefined;
}

/** Bases of a class outside the repository, undefined when nothing is known of it. */
export function knownBases(path: string): readonly string[] | undefined {
  return djangoClasses.classes[path] ?? knownTypes.classes[path];
}

/** What a function outside the repository returns. */
export function knownReturn(path: string): string | undefined {
  return knownTypes.returns[path];
}

/** What an object is that stands ready in a module (`django.db.connection`). */
export function knownInstance(path: string): string | undefined {
  return knownTypes.instances[path];
}

/** `attribute` of an instance of `type`. */
export function knownAttribute(type: string, attribute: string): string | undefined {
  return knownTypes.attributes[`${type}.${attribute}`];
}

/** All classes of Django that derive from one of these, they themselves included: paths of definition. */
export function descendants(roots: readonly string[]): ReadonlySet<string> {
  const found = new Set(roots.map(definedAt));
  const all = Object.entries(djangoClasses.classes);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const [path, bases] of all) if (bases.some((base) => found.has(base))) found.add(path);
  }
  return found;
}
