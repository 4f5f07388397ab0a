/** Where packages come from and how tightly they are held: open-ended Django, new indexes, hashes that change by themselves. */
import type { Pin } from '../pins/pin.ts';
import { allows } from '../version.ts';
import { placed, sayList, type CompatContext, type UpgradeProblem } from './problem.ts';

/** Problems of the requirements themselves. */
export function* sourceProblems(context: CompatContext): Generator<UpgradeProblem> {
  yield* unpinnedDjango(context);
  yield* newIndexes(context);
  yield* changedHashes(context);
}

function* unpinnedDjango({ django, head }: CompatContext): Generator<UpgradeProblem> {
  const { to, change } = django ?? {};
  if (to === undefined || change === undefined || to.basis !== 'range' || to.pin.meaning !== 'requirement') return;
  // A library leaves the upper end open on purpose; its classifiers say what it supports.
  if (head.pins.some(({ name, meaning }) => name === 'django' && meaning === 'declared')) return;
  const { allowed } = to.pin;
  if (allowed === undefined || !allows(allowed, '9999.0')) return;
  const written = allowed.includes('') ? 'without a version' : `as \`${to.pin.text}\``;
  yield {
    id: 'django-unpinned',
    severity: 'warning',
    certainty: 'hard',
    ...placed(change, [to.pin]),
    message: `Django is required ${written} and no lock file holds it: each new release, with all that it removes, is installed by the next build.`,
    steps: [`Limit it to the release that is tested${to.feature === undefined ? '' : `: \`Django~=${to.feature}.0\``}, or lock it.`],
    sources: [],
  };
}

/** The Python Package Index itself, which pip-compile writes down when it is asked to. */
const PUBLIC_INDEX = /^https:\/\/pypi\.\w+\/simple\/?$/;

function* newIndexes({ base, head }: CompatContext): Generator<UpgradeProblem> {
  const known = new Set(base.indexes.map(({ url }) => url));
  for (const { url, range } of head.indexes.filter((index) => !known.has(index.url) && !PUBLIC_INDEX.test(index.url))) {
    yield {
      id: 'index-changed',
      severity: 'warning',
      certainty: 'hard',
      range,
      places: [],
      message: `Packages now come from \`${withoutSecrets(url)}\`, too: whoever runs it can replace any package that is not held by a hash.`,
      steps: [],
      sources: ['https://pip.pypa.io/en/stable/cli/pip_install/#cmdoption-extra-index-url'],
    };
  }
}

function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//…@');
}

/** Hashes that vanish while the version stays: the files behind it were exchanged, or another index serves it. New ones beside the old are new wheels. */
function* changedHashes({ base, head }: CompatContext): Generator<UpgradeProblem> {
  const keyOf = (pin: Pin): string => [pin.range.path, pin.name, pin.version, pin.marker].join(' ');
  const before = new Map(
    base.pins.flatMap((pin) => (pin.hashes === undefined ? [] : [[keyOf(pin), new Set(pin.hashes.split(' '))] as const])),
  );
  const changed = head.pins.filter((pin) => {
    const old = before.get(keyOf(pin));
    return old !== undefined && pin.hashes !== undefined && pin.hashes.split(' ').every((hash) => !old.has(hash));
  });
  const [first] = changed;
  if (first === undefined) return;
  yield {
    id: 'hashes-changed',
    severity: 'warning',
    certainty: 'hard',
    ...placed(undefined, changed),
    message: `All hashes of ${sayList(changed.map(({ name, version }) => `${name} ${version}`))} change while the version stays: other files are installed under the same name.`,
    steps: ['Find out why before this is merged.'],
    sources: ['https://pip.pypa.io/en/stable/topics/secure-installs/'],
  };
}
