/** Where each CI system defines the variables that its files use. */
import { scalarAt, walk, type Located, type Scalar } from '../../syntax/located.ts';
import type { Definitions } from '../../syntax/interpolate.ts';

/** The names under which the scalar at a path can be used; none for most. */
type Naming = (path: readonly string[]) => readonly string[];

function define(
  root: Located,
  naming: Naming,
  listed: (node: Located) => readonly [string, Scalar] | undefined = () => undefined,
): Definitions {
  const found = new Map<string, Scalar[]>();
  const add = (name: string, scalar: Scalar): void => {
    if (scalar.text !== '' && !/\$\{\{|<</.test(scalar.text)) found.set(name, [...(found.get(name) ?? []), scalar]);
  };
  for (const { path, node } of walk(root)) {
    if (node.kind === 'scalar') for (const name of naming(path)) add(name, node);
    const pair = listed(node);
    if (pair !== undefined) add(...pair);
  }
  return found;
}

/** GitHub's contexts: `env.X`, `matrix.X` (also from `include`), defaults of `inputs.X`. */
export function githubDefinitions(root: Located): Definitions {
  return define(root, (path) => {
    const matrix = path.lastIndexOf('matrix');
    if (matrix !== -1 && path[matrix - 1] === 'strategy') {
      const keys = path.slice(matrix + 1);
      return keys[0] === 'exclude' ? [] : [`matrix.${keys.filter((key) => key !== 'include').join('.')}`];
    }
    const name = path.at(-1) ?? '';
    if (path.at(-2) === 'env') return [`env.${name}`];
    const input = path.at(-2) ?? '';
    return name === 'default' && path.at(-3) === 'inputs' ? [`inputs.${input}`, `github.event.inputs.${input}`] : [];
  });
}

/** GitLab's `variables` (a value, or a mapping with `value`) and `parallel: matrix`. */
export function gitlabDefinitions(root: Located): Definitions {
  return define(root, (path) => {
    const at = path.lastIndexOf('variables');
    const matrix = path.lastIndexOf('matrix');
    if (matrix !== -1 && path[matrix - 1] === 'parallel') return path.slice(matrix + 1, matrix + 2);
    if (at === -1) return [];
    const rest = path.slice(at + 1);
    return rest.length === 1 || (rest.length === 2 && rest[1] === 'value') ? rest.slice(0, 1) : [];
  });
}

/** CircleCI's `parameters.X`, given by defaults and by the matrix of a workflow. */
export function circleDefinitions(root: Located): Definitions {
  return define(root, (path) => {
    const at = path.lastIndexOf('parameters');
    const name = path[at + 1];
    if (at === -1 || name === undefined) return [];
    if (path[at - 1] === 'matrix' && path.length === at + 2) return [`parameters.${name}`, `matrix.${name}`];
    return path[at + 2] === 'default' ? [`parameters.${name}`, `pipeline.parameters.${name}`] : [];
  });
}

/** Azure's `variables` (mapping, or list of `{name, value}`), `parameters` with defaults, and the variables of a matrix. */
export function azureDefinitions(root: Located): Definitions {
  return define(
    root,
    (path) => {
      const matrix = path.lastIndexOf('matrix');
      if (matrix !== -1 && path.length === matrix + 3) return path.slice(-1);
      const name = path.at(-1) ?? '';
      if (path.at(-2) === 'variables') return [name, `variables.${name}`];
      return path.at(-2) === 'parameters' ? [`parameters.${name}`] : [];
    },
    (node) => {
      const name = scalarAt(node, 'name')?.text;
      const given = scalarAt(node, 'value');
      const fallback = scalarAt(node, 'default');
      if (name === undefined) return undefined;
      return given === undefined ? fallback && [`parameters.${name}`, fallback] : [name, given];
    },
  );
}

/** Docker Compose's own variables stand in .env, with defaults in the file: only its extension fields define anything. */
export function noDefinitions(): Definitions {
  return new Map();
}

/** Travis' environment: `env: [DJANGO=4.2 DB=pg, …]`. */
export function travisDefinitions(root: Located): Definitions {
  const found = new Map<string, { text: string; start: number; end: number }[]>();
  for (const { path, node } of walk(root)) {
    if (node.kind !== 'scalar' || !path.includes('env') || node.end - node.start !== node.text.length) continue;
    for (const match of node.text.matchAll(/(\w+)=(?:"([^"]*)"|'([^']*)'|([^\s"']+))/g)) {
      const [whole, name = ''] = match;
      const text = match[2] ?? match[3] ?? match[4] ?? '';
      const start = node.start + match.index + whole.indexOf(text, name.length + 1);
      if (text !== '') found.set(name, [...(found.get(name) ?? []), { text, start, end: start + text.length }]);
    }
  }
  return found;
}
