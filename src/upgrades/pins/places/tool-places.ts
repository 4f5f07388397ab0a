/** Linters, type checkers, formatters and other tools that are told a Python or Django version. */
import { scalarAt, type Located } from '../../syntax/located.ts';
import type { TreePlace } from './tree-rule.ts';

const toml = (format: string, rules: TreePlace['rules']): TreePlace => ({ format, syntax: 'toml', audience: 'development', rules });
const ini = (format: string, rules: TreePlace['rules']): TreePlace => ({ format, syntax: 'ini', audience: 'development', rules });

const pyproject: readonly TreePlace[] = [
  toml('ruff-target', [
    { at: /^(?:tool\/ruff\/)?target-version$/, as: 'runtime-tag', meaning: 'target' },
    { at: /^(?:tool\/ruff\/)?per-file-target-version\/.+$/, as: 'runtime-tag', meaning: 'target' },
  ]),
  toml('black-target', [{ at: /^tool\/black\/target-version$/, as: 'runtime-tag', meaning: 'target' }]),
  toml('mypy-python-version', [{ at: /^tool\/mypy\/python_version$/, as: 'version', meaning: 'target' }]),
  toml('pyright', [
    { at: /^tool\/(?:based)?pyright\/(?:executionEnvironments\/)?pythonVersion$/, as: 'version', meaning: 'target' },
    { at: /^tool\/(?:ty\/environment|pyrefly)\/python-version$/, as: 'version', meaning: 'target' },
  ]),
  toml('other-tool-targets', [
    { at: /^tool\/pylint\/(?:main|master|MASTER|MAIN)\/py-version$/, as: 'version', meaning: 'target' },
    { at: /^tool\/isort\/py_version$/, as: 'runtime-tag', meaning: 'target' },
    { at: /^tool\/(?:refurb|pytype)\/python_version$/, as: 'version', meaning: 'target' },
    { at: /^tool\/django-upgrade\/target_version$/, as: 'django-target' },
  ]),
  toml('pyproject-hatch-env', [
    { at: /^(?:tool\/hatch\/)?envs\/[^/]+\/python$/, as: 'version', meaning: 'tested' },
    { at: /^(?:tool\/hatch\/)?envs\/[^/]+\/matrix\/python$/, as: 'version', meaning: 'tested' },
    { at: /^(?:tool\/hatch\/)?envs\/[^/]+\/matrix\/django(?:[-_]version)?$/, as: 'django' },
    { at: /^(?:tool\/hatch\/)?envs\/[^/]+\/(?:extra-)?dependencies$/, as: 'packages', meaning: 'tested' },
    { at: /^(?:tool\/hatch\/)?envs\/[^/]+\/overrides\/.+\/(?:extra-)?dependencies(?:\/value)?$/, as: 'packages', meaning: 'tested' },
  ]),
  toml('pyproject-pixi', [{ at: /^(?:tool\/pixi\/)?(?:feature\/[^/]+\/)?dependencies\/python(?:\/version)?$/, as: 'range' }]),
];

const mise: TreePlace = {
  format: 'mise-toml',
  syntax: 'toml',
  audience: 'development',
  rules: [{ at: /^tools\/python(?:\/version)?$/, as: 'version' }],
};
const pants = toml('buildout-pants-bazel', [{ at: /(?:^|\/)interpreter_constraints$/, as: 'range' }]);
const oryx: TreePlace = { format: 'oryx', syntax: 'toml', audience: 'production', rules: [{ at: /^PythonVersion$/i, as: 'version' }] };

const configurations: readonly TreePlace[] = [
  ini('mypy-python-version', [{ at: /^mypy\/python_version$/, as: 'version', meaning: 'target' }]),
  ini('other-tool-targets', [
    { at: /^(?:MAIN|MASTER|main|master)\/py-version$/, as: 'version', meaning: 'target' },
    { at: /^(?:settings|isort|tool:isort)\/py_version$/, as: 'runtime-tag', meaning: 'target' },
    { at: /^pytype\/python_version$/, as: 'version', meaning: 'target' },
  ]),
  {
    format: 'pyright',
    syntax: 'json',
    audience: 'development',
    rules: [{ at: /^(?:executionEnvironments\/)?pythonVersion$/, as: 'version', meaning: 'target' }],
  },
];

const isHook =
  (name: RegExp) =>
  (parent: Located | undefined): boolean =>
    name.test(scalarAt(parent, 'id')?.text ?? '');

const preCommit: TreePlace = {
  format: 'pre-commit',
  syntax: 'yaml',
  audience: 'development',
  rules: [
    { at: /^default_language_version\/python$/, as: 'runtime', meaning: 'runtime' },
    { at: /^repos\/hooks\/language_version$/, as: 'runtime', meaning: 'runtime' },
    {
      at: /^repos\/hooks\/args$/,
      as: 'runtime-tag',
      meaning: 'target',
      when: isHook(/pyupgrade|reorder|add-trailing-comma|black|mypy|ruff/),
    },
    { at: /^repos\/hooks\/args$/, as: 'django-target', when: isHook(/django-upgrade/) },
    { at: /^repos\/hooks\/additional_dependencies$/, as: 'packages', meaning: 'build' },
  ],
};

const devcontainer: TreePlace = {
  format: 'devcontainer',
  syntax: 'json',
  audience: 'development',
  rules: [
    { at: /^image$/, as: 'image' },
    { at: /^build\/args\/(?:PYTHON_VERSION)$/i, as: 'version' },
    { at: /^build\/args\/VARIANT$/i, as: 'devcontainer-variant' },
    { at: /^features\/.*\/python(?::[^/]*)?\/version$/, as: 'version' },
  ],
};

const vscode: TreePlace = {
  format: 'vscode',
  syntax: 'json',
  audience: 'development',
  rules: [{ at: /(?:^|\/)python\.(?:defaultInterpreterPath|pythonPath)$/, as: 'runtime' }],
};

const bots: readonly TreePlace[] = [
  { format: 'dependabot-renovate', syntax: 'json', audience: 'development', rules: [{ at: /(?:^|\/)constraints\/python$/, as: 'range' }] },
];

/** The places of every tool, by format. */
export const toolPlaces: readonly TreePlace[] = [
  ...pyproject,
  mise,
  pants,
  oryx,
  ...configurations,
  preCommit,
  devcontainer,
  vscode,
  ...bots,
];
