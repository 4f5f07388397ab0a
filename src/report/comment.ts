/** One review comment: what happens, what heals it, and collapsed: why, sources, how to silence it. */
import type { Fact } from '../facts/fact.ts';
import type { Finding } from '../rules/rule.ts';
import { codeBlock, details, message } from './escape.ts';
import { renderAdvice } from './advice.ts';
import type { Suggestion } from './suggestion.ts';

export interface CommentParts {
  /** Set when the comment stands on exactly these lines of the head file, so that one click applies it. */
  readonly suggestion: Suggestion | undefined;
  readonly docs: { readonly why: string; readonly fix: string } | undefined;
  readonly facts: ReadonlyMap<string, Fact>;
}

/** The comment's body in Markdown, without the hidden marker; at most 60,000 characters. */
export function renderComment(finding: Finding, parts: CommentParts): string {
  const heal = parts.suggestion === undefined ? '' : codeBlock(parts.suggestion.replacement, 'suggestion');
  const advice = finding.advice.filter((one) => one.kind !== 'edit' || parts.suggestion === undefined).map(renderAdvice);
  const body = [
    `**${message(finding.message)}**`,
    heal,
    ...advice,
    details('Why, sources, and how to silence this', background(finding, parts)),
  ];
  return budget(
    body.filter((part) => part !== ''),
    60_000,
  );
}

function background(finding: Finding, { docs, facts }: CommentParts): string {
  const sources = finding.facts.flatMap((id) => {
    const fact = facts.get(id);
    return fact === undefined ? [] : [`- ${message(fact.claim)} ${sourceLink(fact)}`];
  });
  const links = finding.sources.filter((url) => url.startsWith('https://')).map((url) => `- <${url}>`);
  const silence = `To silence it here, with a reason: \`# migration-expert: ignore ${finding.rule} -- why it is fine\` on the line above.`;
  return [docs === undefined ? '' : message(docs.why), [...sources, ...links].join('\n'), silence, `Rule \`${finding.rule}\``]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** A link for a URL, the words themselves for "measured on …". */
export function sourceLink(fact: Fact): string {
  return fact.source.startsWith('https://') ? `([source](${fact.source}))` : `(${message(fact.source)})`;
}

/** Drops parts from the end but one (the background) until the rest fits. */
function budget(parts: readonly string[], most: number): string {
  let kept = [...parts];
  while (kept.join('\n\n').length > most && kept.length > 2) kept = [...kept.slice(0, -2), ...kept.slice(-1)];
  return kept.join('\n\n').slice(0, most);
}
