/** Continuous integration: https://docs.github.com/actions, https://docs.gitlab.com/ci/yaml, https://circleci.com/docs, https://learn.microsoft.com/azure/devops/pipelines and others. */
import { azureVariables, circleParameters, githubExpressions, shellVariables } from '../../syntax/interpolate.ts';
import { scalarAt } from '../../syntax/located.ts';
import type { TreePlace, TreeRule } from './tree-rule.ts';
import { azureDefinitions, circleDefinitions, githubDefinitions, gitlabDefinitions, travisDefinitions } from './ci-definitions.ts';

const VARIABLE = String.raw`(?:(?:\w+_)?PYTHON_?VER(?:SION)?|(?:\w+_)?PY_VER(?:SION)?|UV_PYTHON|PYENV_VERSION|DEFAULT_PYTHON|GOOGLE_PYTHON_VERSION)`;
const MATRIX_PYTHON = /(?:^|\/)matrix\/(?:include\/)?(?:python|py|pyver|pythons?|python[-_ ]?versions?)$/i;
const DJANGO_KEY = String.raw`django(?:[-_ ]?versions?)?`;

const matrixRules: readonly TreeRule[] = [
  { at: MATRIX_PYTHON, as: 'version', meaning: 'tested' },
  { at: new RegExp(String.raw`(?:^|/)matrix/(?:include/)?${DJANGO_KEY}$`, 'i'), as: 'django' },
  { at: /(?:^|\/)matrix\/(?:include\/)?(?:tox[-_]?envs?|toxenv|env|nox[-_]?sessions?|session|python|name)$/i, as: 'environments' },
];

const githubActions: readonly TreePlace[] = [
  {
    format: 'github-actions-setup-python',
    syntax: 'yaml',
    audience: 'ci',
    variables: { syntax: githubExpressions, define: githubDefinitions, matrix: /matrix\./ },
    rules: [
      ...matrixRules,
      { at: /(?:^|\/)with\/python[-_]?version$/, as: 'version' },
      { at: /(?:^|\/)with\/python-version-file$/, as: 'file' },
      { at: new RegExp(String.raw`(?:^|/)env/${VARIABLE}$`, 'i'), as: 'version' },
      { at: /(?:^|\/)inputs\/python[-_]version\/default$/, as: 'version' },
      { at: /(?:^|\/)(?:container|container\/image|services\/[^/]+\/image)$/, as: 'image' },
      { at: /(?:^|\/)uses$/, as: 'image', when: (parent) => scalarAt(parent, 'uses')?.text.startsWith('docker://') === true },
      { at: /(?:^|\/)run$/, as: 'shell' },
    ],
  },
];

const gitlab: TreePlace = {
  format: 'gitlab-ci',
  syntax: 'yaml',
  audience: 'ci',
  variables: { syntax: shellVariables, define: gitlabDefinitions },
  rules: [
    ...matrixRules,
    { at: /(?:^|\/)image(?:\/name)?$/, as: 'image' },
    { at: /(?:^|\/)services(?:\/name)?$/, as: 'image' },
    { at: /(?:^|\/)variables\/\w*IMAGE\w*$/, as: 'image' },
    { at: new RegExp(String.raw`(?:^|/)variables/${VARIABLE}(?:/value)?$`, 'i'), as: 'version' },
    { at: new RegExp(String.raw`(?:^|/)matrix/${VARIABLE}$`, 'i'), as: 'version', meaning: 'tested' },
    { at: /(?:^|\/)(?:script|before_script|after_script)$/, as: 'shell' },
  ],
};

const circle: TreePlace = {
  format: 'circleci',
  syntax: 'yaml',
  audience: 'ci',
  variables: { syntax: circleParameters, define: circleDefinitions },
  rules: [
    { at: /(?:^|\/)docker\/image$/, as: 'image' },
    { at: /(?:^|\/)matrix\/parameters\/(?:python[-_]?)?(?:version|tag|python|py)$/, as: 'version', meaning: 'tested' },
    { at: /(?:^|\/)parameters\/python[-_]?version\/default$/, as: 'version' },
    { at: /(?:^|\/)executor\/(?:tag|version)$/, as: 'version', when: (parent) => /python/.test(scalarAt(parent, 'name')?.text ?? '') },
    { at: /(?:^|\/)python\/\w+\/version$/, as: 'version' },
    { at: /(?:^|\/)run(?:\/command)?$/, as: 'shell' },
  ],
};

const azure: TreePlace = {
  format: 'azure-pipelines',
  syntax: 'yaml',
  audience: 'ci',
  variables: { syntax: azureVariables, define: azureDefinitions, matrix: /\$\(/ },
  rules: [
    { at: /(?:^|\/)inputs\/versionSpec$/i, as: 'version', when: (parent) => !/^\d+\.x$/.test(scalarAt(parent, 'versionSpec')?.text ?? '') },
    { at: /(?:^|\/)matrix\/[^/]+\/python[._]?version$/i, as: 'version', meaning: 'tested' },
    { at: /(?:^|\/)inputs\/runtimeStack$/, as: 'runtime' },
    { at: /(?:^|\/)(?:variables|parameters)\/python[._]?version$/i, as: 'version' },
    { at: /(?:^|\/)(?:container|image)$/, as: 'image' },
    { at: /(?:^|\/)(?:script|bash|powershell|pwsh|inlineScript)$/, as: 'shell' },
  ],
};

const bitbucket: TreePlace = {
  format: 'bitbucket',
  syntax: 'yaml',
  audience: 'ci',
  rules: [
    { at: /(?:^|\/)image(?:\/name)?$/, as: 'image' },
    { at: /(?:^|\/)script$/, as: 'shell' },
  ],
};

const travis: TreePlace = {
  format: 'travis',
  syntax: 'yaml',
  audience: 'ci',
  variables: { syntax: shellVariables, define: travisDefinitions },
  rules: [
    { at: /^(?:(?:jobs|matrix)\/(?:include\/)?)?python$/, as: 'version', meaning: 'tested' },
    { at: /(?:^|\/)env(?:\/|$)/, as: 'environments' },
    { at: /(?:^|\/)addons\/postgresql$/, as: { server: 'postgresql' } },
    { at: /(?:^|\/)addons\/mariadb$/, as: { server: 'mariadb' } },
    { at: /(?:^|\/)(?:install|script|before_install|before_script)$/, as: 'shell' },
  ],
};

const appveyor: TreePlace = {
  format: 'appveyor',
  syntax: 'yaml',
  audience: 'ci',
  rules: [
    { at: /(?:^|\/)matrix\/PYTHON(?:_VERSION)?$/i, as: 'runtime', meaning: 'tested' },
    { at: /(?:^|\/)PYTHON$/i, as: 'runtime' },
    { at: /(?:^|\/)stack$/, as: 'runtime' },
  ],
};

const otherCi: TreePlace = {
  format: 'other-ci',
  syntax: 'yaml',
  audience: 'ci',
  variables: { syntax: shellVariables, define: gitlabDefinitions },
  rules: [
    { at: /(?:^|\/)image(?:\/name)?$/, as: 'image' },
    { at: /^steps\/name$/, as: 'image' },
    { at: /(?:^|\/)docker#[^/]+\/image$/, as: 'image' },
    { at: /(?:^|\/)runtime-versions\/python$/, as: 'version' },
    { at: /(?:^|\/)(?:commands?|script)$/, as: 'shell' },
  ],
};

/** The places of every CI system, by format. */
export const ciPlaces: readonly TreePlace[] = [...githubActions, gitlab, circle, azure, bitbucket, travis, appveyor, otherCi];
