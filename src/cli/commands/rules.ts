import type { Command } from 'commander';
import { rules } from '../../rules/index.ts';
import { formatOption, print, type Format } from '../output.ts';

/** `rules`: every rule with its severity and one sentence. */
export function addRules(program: Command): void {
  program
    .command('rules')
    .description('list the rules')
    .addOption(formatOption())
    .action(async ({ format }: { readonly format: Format }) => {
      const list = rules.map(({ id, family, severity, databases, docs }) => ({
        id,
        family,
        severity,
        databases: databases ?? 'all',
        what: docs.what,
      }));
      if (format === 'json') return print(JSON.stringify(list, undefined, 2));
      if (format === 'jsonl') return print(list.map((rule) => JSON.stringify(rule)).join('\n'));
      const width = Math.max(...list.map((rule) => rule.id.length));
      return print(list.map((rule) => `${rule.severity.padEnd(8)}${rule.id.padEnd(width + 2)}${rule.what}`).join('\n'));
    });
}
