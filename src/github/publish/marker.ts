/** Hidden marks in what we write, so that nothing is said twice. They count only in texts whose author is our own bot: anybody can write a comment. */
import type { Sha } from '../../source/position.ts';

/** What a review comment of ours is about. */
export interface FindingMark {
  readonly fingerprint: string;
  /** The commit with which it was gone; undefined while it stands. */
  readonly settledIn: string | undefined;
}

/** Fingerprints are made of names in the reviewed code, so everything but plain characters is escaped: `-->` can't end the comment early. */
function encode(fingerprint: string): string {
  return encodeURIComponent(fingerprint).replaceAll(/[!'()*~-]/gu, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // someone edited the mark
  }
}

export function findingMark({ fingerprint, settledIn }: FindingMark): string {
  return `<!-- migration-expert:v1 f=${encode(fingerprint)}${settledIn === undefined ? '' : ` settled=${settledIn}`} -->`;
}

export function readFindingMark(body: string): FindingMark | undefined {
  const [, encoded, settledIn] = /<!-- migration-expert:v1 f=([\w%.]+)(?: settled=([0-9a-f]+))? -->/u.exec(body) ?? [];
  const fingerprint = encoded === undefined ? undefined : decode(encoded);
  return fingerprint === undefined ? undefined : { fingerprint, settledIn };
}

/** Stands in the body of a review: at which head it was made and what it said. */
export interface ReviewMark {
  readonly head: string;
  readonly fingerprints: readonly string[];
}

export function reviewMark(head: Sha, fingerprints: readonly string[]): string {
  return `<!-- migration-expert:v1 review=${head} f=${fingerprints.map(encode).join(',')} -->`;
}

export function readReviewMark(body: string): ReviewMark | undefined {
  const [, head, encoded = ''] = /<!-- migration-expert:v1 review=([0-9a-f]+) f=([\w%.,]*) -->/u.exec(body) ?? [];
  return head === undefined
    ? undefined
    : { head, fingerprints: encoded.split(',').flatMap((part) => (part === '' ? [] : (decode(part) ?? []))) };
}
