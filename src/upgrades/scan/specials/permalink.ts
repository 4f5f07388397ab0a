/** Methods below `@models.permalink`: https://docs.djangoproject.com/en/1.11/ref/models/instances/#the-permalink-decorator */
import { descend } from '../tree/children.ts';
import { report } from '../tree/sheet.ts';
import { definedAt } from '../resolve/graph.ts';
import { qualify } from '../resolve/qualify.ts';
import type { Special } from './special.ts';

/** What the method returns has to become a call of reverse(). */
export const permalinkReturn: Special = (sheet, node, standing, watch) => {
  if (node.kind !== 'FunctionDef') return;
  const decorated = node.decorators.some((each) =>
    qualify(sheet.names, each, standing.scope).some(({ path }) => definedAt(path) === definedAt('django.db.models.permalink')),
  );
  if (!decorated) return;
  for (const statement of node.body)
    for (const each of descend(statement))
      if (each.kind === 'Return') report(sheet, watch, standing, { node: each, sureness: 1, derived: true });
};
