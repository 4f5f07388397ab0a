/** `POST /graphql`, as far as blobs go: `repository { a: object(oid: "…") { ... on Blob { text isTruncated isBinary byteSize } } … }`. */
import { Refusal, type Answer, type Call } from '../answers.ts';
import { requireAccess } from '../grants.ts';
import { readBlobs } from '../git/git.ts';
import { fullName, type World } from '../world.ts';

interface GraphQlRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const operation =
  /^\s*query\s*\(\s*\$owner\s*:\s*String!\s*,?\s*\$name\s*:\s*String!\s*\)\s*\{\s*repository\s*\(\s*owner\s*:\s*\$owner\s*,?\s*name\s*:\s*\$name\s*\)\s*\{(.*)\}\s*\}\s*$/su;
const selection = /\s*(\w+)\s*:\s*object\s*\(\s*oid\s*:\s*"([0-9a-f]{40})"\s*\)\s*\{\s*\.\.\.\s*on\s+Blob\s*\{([\s\w]*)\}\s*\}/gsu;
const blobFields = new Set(['text', 'isTruncated', 'isBinary', 'byteSize', 'oid']);

function failed(message: string, type?: string): Answer {
  return { status: 200, body: { data: type === undefined ? undefined : { repository: null }, errors: [{ message, type, locations: [] }] } };
}

function blobNode(world: World, oid: string, content: Buffer | undefined, fields: readonly string[]): object | null {
  if (content === undefined) return null;
  const binary = content.includes(0);
  const cut = content.length > world.limits.blobText;
  const values: Record<string, unknown> = {
    oid,
    text: binary ? null : content.subarray(0, world.limits.blobText).toString(),
    isTruncated: cut,
    isBinary: binary,
    byteSize: content.length,
  };
  return Object.fromEntries(fields.map((field) => [field, values[field]]));
}

/** Answers the queries that we send; anything else is a GraphQL error, as a misspelt field is on GitHub. */
export async function answerGraphQl(call: Call): Promise<Answer> {
  const { query, variables = {} } = call.body as GraphQlRequest; // checked by the caller
  if (call.grant === undefined) throw new Refusal(401, 'This endpoint requires you to be authenticated.');
  const inner = operation.exec(query)?.[1];
  if (inner === undefined || inner.replaceAll(selection, '').trim() !== '') return failed('Parse error on the query');
  const repository = call.world.repositories.get(`${String(variables['owner'])}/${String(variables['name'])}`);
  if (repository === undefined || !call.grant.repositoryIds.has(repository.id)) {
    return failed(
      `Could not resolve to a Repository with the name '${String(variables['owner'])}/${String(variables['name'])}'.`,
      'NOT_FOUND',
    );
  }
  requireAccess(call.grant, repository, ['contents', 'read']);
  const nodes: Record<string, unknown> = {};
  const blobs = await readBlobs(
    repository.directory,
    Array.from(inner.matchAll(selection), ([, , oid = '']) => oid),
  );
  for (const [, alias = '', oid = '', names = ''] of inner.matchAll(selection)) {
    const fields = names.split(/\s+/u).filter(Boolean);
    const unknown = fields.find((field) => !blobFields.has(field));
    if (unknown !== undefined) return failed(`Field '${unknown}' doesn't exist on type 'Blob'`);
    if (alias in nodes) return failed(`Field '${alias}' has an argument conflict in ${fullName(repository)}`);
    nodes[alias] = blobNode(call.world, oid, blobs.get(oid), fields);
  }
  return { status: 200, body: { data: { repository: nodes } } };
}
