import type { ClassDef, Expr, FunctionDef, Keyword, Node } from '../ast.ts';

/** One place where a body gives a name a meaning. */
export type Binding = BindingPlace &
  (
    | {
        readonly kind: 'import';
        /** Dotted path of what is imported; undefined when a relative import leaves the top package. */ readonly path: string | undefined;
      }
    | { readonly kind: 'function'; readonly def: FunctionDef }
    | { readonly kind: 'class'; readonly def: ClassDef }
    | { readonly kind: 'value'; readonly value: Expr }
    /** `name += value`, `name.extend(value)`, `name[key] = value` and the like: what the name stood for, changed in place. */
    | { readonly kind: 'change'; readonly change: Change }
    /** A parameter, a loop's variable, part of an unpacked value, …: `what` is a noun phrase for messages. */
    | { readonly kind: 'other'; readonly what: string }
  );

interface BindingPlace {
  readonly name: string;
  /** From this offset on. */
  readonly start: number;
  /** The innermost block that may not run (of an `if`, `for`, `while`, `except`, `else`, …) in which it stands. */
  readonly branch: Node | undefined;
  /** It stands in the body of a `try`: it holds unless that fails. */
  readonly tried: boolean;
  /** It stands in an `except` clause. */
  readonly fallback: boolean;
}

/** `keys` lead to the part that is changed: `DATABASES["default"]["OPTIONS"] = …` has two. */
export type Change = { readonly keys: readonly Expr[] } & (
  | { readonly by: 'assignment'; readonly value: Expr }
  | { readonly by: 'deletion' }
  | { readonly by: 'operator'; readonly op: string; readonly value: Expr }
  | { readonly by: 'method'; readonly method: string; readonly args: readonly Expr[]; readonly keywords: readonly Keyword[] }
);

export interface ModuleName {
  readonly name: string;
  /** True for an `__init__.py`. */
  readonly isPackage: boolean;
}
