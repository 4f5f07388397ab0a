/** The log. It holds what we did, never what people wrote: no payloads, no code, no tokens. */
import pino, { type Logger } from 'pino';

export type { Logger };

/** The only keys that are written, whoever logs them; Octokit and Probot hand whole requests and events to their logger. */
const allowed = new Set([
  'address',
  'action',
  'conclusion',
  'delivery',
  'err',
  'event',
  'head',
  'key',
  'outcome',
  'pull',
  'repository',
  'requests',
  'took',
]);

const secrets = [
  /\bgh[a-z]_[\w.-]+/gu,
  /\bgithub_pat_\w+/gu,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]+/gu,
  /\b(?:bearer|token) [^\s"']{16,}/giu,
  /-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/gu,
];

/** The text without anything that looks like a credential. */
export function withoutSecrets(text: string): string {
  return secrets.reduce((masked, secret) => masked.replace(secret, '[secret]'), text);
}

const longestMessage = 500;

/** An error as name, message, status, request line, and stack where it is ours: no request bodies, no events. */
function serializeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { name, message, stack } = error;
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
  const request = 'request' in error ? (error.request as { readonly method?: unknown; readonly url?: unknown } | undefined) : undefined; // Octokit's
  const base = { type: name, message: withoutSecrets(message).slice(0, longestMessage) };
  if (status !== undefined) return { ...base, status, request: `${String(request?.method)} ${withoutSecrets(String(request?.url))}` };
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  return { ...base, stack: withoutSecrets(frames.join('\n')) };
}

function onlyAllowed(object: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(object).filter(([key, value]) => allowed.has(key) && (key === 'err' || typeof value !== 'object'));
  return Object.fromEntries(entries.map(([key, value]) => [key, typeof value === 'string' ? withoutSecrets(value) : value]));
}

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** JSON lines to standard output, or to `destination`. */
export function makeLog(level: LogLevel, destination: { write(line: string): void } = pino.destination(1)): Logger {
  const options = {
    level,
    base: null,
    serializers: { err: serializeError, error: serializeError },
    formatters: { log: onlyAllowed },
    hooks: {
      logMethod(this: Logger, args: Parameters<pino.LogFn>, method: pino.LogFn): void {
        const masked = args.map((argument: unknown) => (typeof argument === 'string' ? withoutSecrets(argument) : argument));
        method.apply(this, masked as unknown as Parameters<pino.LogFn>); // the same arguments, strings masked
      },
    },
  };
  return pino(options, destination);
}
