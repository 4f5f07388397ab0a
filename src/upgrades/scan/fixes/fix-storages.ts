/** DEFAULT_FILE_STORAGE and STATICFILES_STORAGE → STORAGES: https://docs.djangoproject.com/en/4.2/ref/settings/#storages */
import type { TextEdit } from '../../../source/edit.ts';
import type { Assign, Constant } from '../../../python/ast.ts';
import { descend } from '../tree/children.ts';
import { literalText } from '../tree/literals.ts';
import { lineSpan, replaceNode, textOfNode, type Draft } from './edits.ts';

const aliases = [
  { setting: 'DEFAULT_FILE_STORAGE', alias: 'default', initial: '"django.core.files.storage.FileSystemStorage"' },
  { setting: 'STATICFILES_STORAGE', alias: 'staticfiles', initial: '"django.contrib.staticfiles.storage.StaticFilesStorage"' },
] as const;

/** Both settings at once, the first gives the place; only where each is one plain text in a module that takes nothing over from another. */
export function fixStorages(draft: Draft): readonly TextEdit[] {
  const { module } = draft;
  const assigned = new Map<string, Assign & { readonly value: Constant }>();
  for (const statement of module.body) {
    if (statement.kind === 'ImportFrom' && statement.names.some(({ name }) => name === '*')) return [];
    if (statement.kind !== 'Assign' || statement.targets.length > 1) continue;
    const [target] = statement.targets;
    const { value } = statement;
    if (target?.kind === 'Name' && isOld(target.id) && value.kind === 'Constant' && literalText(value) !== undefined)
      assigned.set(target.id, { ...statement, value });
  }
  const named = [...descend(module)].filter((each) => each.kind === 'Name' && (each.id === 'STORAGES' || isOld(each.id)));
  const statements = [...assigned.values()].toSorted((a, b) => a.start - b.start);
  const [first] = statements;
  if (first === undefined || named.length !== statements.length) return [];
  const spans = statements.map((each) => lineSpan(draft, each));
  if (spans.some((span) => span === undefined || textOfNode(draft, span).includes('#'))) return [];
  const parts = aliases.map(({ setting, alias, initial }) => {
    const value = assigned.get(setting)?.value;
    return `    "${alias}": {\n        "BACKEND": ${value === undefined ? initial : textOfNode(draft, value)},\n    },\n`;
  });
  return statements.map((each, index) =>
    each === first ? replaceNode(draft, each, `STORAGES = {\n${parts.join('')}}`) : replaceNode(draft, spans[index]!, ''),
  );
}

function isOld(name: string): boolean {
  return aliases.some(({ setting }) => setting === name);
}
