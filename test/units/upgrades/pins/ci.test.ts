import { describe, expect, test } from '@jest/globals';
import { sayPackages, sayPython, sayServers } from './say-pins.ts';

const workflow = '.github/workflows/tests.yml';
const job = (body: string): string => `on: push\njobs:\n  tests:\n    runs-on: ubuntu-24.04\n${body.replace(/^/gm, '    ')}\n`;

type Row = readonly [path: string, text: string, says: readonly string[]];

const python: readonly Row[] = [
  [workflow, job('steps:\n  - uses: actions/setup-python@v5\n    with:\n      python-version: "3.12"'), ['runtime 3.12']],
  [workflow, job('steps:\n  - uses: actions/setup-python@v5\n    with:\n      python-version: 3.10'), ['runtime 3.10']],
  [
    workflow,
    job('steps:\n  - uses: actions/setup-python@v5\n    with:\n      python-version: |\n        3.11\n        3.12'),
    ['runtime 3.11', 'runtime 3.12'],
  ],
  [workflow, job('steps:\n  - uses: astral-sh/setup-uv@v6\n    with:\n      python-version: "3.13"'), ['runtime 3.13']],
  [workflow, job('steps:\n  - uses: actions/setup-python@v5\n    with:\n      python-version: "3.x"'), ['runtime ==3.*']],
  [workflow, job('steps:\n  - uses: actions/setup-python@v5\n    with:\n      python-version: ">=3.11 <3.14"'), ['runtime >=3.11,<3.14']],
  [workflow, job('strategy:\n  matrix:\n    python-version: ["3.11", "3.12"]'), ['tested 3.11', 'tested 3.12']],
  [
    workflow,
    job(
      'strategy:\n  matrix:\n    interpreter: ["3.9", 3.10]\nsteps:\n  - uses: actions/setup-python@v5\n    with:\n      python-version: ${{ matrix.interpreter }}',
    ),
    ['tested 3.9', 'tested 3.10'],
  ],
  [
    workflow,
    job('strategy:\n  matrix:\n    include:\n      - python: "3.9"\n        toxenv: py39\n    exclude:\n      - interpreter: "3.8"'),
    ['tested 3.9', 'tested 3.9'],
  ],
  [
    workflow,
    job(
      'strategy:\n  matrix: ${{ fromJSON(needs.plan.outputs.matrix) }}\nsteps:\n  - uses: actions/setup-python@v5\n    with:\n      python-version: ${{ matrix.python }}',
    ),
    ['tested ? depends on `matrix.python`'],
  ],
  [
    workflow,
    job('steps:\n  - uses: actions/setup-python@v5\n    with:\n      python-version: ${{ vars.PYTHON }}'),
    ['runtime ? depends on `vars.PYTHON`'],
  ],
  [
    workflow,
    `env:\n  PYTHON_VERSION: "3.12"\n${job('steps:\n  - uses: actions/setup-python@v5\n    with:\n      python-version: ${{ env.PYTHON_VERSION }}')}`,
    ['runtime 3.12'],
  ],
  [workflow, `env:\n  PV: 3.10\n${job('container: python:${{ env.PV }}-slim')}`, ['runtime 3.10']],
  [workflow, job('container: python:3.12-slim'), ['runtime 3.12']],
  [workflow, job('steps:\n  - uses: docker://python:3.12-alpine'), ['runtime 3.12']],
  [workflow, job('steps:\n  - run: |\n      tox -e py312\n      uv python install 3.13'), ['tested 3.12', 'runtime 3.13']],
  ['.gitlab-ci.yml', 'image: python:3.12\n', ['runtime 3.12']],
  ['.gitlab-ci.yml', 'variables:\n  PYTHON_VERSION: "3.12"\ntest:\n  image: python:$PYTHON_VERSION\n', ['runtime 3.12']],
  ['.gitlab-ci.yml', 'variables:\n  PV: 3.10\ntest:\n  image:\n    name: python:${PV}-slim\n', ['runtime 3.10']],
  [
    '.gitlab-ci.yml',
    'test:\n  parallel:\n    matrix:\n      - PYTHON_VERSION: ["3.11", "3.12"]\n  image: python:$PYTHON_VERSION\n',
    ['tested 3.11', 'tested 3.12'],
  ],
  ['.circleci/config.yml', 'jobs:\n  test:\n    docker:\n      - image: cimg/python:3.12.4\n', ['runtime 3.12.4']],
  [
    '.circleci/config.yml',
    'parameters:\n  python:\n    type: string\n    default: "3.11"\njobs:\n  test:\n    docker:\n      - image: cimg/python:<< pipeline.parameters.python >>\n',
    ['runtime 3.11'],
  ],
  ['azure-pipelines.yml', 'steps:\n  - task: UsePythonVersion@0\n    inputs:\n      versionSpec: "3.12"\n', ['runtime 3.12']],
  ['azure-pipelines.yml', 'steps:\n  - task: AzureWebApp@1\n    inputs:\n      runtimeStack: "PYTHON|3.12"\n', ['runtime 3.12']],
  [
    'azure-pipelines.yml',
    'strategy:\n  matrix:\n    Python311:\n      python.version: "3.11"\nsteps:\n  - task: UsePythonVersion@0\n    inputs:\n      versionSpec: $(python.version)\n',
    ['tested 3.11'],
  ],
  [
    'azure-pipelines.yml',
    'variables:\n  - name: pv\n    value: 3.10\nsteps:\n  - task: UsePythonVersion@0\n    inputs:\n      versionSpec: $(pv)\n',
    ['tested 3.10'],
  ],
  [
    'bitbucket-pipelines.yml',
    'image: python:3.12\npipelines:\n  default:\n    - step:\n        image: python:3.11\n',
    ['runtime 3.12', 'runtime 3.11'],
  ],
  ['Jenkinsfile', "pipeline { agent { docker { image 'python:3.12-slim' } } }\n", ['runtime 3.12']],
  ['.travis.yml', 'python:\n  - "3.11"\n  - 3.10\n', ['tested 3.11', 'tested 3.10']],
  ['appveyor.yml', 'environment:\n  matrix:\n    - PYTHON: "C:\\\\Python312-x64"\n', ['tested 3.12']],
  ['buildspec.yml', 'phases:\n  install:\n    runtime-versions:\n      python: 3.12\n', ['runtime 3.12']],
  ['.drone.yml', 'kind: pipeline\nsteps:\n  - name: test\n    image: python:3.12\n', ['runtime 3.12']],
  [
    '.semaphore/semaphore.yml',
    'blocks:\n  - task:\n      jobs:\n        - commands:\n            - sem-version python 3.12\n',
    ['runtime 3.12'],
  ],
];

describe('Python in continuous integration', () => {
  test.each(python)('%s: %j', (path, text, says) => {
    expect(sayPython(path, text).toSorted()).toEqual(says.toSorted());
  });
});

const djangos: readonly Row[] = [
  [workflow, job('strategy:\n  matrix:\n    django-version: ["4.2", "5.2"]'), ['django tested 4.2', 'django tested 5.2']],
  [workflow, job('strategy:\n  matrix:\n    django: ["Django>=4.2,<5.0"]'), ['django tested >=4.2,<5.0']],
  [workflow, job('steps:\n  - run: pip install "Django~=4.2.0" coverage'), ['django tested ~=4.2.0']],
  [
    workflow,
    job(
      'strategy:\n  matrix:\n    release: ["4.2", "5.2"]\nsteps:\n  - run: pip install -r requirements.txt "Django~=${{ matrix.release }}.0"',
    ),
    ['django tested ~=4.2.0', 'django tested ~=5.2.0'],
  ],
  [
    '.pre-commit-config.yaml',
    'repos:\n  - hooks:\n      - id: django-upgrade\n        args: [--target-version, "4.2"]\n',
    ['django target 4.2'],
  ],
  [
    '.pre-commit-config.yaml',
    'repos:\n  - hooks:\n      - id: mypy\n        additional_dependencies: [django-stubs==5.1.0]\n',
    ['django-stubs build 5.1.0'],
  ],
  [
    'Dockerfile',
    'FROM python:3.12\nRUN pip install --no-cache-dir -U "gunicorn==22.0.0" \\\n    django==4.2.7 && rm -rf /root/.cache\n',
    ['gunicorn requirement 22.0.0', 'django requirement 4.2.7'],
  ],
];

describe('packages in continuous integration and images', () => {
  test.each(djangos)('%s: %j', (path, text, says) => {
    expect(sayPackages(path, text)).toEqual(says);
  });
});

const servers: readonly Row[] = [
  [workflow, job('services:\n  db:\n    image: postgres:12'), ['postgresql 12']],
  ['docker-compose.yml', 'services:\n  db:\n    image: postgis/postgis:13-3.4-alpine\n', ['postgresql 13']],
  ['docker-compose.yml', 'services:\n  db:\n    image: timescale/timescaledb-ha:pg14.5-ts2.8\n', ['postgresql 14.5']],
  ['docker-compose.yml', 'services:\n  db:\n    image: pgvector/pgvector:pg16\n', ['postgresql 16']],
  ['docker-compose.yml', 'services:\n  db:\n    image: mysql:5.7\n  cache:\n    image: redis:7\n', ['mysql 5.7']],
  [
    'docker-compose.yml',
    'services:\n  db:\n    image: bitnami/mariadb:10.4\n  metrics:\n    image: prometheuscommunity/postgres-exporter:v0.15.0\n',
    ['mariadb 10.4'],
  ],
  ['docker-compose.yml', 'services:\n  db:\n    image: postgres:${PG:-11}\n', ['postgresql 11']],
  ['docker-compose.yml', 'services:\n  db:\n    image: postgres\n', ['postgresql ?']],
  ['db/Dockerfile', 'FROM postgres:13-alpine\n', ['postgresql 13']],
  ['.gitlab-ci.yml', 'services:\n  - postgres:12.2-alpine\n', ['postgresql 12.2']],
  ['.travis.yml', 'addons:\n  postgresql: "9.6"\n', ['postgresql 9.6']],
  ['render.yaml', 'databases:\n  - name: clinic\n    postgresMajorVersion: 13\n', ['postgresql 13']],
  ['db.tf', 'resource "aws_db_instance" "db" {\n  engine         = "postgres"\n  engine_version = "12.7"\n}\n', ['postgresql 12.7']],
  ['db.tf', 'resource "google_sql_database_instance" "db" {\n  database_version = "POSTGRES_12"\n}\n', ['postgresql 12']],
  ['.platform/services.yaml', 'db:\n  type: postgresql:12\n', ['postgresql 12']],
];

describe('database servers', () => {
  test.each(servers)('%s: %j', (path, text, says) => {
    expect(sayServers(path, text)).toEqual(says);
  });
});
