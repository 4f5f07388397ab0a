/** Django's own class graph, as far as the changes speak of it: read from the sources of Django 3.2, 4.2 and 5.2 by scripts/django-classes.py. */
import graph from './django-classes.json' with { type: 'json' };

export interface ClassGraph {
  /** Module → name in it → the path where the thing is defined. */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Path of a class → paths of its bases. */
  readonly classes: Readonly<Record<string, readonly string[]>>;
}

export const djangoClasses: ClassGraph = graph;
