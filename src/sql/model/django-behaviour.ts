/**
 * How Django's schema editors differ between releases, in one place.
 * Sources: django/db/backends/base/schema.py and postgresql/schema.py of the stable branches, and the release notes named at each flag.
 */
export interface DjangoBehaviour {
  /** `5.2` → 5.02, comparable. */
  readonly release: number;
  /** Changes of `choices` alone are no change of the column (4.1). */
  readonly ignoresChoices: boolean;
  /** AutoFields are identity columns on PostgreSQL, serial before. https://docs.djangoproject.com/en/5.2/releases/4.1/ */
  readonly identityColumns: boolean;
  /** db_comment and db_table_comment. https://docs.djangoproject.com/en/5.2/releases/4.2/ */
  readonly comments: boolean;
  /** db_default and GeneratedField. https://docs.djangoproject.com/en/5.2/releases/5.0/ */
  readonly databaseDefaults: boolean;
  /** A foreign key to the same table is no change (5.0). */
  readonly ignoresSameTarget: boolean;
  /** Relations that follow a changed key are altered along chains of keys, sorted by name (4.0). */
  readonly followsRelationChains: boolean;
  /** `; SET CONSTRAINTS ALL IMMEDIATE` after the UPDATE of a four-step NOT NULL (4.1). */
  readonly immediateAfterUpdate: boolean;
  /** Foreign keys take the collation of their target (4.1). */
  readonly relationCollations: boolean;
  /** A varchar without a length (CharField without max_length) on PostgreSQL (4.2). */
  readonly unlimitedCharField: boolean;
  /** citext fields are plain text fields, kept for old migrations only (5.1). */
  readonly citextFieldsRemoved: boolean;
  /** index_together is created by CreateModel alone, after the table (5.1). */
  readonly indexTogetherRemoved: boolean;
  /** The `_like` index of a changed text column is dropped just before the type changes, that of referring columns, too (4.2). */
  readonly dropsLikeIndexWithType: boolean;
  /** The `_like` index is made again when the type of an indexed text column changes (5.2). */
  readonly recreatesLikeIndex: boolean;
  /** Foreign keys are dropped only for a change other than a comment (4.2). */
  readonly keepsForeignKeyForComment: boolean;
  /** A changed collation is written without the cast of a type change, and a type change without the collation (until 4.1). */
  readonly collationAlone: boolean;
  /** What a database writes behind the type (`AUTOINCREMENT`, identity) counts as part of it (4.1). */
  readonly comparesTypeSuffix: boolean;
  /** Constraints of a new table with parameters in its columns are statements of their own (5.1). */
  readonly constraintsAfterParameters: boolean;
  /** Dropped indexes and constraints leave the deferred statements, too (5.1). */
  readonly dropsDeferredIndexes: boolean;
  /** No CASCADE on DROP COLUMN. https://docs.djangoproject.com/en/6.0/releases/6.0/ */
  readonly dropColumnCascades: boolean;
  /** DEFAULT_AUTO_FIELD is BigAutoField unless the settings say something else. https://docs.djangoproject.com/en/6.0/releases/6.0/ */
  readonly bigKeys: boolean;
  /** No CASCADE on DROP TABLE. https://docs.djangoproject.com/en/dev/releases/6.1/ */
  readonly dropTableCascades: boolean;
  /** A column that becomes the primary key gets a unique constraint, too (until 4.0). */
  readonly keysAreMadeUnique: boolean;
  /**
   * `on_delete=DB_CASCADE` and its like stand in the foreign key. https://docs.djangoproject.com/en/6.1/releases/6.1/
   * Other changes of `on_delete` are no change of the column (6.1.0 made the key anew: https://code.djangoproject.com/ticket/37260).
   */
  readonly databaseOnDelete: boolean;
  /** A DecimalField needs no digits, except on MySQL and MariaDB. https://docs.djangoproject.com/en/6.1/releases/6.1/#models */
  readonly openDecimals: boolean;
  /** SQLite's new table has no key when the automatic one has been removed; before, Django made it again (5.1). */
  readonly removesAutomaticKey: boolean;
  /** JSON values are wrapped for PostgreSQL's driver (4.2, `adapt_json_value`). */
  readonly wrapsJson: boolean;
}

/** `5.2`, `4.2.11` → a number to compare releases with; undefined when the text is no version. */
export function releaseNumber(version: string): number | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return major === undefined ? undefined : Number(major) * 100 + Number(minor);
}

/** The behaviour of a feature release; of an unknown version: that of 5.2. */
export function djangoBehaviour(version: string): DjangoBehaviour {
  const release = releaseNumber(version) ?? 502;
  const since = (number: number): boolean => release >= number;
  return {
    release,
    ignoresChoices: since(401),
    identityColumns: since(401),
    comments: since(402),
    databaseDefaults: since(500),
    ignoresSameTarget: since(500),
    followsRelationChains: since(400),
    immediateAfterUpdate: since(401),
    relationCollations: since(401),
    unlimitedCharField: since(402),
    citextFieldsRemoved: since(501),
    indexTogetherRemoved: since(501),
    dropsLikeIndexWithType: since(402),
    recreatesLikeIndex: since(502),
    keepsForeignKeyForComment: since(402),
    collationAlone: !since(402),
    comparesTypeSuffix: since(401),
    constraintsAfterParameters: since(501),
    dropsDeferredIndexes: since(501),
    dropColumnCascades: !since(600),
    bigKeys: since(600),
    dropTableCascades: !since(601),
    databaseOnDelete: since(601),
    openDecimals: since(601),
    keysAreMadeUnique: !since(401),
    removesAutomaticKey: since(501),
    wrapsJson: since(402),
  };
}
