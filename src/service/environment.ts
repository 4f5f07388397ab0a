/** What the App is told by environment variables, under the names that Probot gave them. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { logLevels, type LogLevel } from '../github/log.ts';

export interface AppSettings {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly webhookPath: string;
  readonly host: string;
  readonly port: number;
  /** `https://api.github.com`, or `https://HOST/api/v3` of a GitHub Enterprise Server. */
  readonly apiUrl: string;
  readonly logLevel: LogLevel;
}

/** The settings, or what to mend, a sentence each. */
export type SettingsResult =
  | { readonly kind: 'ok'; readonly settings: AppSettings }
  | { readonly kind: 'unusable'; readonly problems: readonly string[] };

type Environment = Readonly<Record<string, string | undefined>>;

/** A PEM as people put it into variables: as it is, with `\n` written out, or in base64. */
function readPem(text: string): string {
  if (text.includes('-----BEGIN')) return text.replaceAll('\\n', '\n');
  return Buffer.from(text, 'base64').toString('utf8');
}

function readPrivateKey(environment: Environment): string | { readonly problem: string } {
  const path = environment['PRIVATE_KEY_PATH'];
  let text = environment['PRIVATE_KEY'] ?? '';
  if (text === '' && path !== undefined) {
    try {
      text = readFileSync(path, 'utf8');
    } catch {
      return { problem: `PRIVATE_KEY_PATH: the file ${path} cannot be read.` };
    }
  }
  if (text === '') return { problem: 'PRIVATE_KEY (or PRIVATE_KEY_PATH) is missing: the private key of the GitHub App, a PEM file.' };
  const pem = readPem(text);
  try {
    createPrivateKey(pem);
    return pem;
  } catch {
    return { problem: 'PRIVATE_KEY is not a private key: expected a PEM file, as it is, with \\n for line ends, or in base64.' };
  }
}

function readApiUrl(environment: Environment): string | undefined {
  const { GITHUB_API_URL: url, GHE_HOST: host, GHE_PROTOCOL: protocol = 'https' } = environment;
  const chosen = url || (host ? `${protocol}://${host}/api/v3` : 'https://api.github.com');
  return URL.canParse(chosen) ? chosen.replace(/\/+$/u, '') : undefined;
}

function readWebhookSecret(environment: Environment): string | { readonly problem: string } {
  const secret = environment['WEBHOOK_SECRET'] ?? '';
  if (secret === '')
    return { problem: 'WEBHOOK_SECRET is missing: without it anybody could send events. Use the secret of the GitHub App.' };
  if (secret === 'development') return { problem: 'WEBHOOK_SECRET is “development”, which everybody knows. Choose a long random one.' };
  return secret;
}

function readNumber(text: string | undefined, range: { readonly least: number; readonly most: number }): number | undefined {
  const number = /^\d+$/u.test(text ?? '') ? Number(text) : Number.NaN;
  return number >= range.least && number <= range.most ? number : undefined;
}

function isLogLevel(text: string): text is LogLevel {
  return logLevels.some((level) => level === text);
}

/** Reads everything at once, so that one start tells all that is missing. */
export function readSettings(environment: Environment): SettingsResult {
  const appId = readNumber(environment['APP_ID'], { least: 1, most: Number.MAX_SAFE_INTEGER });
  const port = readNumber(environment['PORT'] || '3000', { least: 0, most: 65_535 });
  const privateKey = readPrivateKey(environment);
  const webhookSecret = readWebhookSecret(environment);
  const apiUrl = readApiUrl(environment);
  const logLevel = environment['LOG_LEVEL'] || 'info';
  const problems: string[] = [];
  if (appId === undefined) problems.push('APP_ID is missing: the number of the GitHub App.');
  if (typeof privateKey !== 'string') problems.push(privateKey.problem);
  if (typeof webhookSecret !== 'string') problems.push(webhookSecret.problem);
  if (port === undefined) problems.push('PORT is not a port number.');
  if (apiUrl === undefined) problems.push('GHE_HOST (or GITHUB_API_URL) does not give a URL.');
  if (!isLogLevel(logLevel)) problems.push(`LOG_LEVEL is none of ${logLevels.join(', ')}.`);
  if (appId === undefined || port === undefined || apiUrl === undefined || !isLogLevel(logLevel)) return { kind: 'unusable', problems };
  if (typeof privateKey !== 'string' || typeof webhookSecret !== 'string') return { kind: 'unusable', problems };
  const host = environment['HOST'] || 'localhost';
  const webhookPath = environment['WEBHOOK_PATH'] || '/api/github/webhooks';
  return { kind: 'ok', settings: { appId, privateKey, webhookSecret, webhookPath, host, port, apiUrl, logLevel } };
}
