import type { Expr, Node } from '../../python/ast.ts';
import { resolveDotted } from '../../python/imports.ts';
import type { Scope } from '../../python/scope.ts';
import type { PyValue } from '../../python/value.ts';
import { rangeOf, sourceOf } from '../../python/walk.ts';
import { findInModule } from './definitions.ts';
import type { Found } from './definitions.ts';
import type { Definition, Reader } from './reader.ts';
import { definitionBehind, evaluateIn } from './reading-space.ts';
import type { ReadingSpace } from './reading-space.ts';
import type { Trace } from './trace.ts';

/** A reader for the body of `scope`; everything it looks at is noted in `trace`. */
export function makeReader(space: ReadingSpace, scope: Scope, trace: Trace): Reader {
  const reader: Reader = {
    module: scope.module,
    name: scope.moduleName,
    scope,
    evaluate: (expr: Expr, locals?: ReadonlyMap<string, PyValue>) =>
      evaluateIn(space, trace, { expr, scope, ...(locals === undefined ? {} : { locals }) }),
    evaluateAsWritten: (expr) => evaluateIn(space, trace, { expr, scope, asWritten: true }),
    resolve: (expr) => {
      const path = resolveDotted(expr, scope);
      return path === undefined || path.startsWith('django.') ? path : (definitionBehind(space, trace, path)?.path ?? path);
    },
    find: (path) => definitionOf(space, trace, { path, reader }),
    text: (path) => {
      const blob = space.tree.blob(path);
      if (blob !== undefined) trace.files.set(path, blob);
      return space.tree.read(path);
    },
    within: (inner) => makeReader(space, inner, trace),
    rangeOf: (node: Node) => rangeOf(scope.module, node),
    sourceOf: (node: Node) => sourceOf(scope.module, node),
  };
  return reader;
}

interface Sought {
  readonly path: string;
  readonly reader: Reader;
}

function definitionOf(space: ReadingSpace, trace: Trace, { path, reader }: Sought): Definition | undefined {
  const found = foundIn(space, trace, { path, reader });
  if (found?.kind === 'class') return { kind: 'class', path: found.path, node: found.def, reader: makeReader(space, found.scope, trace) };
  if (found?.kind === 'function')
    return { kind: 'function', path: found.path, node: found.def, reader: makeReader(space, found.scope, trace) };
  return undefined;
}

/** The module that is being read is asked first: it need not be importable under its name. */
function foundIn(space: ReadingSpace, trace: Trace, { path, reader }: Sought): Found | undefined {
  if (path.startsWith('django.')) return undefined;
  if (!path.startsWith(`${reader.name}.`)) return definitionBehind(space, trace, path);
  let root = reader.scope;
  while (root.parent !== undefined) root = root.parent;
  return findInModule(space, root, path.slice(reader.name.length + 1).split('.'));
}
