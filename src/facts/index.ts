import type { Fact } from './fact.ts';
import mariadb from './databases/mariadb.json' with { type: 'json' };
import mysql from './databases/mysql.json' with { type: 'json' };
import oracle from './databases/oracle.json' with { type: 'json' };
import postgresql from './databases/postgresql.json' with { type: 'json' };
import sqlite from './databases/sqlite.json' with { type: 'json' };
import django from './django.json' with { type: 'json' };

export type { Fact } from './fact.ts';

const facts: readonly Fact[] = [...postgresql, ...mysql, ...mariadb, ...sqlite, ...oracle, ...django];
const byId: ReadonlyMap<string, Fact> = new Map(facts.map((each) => [each.id, each]));

/** The fact with this id (`postgresql/create-index`); throws a RangeError when there is none, because an id is written by us. */
export function fact(id: string): Fact {
  const found = byId.get(id);
  if (found === undefined) throw new RangeError(`there is no fact ${id} in src/facts`);
  return found;
}

/** Every fact, by database, then Django. */
export function allFacts(): readonly Fact[] {
  return facts;
}
