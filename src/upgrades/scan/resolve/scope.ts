/** Names and what binds them, scope by scope. */
import type {
  Alias,
  ClassDef,
  Comprehension,
  DictComp,
  Expr,
  FunctionDef,
  If,
  Import,
  ImportFrom,
  Lambda,
  Module,
  Try,
} from '../../../python/ast.ts';

/** The branch of an `if` or `try` that a binding stands in, outermost first. */
export type Branch =
  | { readonly of: If; readonly part: 'body' | 'orelse' }
  | { readonly of: Try; readonly part: 'body' | 'handler' | 'orelse' };

export interface ImportBinding {
  readonly kind: 'import';
  /** `django.utils.encoding.force_str`; for `import a.b` it is `a`. */
  readonly path: string;
  readonly alias: Alias;
  readonly statement: Import | ImportFrom;
  readonly branches: readonly Branch[];
}
export type Binding =
  | ImportBinding
  | { readonly kind: 'class'; readonly node: ClassDef; readonly branches: readonly Branch[] }
  | { readonly kind: 'function'; readonly node: FunctionDef; readonly branches: readonly Branch[] }
  | {
      readonly kind: 'value';
      readonly how: 'assign' | 'parameter' | 'with' | 'for' | 'other';
      readonly value: Expr | undefined;
      readonly annotation: Expr | undefined;
      readonly branches: readonly Branch[];
    };
export type ScopeNode = Module | FunctionDef | ClassDef | Lambda | Comprehension | DictComp;
export interface Scope {
  readonly node: ScopeNode;
  readonly parent: Scope | undefined;
  readonly names: ReadonlyMap<string, readonly Binding[]>;
}
export interface Scopes {
  readonly module: Scope;
  /** The scope that this function, class, lambda or comprehension opens. */
  readonly of: ReadonlyMap<ScopeNode, Scope>;
  /** Modules that are star-imported, resolved to absolute names. */
  readonly stars: readonly { readonly module: string; readonly statement: ImportFrom }[];
}
