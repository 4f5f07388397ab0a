/** `# migration-expert: ignore RULE[, RULE] -- reason`: on the finding's line, the line above, or before the first statement for the whole file. */
import type { Comment, Module } from '../../python/ast.ts';
import { positionAt } from '../../source/position.ts';
import { digest } from './operation-name.ts';
import type { Finding, Rule } from '../rule.ts';

interface Ignore {
  readonly module: Module;
  readonly comment: Comment;
  readonly rules: readonly string[];
  readonly reason: string | undefined;
  readonly wholeFile: boolean;
}

const form = /^migration-expert:\s*ignore\b\s*(.*)$/i;

/** Marks silenced findings and adds findings about ignores that do not work: without a reason, of an unknown rule, or unused. */
export function applySuppressions(findings: readonly Finding[], modules: readonly Module[], rules: readonly Rule[]): readonly Finding[] {
  const ignores = modules.flatMap(ignoresIn);
  const used = new Set<Ignore>();
  const marked = findings.map((finding) => {
    const ignore = ignores.find((one) => one.reason !== undefined && covers(one, finding));
    if (ignore?.reason === undefined) return finding;
    used.add(ignore);
    return { ...finding, suppressed: { reason: ignore.reason, line: ignore.comment.line } };
  });
  const known = new Set(rules.map((rule) => rule.id));
  return [...marked, ...ignores.flatMap((ignore) => complaints(ignore, { known, used: used.has(ignore) }))];
}

function ignoresIn(module: Module): readonly Ignore[] {
  const first = module.body[0]?.start ?? module.text.length;
  return module.comments.flatMap((comment) => {
    const match = form.exec(comment.text);
    if (match === null) return [];
    const [list = '', ...reason] = (match[1] ?? '').split(/\s+--\s+|\s+--$/);
    const ids = list.split(/[\s,]+/).filter((id) => id !== '');
    const why = reason.join(' -- ').trim();
    return [{ module, comment, rules: ids, reason: why === '' ? undefined : why, wholeFile: comment.start < first }];
  });
}

function covers(ignore: Ignore, finding: Finding): boolean {
  if (finding.range.path !== ignore.module.path || !ignore.rules.includes(finding.rule)) return false;
  return ignore.wholeFile || finding.range.start.line === ignore.comment.line || lineBelow(ignore) === finding.range.start.line;
}

/** The next line that is not a comment: several ignores may stand above one operation. */
function lineBelow({ module, comment }: Ignore): number {
  const lines = new Set(module.comments.map((other) => other.line));
  let line = comment.line + 1;
  while (lines.has(line)) line += 1;
  return line;
}

function complaints(ignore: Ignore, { known, used }: { readonly known: ReadonlySet<string>; readonly used: boolean }): readonly Finding[] {
  const unknown = ignore.rules.filter((id) => !known.has(id));
  if (unknown.length > 0)
    return [
      complaint(
        ignore,
        'ignore-of-unknown-rule',
        `This comment ignores ${unknown.map((id) => `\`${id}\``).join(', ')}, and there is no such rule.`,
      ),
    ];
  if (ignore.rules.length === 0)
    return [complaint(ignore, 'ignore-of-unknown-rule', 'This comment names no rule, so it silences nothing.')];
  if (ignore.reason === undefined)
    return [
      complaint(
        ignore,
        'ignore-without-reason',
        'This comment gives no reason, so it silences nothing: write `-- why it is fine` at its end.',
      ),
    ];
  return used
    ? []
    : [
        complaint(
          ignore,
          'ignore-unused',
          `Nothing is found here by ${ignore.rules.map((id) => `\`${id}\``).join(', ')}, so this comment can go.`,
        ),
      ];
}

function complaint({ module, comment }: Ignore, rule: string, message: string): Finding {
  const range = { path: module.path, start: positionAt(module.lineStarts, comment.start), end: positionAt(module.lineStarts, comment.end) };
  const severity = rule === 'ignore-unused' ? 'notice' : 'warning';
  const fingerprint = digest([rule, module.path, comment.text].join('\n'), 16);
  return {
    rule,
    severity,
    message,
    range,
    app: undefined,
    migration: undefined,
    operation: undefined,
    fingerprint,
    facts: [],
    sources: [],
    advice: [],
    suppressed: undefined,
    confidence: 'high',
  };
}
