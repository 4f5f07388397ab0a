/** Field classes of well-known packages: what column they make. Each entry names the source that says so. */
import packages from './packages.json' with { type: 'json' };

/** A constant, or a function that is called for the value. */
export type PlainOption = string | number | boolean | { readonly ref: string };

export interface KnownField {
  /** Every dotted path under which migrations name the class. */
  readonly paths: readonly string[];
  /** The Django class whose column it makes. */
  readonly base: string;
  readonly source: string;
  /** Options that the class fills in when they are not given. */
  readonly defaults?: Readonly<Record<string, PlainOption>>;
  /** Options that the class sets in any case. */
  readonly forced?: Readonly<Record<string, PlainOption>>;
  /** Option → the option whose value it takes. */
  readonly copies?: Readonly<Record<string, string>>;
  /** Options without which the column can't be known; `max_length: "multiple"` only when `multiple` is given. */
  readonly needs?: Readonly<Record<string, string | null>>;
  /** The column type, where it is not that of the base: by vendor, or `any`. */
  readonly types?: Readonly<Record<string, string>>;
  /** An option whose number follows the type in parentheses. */
  readonly sized?: { readonly option: string };
  /** Another class when an option has a value. */
  readonly variant?: {
    readonly option: string;
    readonly is: PlainOption;
    readonly base: string;
    readonly defaults?: Readonly<Record<string, PlainOption>>;
    readonly noneAs?: string;
  };
  /**
   * How constants reach the database: `text` as strings, `empty-only`: only the empty string is known, `json`: empty dicts and lists as JSON texts, others
   * are not known, `opaque`: not known.
   */
  readonly values?: 'text' | 'empty-only' | 'json' | 'opaque';
  /** The text that stands for None in the database. */
  readonly noneAs?: string;
  /** What can't be known while an option of `needs` is not given. */
  readonly doubt?: string;
  /** A ManyToManyField whose table has a whole number more, before its keys; an option names it, another switches it off. */
  readonly orderedBy?: { readonly column: string; readonly named: string; readonly switch: string };
  readonly emptyStringsAllowed?: boolean;
  /** Why nothing can be known. */
  readonly unknown?: string;
}

export const knownFields: readonly KnownField[] = packages as readonly KnownField[]; // our own file; a test checks its shape
