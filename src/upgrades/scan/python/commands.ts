/** `call_command("makemigrations", "--exit")` and command lines in lists of a Python file. */
import type { Call } from '../../../python/ast.ts';
import type { WatchOf } from '../watch/watch.ts';
import { literalText } from '../tree/literals.ts';
import { report, type Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';

/** Checks one call of call_command() or execute_from_command_line(). */
export function checkCommand(sheet: Sheet, node: Call, standing: Standing): void {
  const name = node.func.kind === 'Attribute' ? node.func.attr : node.func.kind === 'Name' ? node.func.id : '';
  if (name !== 'call_command') return;
  const [command, ...rest] = node.args.map(literalText);
  if (command === undefined) return;
  for (const watch of sheet.index.of('command'))
    if (fits(watch, command, rest, node)) report(sheet, watch, standing, { node, sureness: 3 });
}

function fits({ detector }: WatchOf<'command'>, command: string, rest: readonly (string | undefined)[], { keywords }: Call): boolean {
  if (!detector.commands.includes(command)) return false;
  const words = [...rest.filter((each) => each !== undefined), ...keywords.map(({ arg }) => `--${arg?.replaceAll('_', '-') ?? ''}`)];
  const line = ` ${words.join(' ')} `;
  if (detector.withoutOption !== undefined && (line.includes(detector.withoutOption) || keywords.some(({ arg }) => arg === undefined)))
    return false;
  return detector.option === undefined || new RegExp(detector.option).test(line);
}
