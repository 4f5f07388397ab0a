import { itemsOf, valueAt, walk, type Located, type Scalar } from '../../syntax/located.ts';
import { readCondaSpec } from '../../syntax/ranges.ts';
import type { SourceFile } from '../../syntax/source-file.ts';
import { exactOf, type Allowed } from '../../version.ts';
import { makeInterpreterPin } from '../interpreters/interpreter-pin.ts';
import type { Pin, Reading } from '../pin.ts';
import { isVerbatim, listedLines } from './listed.ts';
import { makePackagePin, type PackageContext } from './package-pin.ts';

/** `channel::name[build] version`: the name, then the version part with or without `=`. */
const MATCH_SPEC = /^(?:[\w./:-]+::)?([A-Za-z0-9_][\w.-]*)\s*(?:\[[^\]]*\]\s*)?(.*)$/;

/** Conda's own names for packages that pip knows by another one. */
const PIP_NAMES: ReadonlyMap<string, string> = new Map([
  ['pytables', 'tables'],
  ['pillow', 'pillow'],
  ['py-opencv', 'opencv-python'],
]);

/** Reads a conda environment (`dependencies`, with a `pip` list inside) or the `requirements` of a recipe. */
export function* readCondaEnvironment(file: SourceFile, root: Located): Generator<Reading> {
  const context: PackageContext = { file, format: 'conda-env', meaning: 'requirement' };
  const requirements = valueAt(root, 'requirements');
  const lists = [valueAt(root, 'dependencies'), valueAt(root, 'packages'), valueAt(requirements, 'run'), valueAt(requirements, 'host')];
  for (const list of lists) {
    for (const item of itemsOf(list)) {
      if (item.kind === 'scalar') yield* condaPins(context, item);
      else if (item.kind === 'map') yield* listedLines(context, valueAt(item, 'pip'));
    }
  }
}

function* condaPins(context: PackageContext, scalar: Scalar): Generator<Pin> {
  const [, name, rest = ''] = MATCH_SPEC.exec(scalar.text) ?? [];
  if (name === undefined || scalar.text.includes('{{')) return;
  const written = rest.trim();
  const allowed = readCondaSpec(written);
  const place = written === '' || !isVerbatim(context, scalar) ? scalar : partOf(scalar, written);
  if (name !== 'python') {
    const unknown = allowed === undefined ? { unknown: `\`${written}\` is not a version` } : {};
    yield makePackagePin(context, { name: PIP_NAMES.get(name) ?? name, ...place }, { allowed, version: exactOf(allowed), ...unknown });
  } else if (written !== '') {
    const { file, format } = context;
    yield makeInterpreterPin({ file, format, meaning: 'runtime' }, place, { allowed, version: prefixOf(allowed) });
  }
}

function partOf(scalar: Scalar, written: string): Pick<Scalar, 'text' | 'start' | 'end'> {
  const start = scalar.start + scalar.text.lastIndexOf(written);
  return { text: written, start, end: start + written.length };
}

/** `=3.12`, a prefix match, means the feature release 3.12. */
function prefixOf(allowed: Allowed | undefined): string | undefined {
  const prefix = allowed?.length === 1 ? /^==(\d+\.\d+(?:\.\d+)?)\.\*$/.exec(allowed[0] ?? '')?.[1] : undefined;
  return prefix ?? exactOf(allowed);
}

/** Reads conda-lock's unified lock file: `package` is a list of `{name, version, manager, platform}`. */
export function* readCondaLock(file: SourceFile, root: Located): Generator<Reading> {
  const context: PackageContext = { file, format: 'conda-lock', meaning: 'lock' };
  const seen = new Set<string>();
  for (const { node } of walk(valueAt(root, 'package') ?? root)) {
    const name = valueAt(node, 'name');
    const version = valueAt(node, 'version');
    if (name?.kind !== 'scalar' || version?.kind !== 'scalar' || seen.has(`${name.text} ${version.text}`)) continue;
    seen.add(`${name.text} ${version.text}`);
    const allowed: Allowed = [`==${version.text}`];
    if (name.text === 'python') {
      yield makeInterpreterPin({ file, format: 'conda-lock', meaning: 'runtime' }, version, { allowed, version: version.text });
    } else {
      yield makePackagePin(context, { ...version, name: PIP_NAMES.get(name.text) ?? name.text }, { allowed, version: version.text });
    }
  }
}
