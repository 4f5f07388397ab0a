/** Advice as Markdown: what a reviewer can paste. */
import type { Advice } from '../rules/rule.ts';
import { code, codeBlock, message } from './escape.ts';

/** Every kind but `edit`, which becomes a suggestion where it can. */
export function renderAdvice(advice: Advice): string {
  switch (advice.kind) {
    case 'edit':
      return `**${message(advice.title)}**\n\n${codeBlock(advice.edits.map((edit) => edit.newText).join('\n'), 'python')}`;
    case 'split':
      return [
        `**${message(advice.title)}**`,
        numbered(advice.steps),
        ...advice.migrations.map((file) => `${code(file.path)}\n\n${codeBlock(file.text, languageOf(file.path))}`),
      ]
        .filter((part) => part !== '')
        .join('\n\n');
    case 'manual':
      return `**${message(advice.title)}**\n\n${numbered(advice.steps)}`;
  }
}

/** Steps as a numbered Markdown list. */
export function numbered(steps: readonly string[]): string {
  return steps.map((step, index) => `${index + 1}. ${message(step)}`).join('\n');
}

function languageOf(path: string): string {
  return path.endsWith('.sql') ? 'sql' : 'python';
}
