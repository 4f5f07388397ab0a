import functions from './databases/postgresql-functions.json' with { type: 'json' };

export type Volatility = 'immutable' | 'stable' | 'volatile';

const volatility: ReadonlyMap<string, Volatility> = new Map(
  (['immutable', 'stable', 'volatile'] as const).flatMap((kind) => functions[kind].map((name) => [name, kind] as const)),
);

/** The volatility of one of PostgreSQL's own functions (the strongest of its overloads), as pg_proc says; undefined for functions of the project. */
export function volatilityOf(name: string): Volatility | undefined {
  return volatility.get(name.toLowerCase());
}
