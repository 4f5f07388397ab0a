/** The HTTP side of the App. A webhook's size and signature are checked before Probot sees its body. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Probot } from 'probot';
import type { Logger } from './log.ts';

export interface WebhookServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly path: string;
  readonly secret: string;
  readonly probot: Probot;
  readonly log: Logger;
  /** False while the App drains: load balancers then send webhooks elsewhere. */
  readonly isReady: () => boolean;
}

export interface WebhookServer {
  readonly port: number;
  /** Takes no more connections and waits for those that are open. */
  close(): Promise<void>;
}

/** GitHub sends no larger payloads: https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
const largestBody = 25 * 1024 * 1024;
/** GitHub waits ten seconds for an answer; nobody needs longer to send a request. */
const requestTimeout = 30_000;

/** A request that is turned away, with the words for it. */
class Rejection extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const tooLarge = new Rejection(413, 'The body is larger than 25 MB.');
  if (Number(request.headers['content-length'] ?? 0) > largestBody) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
export function isSigned(body: Uint8Array, signature: string, secret: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  if (typeof value !== 'string' || value === '') throw new Rejection(400, `The header ${name} is missing.`);
  return value;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new Rejection(400, 'The body is not JSON.');
  }
}

async function receive(request: IncomingMessage, { secret, probot }: WebhookServerOptions): Promise<void> {
  if (!/^application\/json\b/u.test(request.headers['content-type'] ?? '')) {
    throw new Rejection(415, 'Set the content type of the webhook to application/json.');
  }
  const [name, id, signature] = [
    headerOf(request, 'x-github-event'),
    headerOf(request, 'x-github-delivery'),
    headerOf(request, 'x-hub-signature-256'),
  ];
  const body = await readBody(request);
  if (!isSigned(body, signature, secret)) throw new Rejection(401, 'The signature is wrong: is WEBHOOK_SECRET the secret of the App?');
  const event = { id, name, payload: parse(body) };
  await probot.receive(event as Parameters<Probot['receive']>[0]); // signed by GitHub; each handler checks what it reads
}

function answer(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }).end(`${words}\n`);
}

async function serve(request: IncomingMessage, response: ServerResponse, options: WebhookServerOptions): Promise<void> {
  const path = (request.url ?? '/').split('?')[0];
  if (request.method === 'GET' && path === '/healthz') return answer(response, 200, 'ok');
  if (request.method === 'GET' && path === '/readyz')
    return options.isReady() ? answer(response, 200, 'ready') : answer(response, 503, 'draining');
  if (path !== options.path) return answer(response, 404, 'Not found.');
  if (request.method !== 'POST') return answer(response, 405, 'Only POST.');
  if (!options.isReady()) return answer(response, 503, 'The App is shutting down; redeliver this later.');
  try {
    await receive(request, options);
    answer(response, 202, 'accepted');
  } catch (error) {
    if (error instanceof Rejection) {
      options.log.warn({ outcome: error.status }, error.message);
      response.setHeader('connection', 'close'); // what is left of the body is not read
      answer(response, error.status, error.message);
    } else {
      options.log.error({ err: error }, 'A webhook could not be handled.');
      answer(response, 500, 'The webhook could not be handled.');
    }
  }
  return undefined;
}

/** Listens. Rejects when the port is taken. */
export async function startWebhookServer(options: WebhookServerOptions): Promise<WebhookServer> {
  const server: Server = createServer({ requestTimeout }, (request, response) => {
    serve(request, response, options).catch((error: unknown) => {
      options.log.error({ err: error }, 'A request could not be answered.');
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo; // an address once it listens on a port
  return {
    port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeIdleConnections();
      }),
  };
}
