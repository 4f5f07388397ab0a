/** A rule's documentation page in Markdown, made from its record; docs/rules/ holds them, `explain` prints them. */
import { fact } from '../../facts/index.ts';
import type { Example, Rule } from '../rule.ts';

/** Ends with a line end. */
export function rulePage(rule: Rule): string {
  const databases = rule.databases === undefined ? 'every database' : rule.databases.join(', ');
  const sources = rule.docs.facts
    .map((id) => fact(id))
    .map(({ claim, source }) => `- ${claim} ${source.startsWith('https://') ? `([source](${source}))` : `(${source})`}`);
  return `${[
    `# ${rule.id}`,
    rule.docs.what,
    `Severity: ${rule.severity}. Speaks of ${databases}. Family: ${rule.family}.`,
    `## Why\n\n${rule.docs.why}`,
    `## What to do\n\n${rule.docs.fix}`,
    `## Found\n\n${rule.examples.bad.map(exampleText).join('\n\n')}`,
    `## Silent\n\n${rule.examples.good.map(exampleText).join('\n\n')}`,
    sources.length === 0 ? '' : `## Facts\n\n${sources.join('\n')}`,
    `## Silencing\n\nOn the operation's line or the line above: \`# migration-expert: ignore ${rule.id} -- the reason\`. For the whole repository: \`rules: {${rule.id}: off}\` in \`.github/migration-expert.yml\`.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function exampleText({ name, base, head }: Example): string {
  const block = (path: string, text: string) =>
    text.startsWith('\0') ? `\`${path}\` is removed.` : `\`\`\`python\n# ${path}\n${text.trimEnd()}\n\`\`\``;
  const files = Object.entries(head).map(([path, text]) => block(path, text));
  const before = Object.entries(base ?? {}).map(([path, text]) => block(path, text));
  const context = before.length === 0 ? [] : ['On the base branch:', ...before, 'In the pull request:'];
  return [`${name[0]?.toUpperCase() ?? ''}${name.slice(1)}:`, ...context, ...files].join('\n\n');
}
