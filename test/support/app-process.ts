/** The App as its users start it: `migration-expert serve`, a process of its own with environment variables. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface AppProcess {
  readonly webhookUrl: string;
  /** What it printed so far. */
  output(): string;
  /** Sends SIGTERM and answers the exit code. */
  stop(): Promise<number | null>;
}

export interface AppCredentials {
  readonly id: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
}

// This file runs from dist/test/support.
const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

interface Printing {
  readonly child: ChildProcess;
  readonly printed: string[];
}

function run(environment: Readonly<Record<string, string>>): Printing {
  const { APP_ID: _id, PRIVATE_KEY: _key, WEBHOOK_SECRET: _secret, ...inherited } = process.env;
  const env = { ...inherited, ...environment } as NodeJS.ProcessEnv; // Probot narrows LOG_LEVEL
  const child = spawn(process.execPath, [main, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk.toString()));
  return { child, printed };
}

/** Runs `serve` until it ends by itself, for starts that must fail. */
export async function runServe(
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const { child, printed } = run(environment);
  const [code] = (await once(child, 'close')) as [number | null]; // what `close` tells
  return { code, output: printed.join('') };
}

/** Starts it before the GitHub at `origin` and waits until it listens. Rejects with its output when it ends instead. */
export async function startServe(app: AppCredentials, origin: string): Promise<AppProcess> {
  const { child, printed } = run({
    NODE_ENV: 'production',
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: app.webhookSecret,
    GHE_HOST: new URL(origin).host,
    GHE_PROTOCOL: new URL(origin).protocol.slice(0, -1),
    HOST: '127.0.0.1',
    PORT: '0',
  });
  const ended = once(child, 'close') as Promise<[number | null]>; // what `close` tells
  const webhookUrl = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const address = /"address":"([^"]+)"/u.exec(printed.join(''))?.[1];
      if (address !== undefined) resolve(address);
    });
    void ended.then(([code]) => reject(new Error(`the App ended with ${code}:\n${printed.join('')}`)));
  });
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    return (await ended)[0];
  };
  return { webhookUrl, output: () => printed.join(''), stop };
}
