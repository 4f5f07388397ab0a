/** Something true of a database, Django, Python or GitHub, with the place that says so. */
export interface Fact {
  /** `postgresql/create-index`. */
  readonly id: string;
  /** One sentence. */
  readonly claim: string;
  /** A URL of the vendor's documentation, or `measured` with the version it was measured on. */
  readonly source: string;
}
