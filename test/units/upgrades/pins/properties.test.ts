import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pinsOf } from './say-pins.ts';

const paths = [
  'requirements.txt',
  'constraints.txt',
  'pyproject.toml',
  'Pipfile',
  'Pipfile.lock',
  'poetry.lock',
  'uv.lock',
  'pylock.toml',
  'setup.cfg',
  'setup.py',
  'environment.yml',
  'conda-lock.yml',
  'tox.ini',
  'noxfile.py',
  '.python-version',
  '.tool-versions',
  'Dockerfile',
  'docker-compose.yml',
  '.github/workflows/ci.yml',
  '.gitlab-ci.yml',
  '.circleci/config.yml',
  'azure-pipelines.yml',
  '.travis.yml',
  'Jenkinsfile',
  'main.tf',
  'main.bicep',
  '.devcontainer/devcontainer.json',
  'Makefile',
  'README.md',
];

/** Words of the formats themselves reach further into the readers than noise does. */
const words = [
  'django',
  '==4.2.7',
  '>=',
  '; python_version < "3.12"',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '\\\n',
  '\n',
  '  ',
  '- ',
  ': ',
  '=',
  '#',
  '-r ',
  '--hash=sha256:aa',
  '[[package]]',
  'name = ',
  'version = ',
  '[project]',
  'dependencies',
  'image: ',
  'python:3.12',
  '${{ matrix.python }}',
  '${PV:-3.11}',
  '$PV',
  'matrix',
  'strategy:',
  'FROM ',
  'ARG PV=3.10',
  'RUN pip install ',
  'py{310,311}',
  '[tox]',
  'envlist = ',
  '<<: *a',
  '&a',
  '*a',
  '!Ref x',
  '|',
  '\t',
  '\0',
  '\uFEFF',
  '3.10',
  '0x',
  'setup(',
  ')',
  'install_requires=',
] as const;
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join('')),
);

describe('any text in any file', () => {
  test('is read without an exception, and every range lies in the text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), text, (path, content) => {
        const { pins, problems } = pinsOf({ [path]: content });
        for (const { range } of [...pins, ...problems]) {
          expect(range.start.offset).toBeGreaterThanOrEqual(0);
          expect(range.end.offset).toBeGreaterThanOrEqual(range.start.offset);
          expect(range.end.offset).toBeLessThanOrEqual(content.length);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('nesting without end is a problem, not a crash', () => {
    const deep = 100_000;
    for (const [path, content] of [
      ['Pipfile.lock', '['.repeat(deep)],
      ['pyproject.toml', `a = ${'['.repeat(deep)}`],
      ['uv.lock', `a = ${'['.repeat(deep)}`],
      ['.gitlab-ci.yml', '['.repeat(deep)],
      ['docker-compose.yml', `${'- '.repeat(deep)}a`],
    ] as const) {
      expect([path, pinsOf({ [path]: content }).problems.length]).toEqual([path, 1]);
    }
  });

  test('anchors that multiply are cut off', () => {
    const lines = Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}, *a${index}]`);
    expect(pinsOf({ 'docker-compose.yml': ['a0: &a0 {image: "python:3.12"}', ...lines].join('\n') }).pins).toHaveLength(1);
  });
});

test('tagged lists of pairs in YAML are read like maps', () => {
  const text =
    'services: !!omap\n  - db: {image: "postgres:12"}\n  - web: {image: "python:3.12"}\nseen: !!pairs [a: 1, b: {image: "python:3.9"}]\n';
  expect(pinsOf({ 'compose.yml': text }).problems).toEqual([]);
});

describe('versions are read from the text', () => {
  test('3.10 never becomes 3.1, however it is written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 30 }), fc.constantFrom('', '"'), (minor, quote) => {
        const version = `3.${minor * 10}`;
        const files = {
          'compose.yml': `services: {web: {build: {args: {PYTHON_VERSION: ${quote}${version}${quote}}}}}\n`,
          'mypy.ini': `[mypy]\npython_version = ${version}\n`,
          'pyproject.toml': `[tool.mypy]\npython_version = ${quote}${version}${quote}\n`,
          '.gitlab-ci.yml': `variables: {PYTHON_VERSION: ${quote}${version}${quote}}\n`,
        };
        const { pins } = pinsOf(files);
        expect(pins.map((pin) => pin.version)).toEqual([version, version, version, version]);
      }),
      { numRuns: 50 },
    );
  });
});
