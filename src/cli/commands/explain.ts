import type { Command } from 'commander';
import { rulePage } from '../../rules/docs/page.ts';
import { rules } from '../../rules/index.ts';
import { Failure } from '../failure.ts';
import { print } from '../output.ts';

/** `explain RULE`: a rule's page, as it stands in docs/rules/. */
export function addExplain(program: Command): void {
  program
    .command('explain')
    .description('print what a rule finds, why it matters, and what to do instead')
    .argument('<rule>', 'its id, as findings name it')
    .action(async (id: string) => {
      const rule = rules.find((one) => one.id === id);
      if (rule === undefined) throw new Failure(`there is no rule ${id}: ${nearest(id)}; \`migration-expert rules\` lists all of them.`);
      await print(rulePage(rule));
    });
}

/** The ids that share most words with what was asked for. */
function nearest(id: string): string {
  const words = new Set(id.toLowerCase().split(/\W+/));
  const score = (rule: string) => rule.split('-').filter((word) => words.has(word)).length;
  const best = rules
    .map((rule) => rule.id)
    .toSorted((a, b) => score(b) - score(a))
    .slice(0, 3);
  return `did you mean ${best.join(', ')}`;
}
