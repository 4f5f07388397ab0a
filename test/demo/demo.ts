/**
 * `npm run demo`: a GitHub on this machine with three pull requests of a Django project, the App beside it, both as processes of their own and
 * connected by signed webhooks and GitHub's API only; prints what stands on the pull requests then. Exits 1 when something did not arrive.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { startServe, type AppProcess } from '../support/app-process.ts';
import type { News, Order } from './clinic-github.ts';
import { makeReader, printPage, type Page } from './pull-request-page.ts';

const timeLimit = 55_000;
const deadline = Date.now() + timeLimit;

/** The next message of that kind. */
function newsOf<K extends News['news']>(child: ChildProcess, kind: K): Promise<Extract<News, { news: K }>> {
  return new Promise((resolve, reject) => {
    child.on('message', (news: News) => {
      if (news.news === kind) resolve(news as Extract<News, { news: K }>); // the kind decides
    });
    child.once('exit', () => reject(new Error('the loopback GitHub ended early')));
  });
}

async function order<K extends News['news']>(child: ChildProcess, what: Order, answer: K): Promise<Extract<News, { news: K }>> {
  const news = newsOf(child, answer);
  child.send(what);
  return news;
}

/** Reads the page until its check is completed on a head other than `notHead`. */
async function arrived(read: () => Promise<Page>, notHead?: string): Promise<Page> {
  for (;;) {
    const page = await read();
    if (page.check !== undefined && page.head !== notHead) return page;
    if (Date.now() > deadline) throw new Error(`no check arrived on “${page.title}” #${page.number} in ${timeLimit / 1000} seconds`);
    await wait(200);
  }
}

const expected: readonly string[] = ['success', 'failure', 'failure'];

/** A sentence for each thing that is not as it should be. */
function complaintsAbout(pages: readonly Page[], pushed: Page): readonly string[] {
  const complaints = pages.flatMap(({ number, check }, index) =>
    check?.conclusion === expected[index] ? [] : [`the check of #${number} says ${check?.conclusion}, not ${expected[index]}`],
  );
  if ((pages[0]?.comments.length ?? 0) > 0) complaints.push('the safe pull request got comments');
  if ((pages[1]?.comments.length ?? 0) === 0) complaints.push('the dangerous pull request got no comments');
  if (pushed.check?.conclusion === 'failure') complaints.push('the push that mends #2 is still refused');
  if (!pushed.comments.some(({ body }) => body.startsWith('~~')))
    complaints.push('no comment on #2 was struck after the push that mends it');
  return complaints;
}

async function play(github: ChildProcess, ready: Extract<News, { news: 'ready' }>, app: AppProcess): Promise<readonly string[]> {
  const read = makeReader(ready.origin, ready.token);
  const start = performance.now();
  const { statuses } = await order(github, { order: 'open', webhookUrl: app.webhookUrl }, 'delivered');
  console.log(`Three pull requests were opened; the App answered their webhooks with ${statuses.join(', ')}.`);
  const pages = await Promise.all([1, 2, 3].map((number) => arrived(() => read(number))));
  console.log(`Their reviews arrived after ${((performance.now() - start) / 1000).toFixed(1)} seconds.`);
  for (const page of pages) printPage(page);
  await order(github, { order: 'push' }, 'delivered');
  const pushed = await arrived(() => read(2), pages[1]?.head);
  console.log('\nThe author of #2 pushes a smaller migration. What stands there now:');
  printPage(pushed);
  return complaintsAbout(pages, pushed);
}

async function main(): Promise<number> {
  const github = fork(fileURLToPath(new URL('clinic-github.js', import.meta.url)), { stdio: 'inherit' });
  let app: AppProcess | undefined;
  try {
    const ready = await newsOf(github, 'ready');
    app = await startServe(ready.app, ready.origin);
    console.log(`GitHub listens on ${ready.origin}, the App on ${new URL(app.webhookUrl).origin}.`);
    const complaints = [...(await play(github, ready, app))];
    const stopped = await order(github, { order: 'stop' }, 'stopped');
    complaints.push(...stopped.violations.map((violation) => `GitHub's API description forbids: ${violation}`));
    console.log(`\nFor these four reviews the App made ${stopped.requests} requests to GitHub's API.`);
    for (const complaint of complaints) console.error(`Not as it should be: ${complaint}.`);
    return complaints.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(`The demo failed: ${error instanceof Error ? error.message : String(error)}\n${app?.output() ?? ''}`);
    return 1;
  } finally {
    await app?.stop();
    if (github.connected) github.kill();
  }
}

process.exitCode = await main();
