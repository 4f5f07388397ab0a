/** GitHub's own description of its API judges every request and every answer of the loopback GitHub. */
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import extract from './openapi.json' with { type: 'json' };

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly query: object;
  readonly body?: object;
  readonly responses: Readonly<Record<string, object>>;
}

interface Description {
  readonly operations: readonly Operation[];
  readonly schemas: Readonly<Record<string, object>>;
}

const description = extract as unknown as Description; // written by scripts/extract-openapi.ts
const ajv = new Ajv({ strict: false, allErrors: false, coerceTypes: false });
const ajvOfQueries = new Ajv({ strict: false, coerceTypes: true });
formats.default(ajv);
formats.default(ajvOfQueries);
ajv.addSchema({ $id: 'github', schemas: description.schemas });
const operations = new Map(description.operations.map((operation) => [`${operation.method} ${operation.path}`, operation]));
const compiled = new Map<string, ValidateFunction>();

function judge(key: string, schema: object, data: unknown, by: Ajv): string | undefined {
  let validate = compiled.get(key);
  if (validate === undefined) {
    const text = JSON.stringify(schema).replaceAll('"#/schemas/', '"github#/schemas/');
    validate = by.compile(JSON.parse(text) as object); // the same schema with absolute references
    compiled.set(key, validate);
  }
  return validate(data) ? undefined : by.errorsText(validate.errors);
}

/** What is wrong with a request, undefined when GitHub's description allows it. `route` is `GET /repos/{owner}/{repo}`. */
export function judgeRequest(route: string, query: Readonly<Record<string, string>>, body: unknown): string | undefined {
  const operation = operations.get(route);
  if (operation === undefined) return `${route} is not in openapi.json`;
  const wrong = judge(`${route} query`, operation.query, { ...query }, ajvOfQueries);
  if (wrong !== undefined) return `query: ${wrong}`;
  if (operation.body === undefined) return body === undefined ? undefined : `${route} takes no body`;
  return judge(`${route} body`, operation.body, body ?? {}, ajv);
}

/** What is wrong with an answer of ours. Refusals have no schema. */
export function judgeAnswer(route: string, status: number, body: unknown): string | undefined {
  const schema = operations.get(route)?.responses[String(status)];
  return schema === undefined ? undefined : judge(`${route} ${status}`, schema, body, ajv);
}
