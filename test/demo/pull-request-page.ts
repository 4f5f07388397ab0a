/** A pull request's page, read through GitHub's API with a person's token and printed. */
import { styleText } from 'node:util';
import { Octokit } from '@octokit/rest';
import { renderMarkdown } from './markdown.ts';

export interface Page {
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly head: string;
  /** Undefined until it is completed. */
  readonly check:
    | { readonly conclusion: string; readonly title: string; readonly summary: string; readonly annotations: readonly string[] }
    | undefined;
  readonly comments: readonly { readonly place: string; readonly author: string; readonly body: string }[];
}

const repository = { owner: 'city-clinic', repo: 'records' };

export function makeReader(origin: string, token: string): (pullNumber: number) => Promise<Page> {
  const octokit = new Octokit({ baseUrl: `${origin}/api/v3`, auth: token });
  return async (pullNumber) => {
    const pullRequest = { ...repository, pull_number: pullNumber };
    const { data: pull } = await octokit.rest.pulls.get(pullRequest);
    const { data: checks } = await octokit.rest.checks.listForRef({ ...repository, ref: pull.head.sha });
    const run = checks.check_runs.find(({ status }) => status === 'completed');
    const annotations = run === undefined ? [] : (await octokit.rest.checks.listAnnotations({ ...repository, check_run_id: run.id })).data;
    const { data: comments } = await octokit.rest.pulls.listReviewComments(pullRequest);
    return {
      number: pullNumber,
      title: pull.title,
      author: pull.user.login,
      head: pull.head.sha,
      check:
        run === undefined
          ? undefined
          : {
              conclusion: run.conclusion ?? '',
              title: run.output.title ?? '',
              summary: run.output.summary ?? '',
              annotations: annotations.map((one) => `${one.path}:${one.start_line} ${one.message ?? ''}`),
            },
      comments: comments.map((comment) => ({
        place: `${comment.path}:${comment.line ?? comment.original_line ?? ''}`,
        author: comment.user.login,
        body: comment.body,
      })),
    };
  };
}

const marks = { success: ['green', '✓'], failure: ['red', '✗'], neutral: ['yellow', '■'] } as const;
const isMarked = (conclusion: string): conclusion is keyof typeof marks => conclusion in marks;
const bold = (text: string): string => styleText('bold', text, { stream: process.stdout });
const dim = (text: string): string => styleText('dim', text, { stream: process.stdout });

/** Prints what somebody sees who opens the pull request. */
export function printPage({ number, title, author, head, check, comments }: Page): void {
  const print = (indent: string, lines: readonly string[]): void => lines.forEach((line) => console.log((indent + line).trimEnd()));
  console.log(`\n${dim('─'.repeat(100))}\n${bold(`${title} #${number}`)}  ${dim(`${author}, ${head.slice(0, 7)}`)}\n`);
  if (check !== undefined) {
    const [color, mark] = isMarked(check.conclusion) ? marks[check.conclusion] : (['yellow', '!'] as const);
    console.log(
      `${styleText(color, mark, { stream: process.stdout })} ${bold('Migration Expert')} ${dim(check.conclusion)}  ${check.title}\n`,
    );
    print('  ', renderMarkdown(check.summary));
    if (check.annotations.length > 0) print('  ', ['', bold('Annotations'), ...check.annotations.flatMap((one) => one.split('\n'))]);
  }
  for (const comment of comments) {
    console.log(`\n  ${bold(comment.author)} ${dim(`on ${comment.place}`)}`);
    print('  │ ', renderMarkdown(comment.body));
  }
}
