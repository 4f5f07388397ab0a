/** Python's hashes of texts and tuples of texts, with the seed 0 (Python/pyhash.c, Objects/tupleobject.c; 3.11 and later). */

const word = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotated = (value: bigint, by: bigint): bigint => word(value << by) | (value >> (64n - by));

type State = [bigint, bigint, bigint, bigint];

/** One round of SipHash. https://www.aumasson.jp/siphash/siphash.pdf */
function round(v: State): void {
  v[0] = word(v[0] + v[1]);
  v[2] = word(v[2] + v[3]);
  v[1] = rotated(v[1], 13n) ^ v[0];
  v[3] = rotated(v[3], 16n) ^ v[2];
  v[0] = rotated(v[0], 32n);
  v[2] = word(v[2] + v[1]);
  v[0] = word(v[0] + v[3]);
  v[1] = rotated(v[1], 17n) ^ v[2];
  v[3] = rotated(v[3], 21n) ^ v[0];
  v[2] = rotated(v[2], 32n);
}

/** SipHash-1-3 with the key 0. */
function sipHash(bytes: Uint8Array): bigint {
  const v: State = [0x736f6d6570736575n, 0x646f72616e646f6dn, 0x6c7967656e657261n, 0x7465646279746573n];
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) {
    const block = littleEndian(bytes.subarray(at, at + 8));
    v[3] ^= block;
    round(v);
    v[0] ^= block;
  }
  const last = word(BigInt(bytes.length) << 56n) | littleEndian(bytes.subarray(whole));
  v[3] ^= last;
  round(v);
  v[0] ^= last;
  v[2] ^= 0xffn;
  for (let times = 0; times < 3; times++) round(v);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** The characters as Python keeps them: one, two or four bytes each, as many as the widest needs. */
function storedBytes(text: string): Uint8Array {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const widest = Math.max(0, ...points);
  const width = widest < 0x100 ? 1 : widest < 0x10000 ? 2 : 4;
  const bytes = new Uint8Array(points.length * width);
  for (const [index, point] of points.entries())
    for (let part = 0; part < width; part++) bytes[index * width + part] = (point >>> (8 * part)) & 0xff;
  return bytes;
}

const minusOne = word(-1n);

/** `hash(text)`, as an unsigned number of 64 bits. */
export function textHash(text: string): bigint {
  if (text === '') return 0n;
  const hash = sipHash(storedBytes(text));
  return hash === minusOne ? word(-2n) : hash;
}

const [prime1, prime2, prime5] = [11400714785074694791n, 14029467366897019727n, 2870177450012600261n];

/** `hash(tuple)`, as an unsigned number of 64 bits. */
export function tupleHash(items: readonly string[]): bigint {
  let hash = prime5;
  for (const item of items) hash = word(rotated(word(hash + textHash(item) * prime2), 31n) * prime1);
  hash = word(hash + (BigInt(items.length) ^ (prime5 ^ 3527539n)));
  return hash === minusOne ? 1546275796n : hash;
}
