/** Chains of one migration's findings, put into files: those that do the same to several operations share their files. */
import type { Advice, Chain, Link, OperationContext, OperationHit } from '../rule.ts';
import { mayMoveUp } from './independent.ts';
import { splitAdvice } from './split.ts';

export interface PlacedHit {
  readonly hit: OperationHit;
  readonly context: OperationContext;
}

export interface ResolvedHit extends PlacedHit {
  readonly advice: readonly Advice[];
}

interface PlacedChain {
  readonly chain: Chain;
  readonly context: OperationContext;
}

/** The hits of one rule in one migration, in their order, their chains made into files. */
export function resolveChains(hits: readonly PlacedHit[]): readonly ResolvedHit[] {
  const groups = groupsOf(hits);
  return hits.map((placed) => ({
    ...placed,
    advice: (placed.hit.advice ?? []).map((one) => (one.kind === 'chain' ? adviceOf(one, groups.get(one) ?? []) : one)),
  }));
}

/** Chains that go together: the same title, as many links, about operations that may stand where the first of them stands. */
function groupsOf(hits: readonly PlacedHit[]): ReadonlyMap<Chain, readonly PlacedChain[]> {
  const groups: PlacedChain[][] = [];
  const byChain = new Map<Chain, readonly PlacedChain[]>();
  for (const { hit, context } of hits) {
    for (const chain of hit.advice ?? []) {
      if (chain.kind !== 'chain') continue;
      const known = groups.find((group) => goesWith(group, { chain, context }));
      const group = known ?? [];
      if (known === undefined) groups.push(group);
      group.push({ chain, context });
      byChain.set(chain, group);
    }
  }
  return byChain;
}

function goesWith(group: readonly PlacedChain[], { chain, context }: PlacedChain): boolean {
  const [first] = group;
  const [index, ...nested] = context.step.index;
  const [from, ...firstNested] = first?.context.step.index ?? [];
  if (first === undefined || index === undefined || from === undefined || nested.length + firstNested.length > 0) return false;
  if (chain.about === undefined || first.chain.title !== chain.title || first.chain.links.length !== chain.links.length) return false;
  const own = group.flatMap((one) => one.context.step.index);
  return mayMoveUp(context.migration.migration.operations, index, from, own);
}

function adviceOf(chain: Chain, group: readonly PlacedChain[]): Advice {
  const [first] = group;
  if (first === undefined) throw new Error(`the chain "${chain.title}" belongs to no group`);
  if (first.chain !== chain) {
    const { start } = first.context.step.operation.range;
    return {
      kind: 'manual',
      title: chain.title,
      steps: [`It goes with \`${first.chain.about ?? ''}\` in line ${start.line}: the migrations there do both.`],
    };
  }
  const nested = group.some(({ context }) => context.step.index.length > 1);
  return splitAdvice(first.context.migration, {
    title: chain.title,
    steps: chain.steps(group.map((one) => `\`${one.chain.about ?? ''}\``).join(' and ')),
    links: chain.links.map((link, index) => merged(link, group, index)),
    restBehindFirst: chain.restBehindFirst === true,
    operations: nested ? undefined : group.flatMap(({ context }) => context.step.index),
  });
}

function merged(link: Link, group: readonly PlacedChain[], index: number): Link {
  const all = group.flatMap((one) => one.chain.links[index] ?? []);
  if (all.length === 1) return link;
  return {
    ...link,
    name: `${link.name}_and_more`,
    operations: all.map(({ operations }) => operations.replace(/,\s*$/, '')).join(',\n'),
    imports: all.map(({ imports = '' }) => imports).join('\n'),
    functions: all
      .map(({ functions = '' }) => functions)
      .join('\n\n\n')
      .trim(),
  };
}
