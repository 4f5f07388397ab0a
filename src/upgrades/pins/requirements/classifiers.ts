import { scalarsOf, type Located, type Scalar } from '../../syntax/located.ts';
import { rangeIn, type SourceFile } from '../../syntax/source-file.ts';
import type { Pin } from '../pin.ts';

const CLASSIFIER = /^(?:Programming Language :: (Python)|Framework :: (Django)) :: (\d+\.\d+)\s*$/;

/** The releases that trove classifiers (https://peps.python.org/pep-0301/) declare: Python's and Django's. */
export function* classifierPins(file: SourceFile, list: Located | undefined): Generator<Pin> {
  for (const scalar of scalarsOf(list)) {
    const pin = classifierPin(file, scalar);
    if (pin !== undefined) yield pin;
  }
}

/** The pin of one classifier; undefined for all that name no version of Python or Django. */
export function classifierPin(file: SourceFile, { text, end }: Pick<Scalar, 'text' | 'end'>): Pin | undefined {
  const [, python, , version] = CLASSIFIER.exec(text.trim()) ?? [];
  if (version === undefined) return undefined;
  const start = file.text.lastIndexOf(version, end);
  return {
    kind: 'pin',
    subject: python === undefined ? 'package' : 'python',
    name: python === undefined ? 'django' : 'python',
    meaning: 'declared',
    audience: 'readers',
    format: 'pyproject-classifiers',
    text: version,
    range: rangeIn(file, start, start + version.length),
    version,
    allowed: undefined,
  };
}
