/** Scans configuration, scripts and JavaScript line by line: command lines, names of warnings, events. */
import type { RepoPath } from '../../../source/position.ts';
import { capOf, least, type Match, type Sureness, type Watch, type WatchIndex, type WatchOf } from '../watch/watch.ts';

export interface TextTask {
  readonly path: RepoPath;
  readonly text: string;
  readonly language: 'script' | 'configuration' | 'template';
  readonly index: WatchIndex;
  readonly active: ReadonlySet<Watch>;
}

/** All matches of one file that is neither Python nor read as a template. */
export function scanText(task: TextTask): readonly Match[] {
  const { index, active, text, language } = task;
  const matches: Match[] = [];
  const found = (watch: Watch, start: number, end: number, sureness: Sureness = 3): void => {
    matches.push({
      watch,
      path: task.path,
      start,
      end,
      sureness: least(sureness, capOf(watch)),
      shown: text.slice(start, end).trim().slice(0, 60),
      edits: [],
    });
  };
  if (language !== 'configuration') {
    for (const watch of index.of('script-text')) {
      if (active.has(watch))
        for (const match of text.matchAll(new RegExp(watch.detector.pattern, 'g')))
          found(watch, match.index, match.index + match[0].length);
    }
    return matches;
  }
  for (const watch of index.of('config-text')) {
    if (active.has(watch))
      for (const match of text.matchAll(new RegExp(watch.detector.pattern, 'g'))) found(watch, match.index, match.index + match[0].length);
  }
  for (const watch of index.of('command')) {
    if (active.has(watch)) for (const { start, end } of commandsIn(text, watch)) found(watch, start, end);
  }
  return matches;
}

/** `manage.py test -k x`, `django-admin test -k x`, `python -m django test -k x`: the rest of the line is the command's. */
function commandsIn(text: string, { detector }: WatchOf<'command'>): readonly { readonly start: number; readonly end: number }[] {
  const names = detector.commands.includes('*') ? '[a-z_]+' : detector.commands.join('|');
  const call = new RegExp(`(?:manage(?:\\.py)?|django-admin(?:\\.py)?|-m django)["',\\s]+(?:${names})(?![\\w-])([^\\n#;&|]*)`, 'g');
  const found: { start: number; end: number }[] = [];
  for (const match of text.matchAll(call)) {
    const options = ` ${(match[1] ?? '').replaceAll(/["',[\]]/g, ' ')} `;
    if (detector.option !== undefined && !new RegExp(detector.option).test(options)) continue;
    if (detector.withoutOption !== undefined && options.includes(detector.withoutOption)) continue;
    found.push({ start: match.index, end: match.index + match[0].trimEnd().length });
  }
  return found;
}
