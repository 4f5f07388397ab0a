import { entriesOf, scalarAt, scalarsOf, valueAt, type Located, type Scalar } from '../../syntax/located.ts';
import { readIni } from '../../syntax/ini.ts';
import { openFile, type SourceFile } from '../../syntax/source-file.ts';
import { dottedVersion, findInterpreterPins, makeInterpreterPin, type InterpreterContext } from '../interpreters/interpreter-pin.ts';
import type { Pin, Reading } from '../pin.ts';
import type { PackageContext } from '../requirements/package-pin.ts';
import { readLine } from '../requirements/requirements-file.ts';
import { expandNames } from './tox-names.ts';

/** Reads tox.ini and `[tox:tox]` of setup.cfg (https://tox.wiki/en/latest/config.html). */
export function* readToxIni(file: SourceFile, root: Located): Generator<Reading> {
  const core = valueAt(root, file.path.endsWith('setup.cfg') ? 'tox:tox' : 'tox');
  const context: InterpreterContext = { file, format: 'tox', meaning: 'tested', audience: 'ci' };
  for (const list of scalarsOf(valueAt(core, 'envlist') ?? valueAt(core, 'env_list'))) yield* environmentPins(context, list);
  for (const section of entriesOf(root)) {
    if (/^testenv(?::|$)/.test(section.key)) {
      yield* environmentPins(context, { text: section.key, start: section.keyStart, end: section.keyEnd });
      yield* testEnvironment(file, section.value, section.key.slice(8));
    } else if (section.key === 'gh-actions' || section.key === 'gh') {
      for (const { text, start } of scalarsOf(valueAt(section.value, 'python'))) {
        yield* findInterpreterPins(context, text, start, /(?:^|,)\s*(\d\.\d+)\s*[:=]/g);
      }
    }
  }
}

/** Reads tox's TOML form: tox.toml, or `tool.tox` of pyproject.toml, which may hold the INI form as one string. */
export function* readToxToml(file: SourceFile, tox: Located | undefined): Generator<Reading> {
  const legacy = scalarAt(tox, 'legacy_tox_ini');
  if (legacy !== undefined) yield* legacyIni(file, legacy);
  const context: InterpreterContext = { file, format: 'tox', meaning: 'tested', audience: 'ci' };
  for (const list of scalarsOf(valueAt(tox, 'env_list'))) yield* environmentPins(context, list);
  const environments = [{ key: '', value: valueAt(tox, 'env_run_base') }, ...entriesOf(valueAt(tox, 'env'))];
  for (const { key, value } of environments) if (value !== undefined) yield* testEnvironment(file, value, key);
}

/** The INI text stands verbatim in the TOML string: what stands before it is blanked, so that all offsets hold. */
function* legacyIni(file: SourceFile, { text, start, end }: Scalar): Generator<Reading> {
  if (file.text.slice(start, end) !== text) return;
  const blank = file.text.slice(0, start).replace(/[^\n]/g, ' ');
  const inner = openFile(file.path, blank + text);
  yield* readToxIni({ ...inner, starts: file.starts }, readIni(inner));
}

/** The Pythons that the names of environments test: `py{310,311}-dj{42,52}`, `3.12`. */
function* environmentPins(context: InterpreterContext, list: Pick<Scalar, 'text' | 'start' | 'end'>): Generator<Pin> {
  const seen = new Set<string>();
  for (const name of expandNames(list.text)) {
    for (const [index, factor] of name.text.split('-').entries()) {
      const named = /^(?:py|cpython|python)[23]\.?\d+$/.test(factor) || (index === 0 && /^3\.\d+$/.test(factor));
      const version = named ? dottedVersion(factor) : undefined;
      if (version === undefined || seen.has(version)) continue;
      seen.add(version);
      const start = list.start + name.offset;
      const end = start + name.length;
      yield makeInterpreterPin(context, { text: list.text.slice(name.offset, name.offset + name.length), start, end }, { version });
    }
  }
}

function* testEnvironment(file: SourceFile, environment: Located, name: string): Generator<Reading> {
  const group = name === '' ? 'tox' : `tox ${name}`;
  for (const key of ['basepython', 'base_python']) {
    for (const { text, start } of scalarsOf(valueAt(environment, key))) {
      yield* findInterpreterPins({ file, format: 'tox', meaning: 'tested', audience: 'ci' }, text, start, /(?:python|py)?(\d\.?\d+)/g);
    }
  }
  const context: PackageContext = { file, format: 'tox-deps', meaning: 'tested', audience: 'ci' };
  for (const scalar of scalarsOf(valueAt(environment, 'deps'))) {
    const { factors, text, offset } = dependencyLine(scalar.text);
    if (text === '' || text.startsWith('{')) continue;
    yield* toxLine({ ...context, group: factors === undefined ? group : `${group} ${factors}` }, text, scalar.start + offset);
  }
}

function* toxLine(context: PackageContext, text: string, start: number): Generator<Reading> {
  const reading = readLine(context, { text, start, comment: undefined });
  if (reading !== undefined && reading.kind !== 'problem') yield reading;
}

/** `dj42: django>=4.2,<5.0  # comment` → its factors and its requirement. */
function dependencyLine(line: string): { readonly factors: string | undefined; readonly text: string; readonly offset: number } {
  const [, lead = '', factors] = /^(\s*((?:!?[\w.{}]+(?:,\s*|[\w.{}-])*))\s*:\s+)/.exec(line) ?? [];
  const text = line.slice(lead.length).replace(/(?:^|\s)#.*$/, '');
  return { factors: factors?.trim(), text, offset: lead.length };
}
