import type { Audience } from './pin.ts';

const DEVELOPMENT =
  /(?:^|[-_./])(?:dev|devel|develop|development|local|debug|lint(?:ing|ers?)?|docs?|documentation|typing|types?|mypy|style|quality)(?:$|[-_./])/i;
const TESTS = /(?:^|[-_./])(?:tests?|testing|ci|qa|coverage|tox|nox|e2e)(?:$|[-_./])/i;

/** Whom a group, an environment or a requirements file serves, by its name. */
export function audienceOf(name: string): Audience {
  if (TESTS.test(name)) return 'ci';
  return DEVELOPMENT.test(name) ? 'development' : 'production';
}

/** Whom a file serves, by its name and its folder's: `requirements/dev.txt`, `docs/.python-version`. */
export function audienceOfFile(path: string): Audience {
  return audienceOf(path.split('/').slice(-2).join('/'));
}
