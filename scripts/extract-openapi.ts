/**
 * `node scripts/extract-openapi.ts PATH`: cuts the operations that the loopback GitHub speaks out of GitHub's own OpenAPI description
 * (`generated/api.github.com.json` of npm `@octokit/openapi`, MIT) and writes them, as JSON Schema, to `test/support/github/openapi.json`.
 * The package weighs 385 MB: install it in a scratch folder, never here.
 */
import { readFileSync, writeFileSync } from 'node:fs';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

const wanted = [
  'GET /app',
  'POST /app/installations/{installation_id}/access_tokens',
  'GET /repos/{owner}/{repo}',
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
  'GET /repos/{owner}/{repo}/compare/{basehead}',
  'GET /repos/{owner}/{repo}/contents/{path}',
  'GET /repos/{owner}/{repo}/git/ref/{ref}',
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
  'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
  'GET /repos/{owner}/{repo}/pulls',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies',
  'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}',
  'DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}',
  'POST /repos/{owner}/{repo}/check-runs',
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}',
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
  'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
];

/** Words that say nothing about what is allowed. */
const prose = new Set(['description', 'example', 'examples', 'title', 'externalDocs', 'deprecated', 'x-github', 'x-multi-segment']);

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** OpenAPI 3.0 to JSON Schema: `nullable` becomes a type, prose goes, references point into this file's `schemas`. */
function toJsonSchema(schema: Json, names: 'keywords' | 'properties' = 'keywords'): Json {
  if (Array.isArray(schema)) return schema.map((part: Json) => toJsonSchema(part));
  if (!isObject(schema)) return schema;
  if (names === 'properties') return Object.fromEntries(Object.entries(schema).map(([name, part]) => [name, toJsonSchema(part)]));
  if (typeof schema['$ref'] === 'string') return { $ref: schema['$ref'].replace('#/components/schemas/', '#/schemas/') };
  const result: Record<string, Json> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (prose.has(key) || key === 'nullable') continue;
    result[key] = key === 'enum' ? value : toJsonSchema(value, key === 'properties' ? 'properties' : 'keywords');
  }
  if (schema['nullable'] !== true) return result;
  if (Array.isArray(result['enum'])) result['enum'] = [...result['enum'], null];
  if (typeof result['type'] === 'string') return { ...result, type: [result['type'], 'null'] };
  return { anyOf: [result, { type: 'null' }] };
}

/** GitHub's schemas allow unknown keys; a request of ours with one is a misspelling, so they are forbidden (not inside anyOf and oneOf). */
function forbidUnknownKeys(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map((part: Json) => forbidUnknownKeys(part));
  if (!isObject(schema)) return schema;
  const result: Record<string, Json> = { ...schema };
  if (isObject(schema['properties'])) {
    result['properties'] = Object.fromEntries(Object.entries(schema['properties']).map(([key, part]) => [key, forbidUnknownKeys(part)]));
    result['additionalProperties'] ??= false;
  }
  if (schema['items'] !== undefined) result['items'] = forbidUnknownKeys(schema['items']);
  return result;
}

function referencesIn(json: Json, found: Set<string>): void {
  if (Array.isArray(json)) for (const part of json as readonly Json[]) referencesIn(part, found);
  if (!isObject(json)) return;
  if (typeof json['$ref'] === 'string') found.add(json['$ref'].replace('#/schemas/', ''));
  for (const part of Object.values(json)) referencesIn(part, found);
}

function resolve(description: JsonObject, json: Json): JsonObject {
  if (!isObject(json)) throw new TypeError('expected an object in the description');
  if (typeof json['$ref'] !== 'string') return json;
  const target = json['$ref']
    .slice(2)
    .split('/')
    .reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), description);
  return resolve(description, target ?? null);
}

function jsonContent(json: Json | undefined): Json | undefined {
  const content = isObject(json) ? json['content'] : undefined;
  const type = isObject(content) ? (content['application/json'] ?? content['application/vnd.github.object']) : undefined;
  return isObject(type) ? type['schema'] : undefined;
}

function extractOperation(description: JsonObject, route: string): JsonObject {
  const [method = '', path = ''] = route.split(' ');
  const paths = resolve(description, description['paths'] ?? null);
  const operation = resolve(description, resolve(description, paths[path] ?? null)[method.toLowerCase()] ?? null);
  const parameters = (operation['parameters'] as readonly Json[]).map((parameter) => resolve(description, parameter)); // an array in OpenAPI
  const query = parameters
    .filter((parameter) => parameter['in'] === 'query')
    .map((parameter) => [parameter['name'] as string, toJsonSchema(parameter['schema'] ?? {})] as const); // a string in OpenAPI
  const body = jsonContent(operation['requestBody']);
  const responses = Object.entries(resolve(description, operation['responses'] ?? null)).flatMap(([status, response]) => {
    const schema = status.startsWith('2') ? jsonContent(resolve(description, response)) : undefined;
    return schema === undefined ? [] : [[status, toJsonSchema(schema)] as const];
  });
  return {
    method,
    path,
    operationId: operation['operationId'] ?? '',
    query: { type: 'object', properties: Object.fromEntries(query), additionalProperties: false },
    ...(body === undefined ? {} : { body: forbidUnknownKeys(toJsonSchema(body)) }),
    responses: Object.fromEntries(responses),
  };
}

const file = process.argv[2];
if (file === undefined) throw new Error('usage: node scripts/extract-openapi.ts PATH/TO/api.github.com.json');
const description = JSON.parse(readFileSync(file, 'utf8')) as JsonObject; // the OpenAPI document
const operations = wanted.map((route) => extractOperation(description, route));
const components = resolve(description, resolve(description, description['components'] ?? null)['schemas'] ?? null);
const schemas: Record<string, Json> = {};
const pending = new Set<string>();
referencesIn(operations, pending);
for (const name of pending) {
  schemas[name] = toJsonSchema(components[name] ?? null);
  referencesIn(schemas[name], pending); // a Set takes what is added while it is walked
}
/** Where GitHub answers otherwise than it says: an outdated comment has `"line": null`. */
const corrected = JSON.stringify(schemas['pull-request-review-comment']).replace(
  '"line":{"type":"integer"',
  '"line":{"type":["integer","null"]',
);
schemas['pull-request-review-comment'] = JSON.parse(corrected) as Json; // JSON of a schema
const sorted = Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1)));
const notice = {
  source: 'npm @octokit/openapi, generated/api.github.com.json, cut and converted to JSON Schema by scripts/extract-openapi.ts',
  version: resolve(description, description['info'] ?? null)['version'] ?? '',
  licence: 'MIT License, Copyright (c) 2020 Octokit contributors, https://github.com/octokit/openapi/blob/main/LICENSE',
};
writeFileSync('test/support/github/openapi.json', `${JSON.stringify({ notice, operations, schemas: sorted })}\n`);
console.log(`${operations.length} operations, ${Object.keys(sorted).length} schemas`);
