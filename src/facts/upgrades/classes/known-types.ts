/** Types that code of Django projects meets often, beyond Django's own class graph. */
import types from './known-types.json' with { type: 'json' };

export interface KnownTypes {
  /** Path of a class of Python or of a package → its bases. */
  readonly classes: Readonly<Record<string, readonly string[]>>;
  /** Path of a function or class method → the class of what it returns. */
  readonly returns: Readonly<Record<string, string>>;
  /** Path of a module's variable → its class. */
  readonly instances: Readonly<Record<string, string>>;
  /** `class.attribute` → its class. */
  readonly attributes: Readonly<Record<string, string>>;
}

export const knownTypes: KnownTypes = types;
