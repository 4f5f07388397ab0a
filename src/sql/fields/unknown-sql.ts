/** The mark of something that can't be known statically, as it stands in SQL. */
export function unknownSql(reason: string): string {
  return `/*unknown:${reason.replaceAll('*/', '* /')}*/`;
}

/** The first reason that a text of SQL carries in its marks. */
export function unknownIn(sql: string): string | undefined {
  const start = sql.indexOf('/*unknown:');
  return start === -1 ? undefined : sql.slice(start + 10, sql.indexOf('*/', start));
}
