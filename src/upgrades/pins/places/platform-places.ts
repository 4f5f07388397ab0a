/** Where platforms that run the service take their Python, image or database server from; the keys are in each platform's reference. */
import { mustacheVariables, shellVariables } from '../../syntax/interpolate.ts';
import { noDefinitions } from './ci-definitions.ts';
import { scalarAt, type Located } from '../../syntax/located.ts';
import type { TreePlace, TreeRule } from './tree-rule.ts';

const PYTHON_VERSION = String.raw`(?:(?:\w+_)?PYTHON_?VERSION|UV_PYTHON|PYENV_VERSION)`;
const isNamed =
  (pattern: RegExp) =>
  (parent: Located | undefined): boolean =>
    pattern.test((scalarAt(parent, 'key') ?? scalarAt(parent, 'name'))?.text ?? '');

const images: readonly TreeRule[] = [
  { at: /(?:^|\/)image(?:\/name)?$/, as: 'image' },
  { at: /(?:^|\/)tag$/, as: 'tag' },
];

const compose: TreePlace = {
  format: 'docker-compose',
  syntax: 'yaml',
  audience: 'development',
  variables: { syntax: shellVariables, define: noDefinitions },
  rules: [
    ...images,
    { at: new RegExp(String.raw`(?:^|/)build/args/${PYTHON_VERSION}$`, 'i'), as: 'version' },
    { at: /(?:^|\/)build\/args(?:\/\w*IMAGE\w*)?$/, as: 'image' },
    { at: new RegExp(String.raw`(?:^|/)environment/${PYTHON_VERSION}$`, 'i'), as: 'version' },
    { at: /(?:^|\/)build\/dockerfile_inline$/, as: 'shell' },
    { at: /(?:^|\/)(?:command|entrypoint|build\/args|environment)$/, as: 'shell' },
  ],
};

const serverless: readonly TreePlace[] = [
  {
    format: 'gae',
    syntax: 'yaml',
    audience: 'production',
    rules: [
      { at: /^runtime$/, as: 'runtime' },
      { at: /^runtime_config\/(?:runtime|python)_version$/, as: 'version' },
    ],
  },
  {
    format: 'serverless',
    syntax: 'yaml',
    audience: 'production',
    rules: [
      { at: /(?:^|\/)(?:runtime|compatibleRuntimes)$/, as: 'runtime' },
      { at: /(?:^|\/)dockerImage$/, as: 'image' },
    ],
  },
  {
    format: 'sam-cloudformation',
    syntax: 'yaml',
    audience: 'production',
    rules: [
      { at: /(?:^|\/)(?:Runtime|CompatibleRuntimes|SolutionStackName|RuntimeVersion)$/, as: 'runtime' },
      {
        at: /(?:^|\/)EngineVersion$/,
        as: { server: 'postgresql' },
        when: (parent) => /postgres/.test(scalarAt(parent, 'Engine')?.text ?? ''),
      },
      { at: /(?:^|\/)EngineVersion$/, as: { server: 'mysql' }, when: (parent) => /mysql/.test(scalarAt(parent, 'Engine')?.text ?? '') },
    ],
  },
  {
    format: 'elastic-beanstalk',
    syntax: 'yaml',
    audience: 'production',
    rules: [{ at: /(?:^|\/)(?:default_platform|platform|platform_name|solution_stack)$/, as: 'runtime' }],
  },
  { format: 'zappa', syntax: 'json', audience: 'production', rules: [{ at: /(?:^|\/)runtime$/, as: 'runtime' }] },
  { format: 'zappa', syntax: 'yaml', audience: 'production', rules: [{ at: /(?:^|\/)runtime$/, as: 'runtime' }] },
  { format: 'zappa', syntax: 'toml', audience: 'production', rules: [{ at: /(?:^|\/)runtime$/, as: 'runtime' }] },
  { format: 'vercel', syntax: 'json', audience: 'production', rules: [{ at: /(?:^|\/)runtime$/, as: 'runtime' }] },
];

const services: readonly TreePlace[] = [
  {
    format: 'render',
    syntax: 'yaml',
    audience: 'production',
    rules: [
      { at: /(?:^|\/)envVars\/value$/, as: 'version', when: isNamed(/^PYTHON_VERSION$/) },
      { at: /(?:^|\/)databases\/postgresMajorVersion$/, as: { server: 'postgresql' } },
      { at: /(?:^|\/)image\/url$/, as: 'image' },
      { at: /(?:^|\/)(?:buildCommand|startCommand)$/, as: 'shell' },
    ],
  },
  { format: 'netlify', syntax: 'toml', audience: 'production', rules: [{ at: /(?:^|\/)environment\/PYTHON_VERSION$/, as: 'version' }] },
  {
    format: 'nixpacks',
    syntax: 'toml',
    audience: 'production',
    rules: [
      { at: /(?:^|\/)(?:NIXPACKS|RAILPACK)_PYTHON_VERSION$/, as: 'version' },
      { at: /(?:^|\/)(?:nixPkgs|nixPackages)$/, as: 'runtime' },
    ],
  },
  {
    format: 'nixpacks',
    syntax: 'json',
    audience: 'production',
    rules: [
      { at: /(?:^|\/)packages\/python$/, as: 'version' },
      { at: /(?:^|\/)(?:NIXPACKS|RAILPACK)_PYTHON_VERSION$/, as: 'version' },
    ],
  },
  {
    format: 'fly',
    syntax: 'toml',
    audience: 'production',
    rules: [
      { at: /(?:^|\/)build\/args\/PYTHON_VERSION$/i, as: 'version' },
      { at: /(?:^|\/)build\/image$/, as: 'image' },
      { at: /(?:^|\/)env\/value$/, as: 'version', when: isNamed(/^BP_CPYTHON_VERSION$/) },
    ],
  },
  {
    format: 'platformsh',
    syntax: 'yaml',
    audience: 'production',
    rules: [
      { at: /^(?:applications\/(?:[^/]+\/)?)?type$/, as: 'image' },
      { at: /(?:^|\/)(?:stack|stack\/runtimes)$/, as: 'runtime' },
      { at: /^(?:services\/)?[^/]+\/type$/, as: 'image' },
    ],
  },
  {
    format: 'scalingo-clever',
    syntax: 'json',
    audience: 'production',
    rules: [{ at: /(?:^|\/)(?:CC_)?PYTHON_VERSION(?:\/value)?$/, as: 'version' }],
  },
  {
    format: 'readthedocs',
    syntax: 'yaml',
    audience: 'development',
    rules: [
      { at: /^build\/tools\/python$/, as: 'version' },
      { at: /^python\/version$/, as: 'version' },
      { at: /^python\/install\/requirements$/, as: 'requirements' },
      { at: /^(?:requirements_file|python\/requirements)$/, as: 'requirements' },
    ],
  },
];

const clusters: readonly TreePlace[] = [
  {
    format: 'kubernetes-helm',
    syntax: 'yaml',
    audience: 'production',
    variables: { syntax: mustacheVariables, define: noDefinitions },
    rules: images,
  },
  {
    format: 'ansible-vagrant-packer',
    syntax: 'yaml',
    audience: 'production',
    variables: { syntax: mustacheVariables, define: noDefinitions },
    rules: [
      { at: /(?:^|\/)\w*python_version$/, as: 'version' },
      { at: /(?:^|\/)(?:ansible_python_interpreter|virtualenv_python|\w*_?packages|name|pkg|package)$/, as: 'shell' },
      { at: /(?:^|\/)(?:postgresql|postgres)_version$/, as: { server: 'postgresql' } },
      { at: /(?:^|\/)image$/, as: 'image' },
    ],
  },
];

const azureTemplates: TreePlace = {
  format: 'azure-arm',
  syntax: 'json',
  audience: 'production',
  rules: [
    { at: /(?:^|\/)linuxFxVersion(?:\/defaultValue)?$/i, as: 'runtime' },
    { at: /(?:^|\/)appSettings\/value$/, as: 'version', when: isNamed(/^PYTHON_VERSION$/) },
    { at: /(?:^|\/)functionAppConfig\/runtime\/version$/, as: 'version', when: (parent) => scalarAt(parent, 'name')?.text === 'python' },
  ],
};

/** The places of every platform, by format. */
export const platformPlaces: readonly TreePlace[] = [compose, ...serverless, ...services, ...clusters, azureTemplates];
