import type { Sha } from '../../source/position.ts';
import type { GitHubClient } from '../client.ts';
import { statusOf } from '../failure.ts';
import type { ObjectCache, TreeFile } from './object-cache.ts';

interface BlobNode {
  readonly text: string | null;
  readonly isTruncated: boolean;
  readonly isBinary: boolean | null;
  readonly byteSize: number;
}

interface BlobAnswer {
  readonly repository: Readonly<Record<string, BlobNode | null>> | null;
}

/** Object names in one GraphQL request, and bytes, as a query may take ten seconds at most. */
const batchLength = 50;
const batchBytes = 4_000_000;
/** Above this GraphQL cuts the text, so such files are read by REST (up to 100 MB there). */
const largestInBatch = 400_000;
/** Files above this are not read: nobody writes such a migration, and reading it whole is how one would be attacked. */
const largestRead = 10_000_000;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

async function readByRest(client: GitHubClient, blob: Sha): Promise<string> {
  const { data } = await client.octokit.rest.git.getBlob({ ...client.name, file_sha: blob });
  return decoder.decode(Buffer.from(data.content, data.encoding === 'base64' ? 'base64' : 'utf8'));
}

/** The query for these blobs; their names are checked to be hexadecimal, as they stand in the query's text. */
export function blobQuery(blobs: readonly Sha[]): string {
  const parts = blobs.map((blob, index) => {
    if (!/^[0-9a-f]{40,64}$/u.test(blob)) throw new RangeError(`not a git object name: ${blob}`);
    return `b${index}: object(oid: "${blob}") { ... on Blob { text isTruncated isBinary byteSize } }`;
  });
  return `query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${parts.join(' ')} } }`;
}

/** Undefined when the text would not be the file's exact content: cut, binary, or converted from another encoding. */
function exactText(node: BlobNode | null | undefined): string | undefined {
  if (node === null || node === undefined || node.text === null || node.isTruncated || node.isBinary === true) return undefined;
  return Buffer.byteLength(node.text) === node.byteSize ? node.text : undefined;
}

/** GraphQL is not there, or can't say what we ask: then REST can. Rate limits and failing servers are not of this sort. */
function isRefused(error: unknown): boolean {
  if (error instanceof Error && error.name === 'GraphqlResponseError') return !/rate limit/iu.test(error.message);
  return statusOf(error) === 404 || statusOf(error) === 501;
}

/** Undefined stands for a text that REST must read. */
async function readBatch(client: GitHubClient, blobs: readonly Sha[]): Promise<readonly (string | undefined)[]> {
  const variables = { owner: client.name.owner, name: client.name.repo };
  try {
    const answer = await client.octokit.graphql<BlobAnswer | null | undefined>(blobQuery(blobs), variables);
    return blobs.map((_, index) => exactText(answer?.repository?.[`b${index}`]));
  } catch (error) {
    if (isRefused(error)) return [];
    throw error;
  }
}

function batchesOf(blobs: readonly TreeFile[]): readonly (readonly Sha[])[] {
  const batches: Sha[][] = [];
  let bytes = 0;
  for (const { sha, size } of blobs) {
    const last = batches.at(-1);
    bytes += size;
    if (last === undefined || last.length === batchLength || bytes > batchBytes) {
      batches.push([sha]);
      bytes = size;
    } else {
      last.push(sha);
    }
  }
  return batches;
}

/**
 * The texts of these blobs by object name, decoded as UTF-8; those larger than 10 MB are left out.
 * One GraphQL request for fifty that the cache lacks; REST for a single one and for what GraphQL can't give exactly.
 */
export async function readBlobs(client: GitHubClient, cache: ObjectCache, wanted: Iterable<TreeFile>): Promise<ReadonlyMap<Sha, string>> {
  const texts = new Map<Sha, string>();
  const missing = new Map<Sha, TreeFile>();
  for (const file of wanted) {
    const text = cache.text(client.repositoryId, file.sha);
    if (text !== undefined) texts.set(file.sha, text);
    else if (file.size <= largestRead) missing.set(file.sha, file);
  }
  const keep = (blob: Sha, text: string): void => {
    texts.set(blob, text);
    cache.keepText(client.repositoryId, blob, text);
  };
  const small = [...missing.values()].filter((file) => file.size <= largestInBatch);
  const batches = small.length > 1 ? batchesOf(small) : [];
  await Promise.all(
    batches.map(async (batch) => {
      const answers = await readBatch(client, batch);
      for (const [index, blob] of batch.entries()) {
        const text = answers[index];
        if (text !== undefined) keep(blob, text);
      }
    }),
  );
  const rest = [...missing.keys()].filter((blob) => !texts.has(blob));
  await Promise.all(rest.map(async (blob) => keep(blob, await readByRest(client, blob))));
  return texts;
}
