/** What reading one migration file needs to know about the rest of the repository. */
import type { ClassDef, Expr, FunctionDef, Module, Node } from '../../python/ast.ts';
import type { Scope } from '../../python/scope.ts';
import type { PyValue } from '../../python/value.ts';
import type { RepoPath, SourceRange } from '../../source/position.ts';

/** A class or function of the repository, with the module it is defined in (re-exports are followed). */
export type Definition =
  | { readonly kind: 'class'; readonly path: string; readonly node: ClassDef; readonly reader: Reader }
  | { readonly kind: 'function'; readonly path: string; readonly node: FunctionDef; readonly reader: Reader };

/** One module, seen with its names resolved. `path` always means a dotted path, as in `shop.models.default_code`. */
export interface Reader {
  readonly module: Module;
  /** The dotted name of the module. */
  readonly name: string;
  /** The body whose names are seen. */
  readonly scope: Scope;
  /** Evaluates an expression of this module; `locals` come before the module's names. */
  evaluate(expr: Expr, locals?: ReadonlyMap<string, PyValue>): PyValue;
  /** Evaluates without putting the project's settings in: `settings.AUTH_USER_MODEL` stays a reference. */
  evaluateAsWritten(expr: Expr): PyValue;
  /** The dotted path that a name or attribute stands for, where it is defined as far as the repository shows. */
  resolve(expr: Expr): string | undefined;
  /** The class or function behind a dotted path when it stands in the repository. */
  find(path: string): Definition | undefined;
  /** The text of any file of the repository. */
  text(path: RepoPath): string | undefined;
  /** A reader for another body of the same module. */
  within(scope: Scope): Reader;
  rangeOf(node: Node): SourceRange;
  sourceOf(node: Node): string;
}
