import type { Command } from 'commander';

type Adding = (program: Command) => void;

/** Every command in the order of the help, each in a file of its own: what one does not need is not loaded for it. */
const commands: Readonly<Record<string, () => Promise<Adding>>> = {
  review: async () => (await import('./commands/review.ts')).addReview,
  audit: async () => (await import('./commands/audit.ts')).addAudit,
  sql: async () => (await import('./commands/sql.ts')).addSql,
  state: async () => (await import('./commands/state.ts')).addState,
  plan: async () => (await import('./commands/plan.ts')).addPlan,
  upgrade: async () => (await import('./commands/upgrade.ts')).addUpgrade,
  explain: async () => (await import('./commands/explain.ts')).addExplain,
  rules: async () => (await import('./commands/rules.ts')).addRules,
  init: async () => (await import('./commands/init.ts')).addInit,
  serve: async () => (await import('./commands/serve.ts')).addServe,
};

/** Adds the command that is asked for; all of them when it is none, for the help and for what to suggest. */
export async function addCommands(program: Command, asked: string | undefined): Promise<void> {
  const one = Object.entries(commands).find(([name]) => name === asked)?.[1];
  for (const load of one === undefined ? Object.values(commands) : [one]) (await load())(program);
}
