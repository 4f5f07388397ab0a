/** Scans one template. */
import picomatch from 'picomatch';
import type { RepoPath } from '../../../source/position.ts';
import { capOf, least, type Match, type Sureness, type Watch, type WatchIndex } from '../watch/watch.ts';
import { fixTemplate } from './fix-template.ts';
import { filtersIn, librariesIn, readTemplate, tagName, type Token } from './lexer.ts';

export interface TemplateTask {
  readonly path: RepoPath;
  readonly text: string;
  readonly index: WatchIndex;
  readonly active: ReadonlySet<Watch>;
}

/** All matches of one template, its path included. */
export function scanTemplate(task: TemplateTask): readonly Match[] {
  const matches: Match[] = [];
  const found: Found = (watch, start, end, { shown, sureness = 3, derived = false } = {}) => {
    const text = task.text.slice(start, end).replaceAll(/\s+/g, ' ');
    matches.push({
      watch,
      path: task.path,
      start,
      end,
      sureness: least(sureness, capOf(watch)),
      shown: shown ?? (text.length > 60 ? `${text.slice(0, 59)}…` : text),
      edits: fixTemplate(task, start, end, watch.change.fix),
      ...(derived ? { derived } : {}),
    });
  };
  for (const watch of task.index.of('template-path')) {
    if (matchesPath(task.path, watch.detector.paths)) found(watch, 0, 0, { shown: task.path });
  }
  if (task.active.size > 0) scanTokens(task, found);
  return matches;
}

interface Told {
  readonly shown?: string;
  readonly sureness?: Sureness;
  readonly derived?: boolean;
}
export type Found = (watch: Watch, start: number, end: number, told?: Told) => void;

/** Tags, filters and libraries; each place as offsets into the task's text. */
export function scanTokens(task: TemplateTask, found: Found): void {
  const { index, active, text } = task;
  for (const token of readTemplate(text)) {
    const tag = tagName(token) ?? '';
    for (const watch of index.of('template-tag')) {
      if (watch.detector.names.includes(tag)) found(watch, token.start, token.end);
      else if (tag.startsWith('end') && watch.detector.names.includes(tag.slice(3)))
        found(watch, token.start, token.end, { derived: true });
    }
    for (const watch of index.of('template-library'))
      if (librariesIn(token).some((name) => watch.detector.names.includes(name))) found(watch, token.start, token.end);
    for (const watch of index.of('template-filter')) {
      const filter = active.has(watch) ? filtersIn(token).find(({ name }) => watch.detector.names.includes(name)) : undefined;
      if (filter !== undefined) found(watch, token.start, token.end);
    }
    for (const watch of index.of('template-text')) {
      if (watch.detector.in !== 'tags' || !active.has(watch) || !matchesPath(task.path, watch.detector.paths)) continue;
      if (new RegExp(watch.detector.pattern).test(whole(text, token))) found(watch, token.start, token.end);
    }
  }
  for (const watch of index.of('template-text')) {
    if (watch.detector.in !== 'all' || !active.has(watch) || !matchesPath(task.path, watch.detector.paths)) continue;
    for (const match of text.matchAll(new RegExp(watch.detector.pattern, 'g'))) found(watch, match.index, match.index + match[0].length);
  }
}

const whole = (text: string, { start, end }: Token): string => text.slice(start, end);

function matchesPath(path: RepoPath, globs: readonly string[] | undefined): boolean {
  return globs === undefined || matcherOf(globs)(path);
}

const matchers = new Map<string, (path: string) => boolean>();

function matcherOf(globs: readonly string[]): (path: string) => boolean {
  const key = globs.join('\n');
  const known = matchers.get(key) ?? picomatch([...globs]);
  matchers.set(key, known);
  return known;
}
