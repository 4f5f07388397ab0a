import type { Arg, Arguments, Expr } from '../../ast.ts';
import type { Conversion } from '../conversion.ts';
import { addProblem, endOf, exprAt, kidsOf, nameAt, startOf, textOf, typeOf } from '../conversion.ts';

export const noArguments: Arguments = { posonlyargs: [], args: [], vararg: undefined, kwonlyargs: [], kwarg: undefined };

/** `parameters` of a function or `lambda_parameters`. */
export function convertArguments(c: Conversion, node: number): Arguments {
  let posonlyargs: Arg[] = [];
  let args: Arg[] = [];
  const kwonlyargs: Arg[] = [];
  let vararg: Arg | undefined;
  let kwarg: Arg | undefined;
  let keywordOnly = false;
  const seen = new Set<string>();
  for (const kid of kidsOf(c, node)) {
    const type = typeOf(c, kid);
    if (type === 'positional_separator') {
      posonlyargs = args;
      args = [];
    } else if (type === 'keyword_separator') keywordOnly = true;
    else {
      const { stars, arg } = readArg(c, kid);
      if (arg === undefined) continue;
      if (seen.has(arg.name)) addProblem(c, kid, `The parameter \`${arg.name}\` stands twice.`);
      seen.add(arg.name);
      if (stars === 2) kwarg = arg;
      else if (stars === 1) {
        vararg = arg;
        keywordOnly = true;
      } else if (keywordOnly) kwonlyargs.push(arg);
      else {
        if (arg.default === undefined && (args.at(-1) ?? posonlyargs.at(-1))?.default !== undefined)
          addProblem(c, kid, `The parameter \`${arg.name}\` has no default but follows one that has.`);
        args.push(arg);
      }
    }
  }
  if (keywordOnly && vararg === undefined && kwonlyargs.length === 0) addProblem(c, node, 'A parameter is missing after `*`.');
  return { posonlyargs, args, vararg, kwonlyargs, kwarg };
}

interface ReadArg {
  readonly stars: 0 | 1 | 2;
  readonly arg: Arg | undefined;
}

function readArg(c: Conversion, node: number): ReadArg {
  const kids = kidsOf(c, node);
  switch (typeOf(c, node)) {
    case 'identifier':
      return { stars: 0, arg: makeArg(c, node, node, {}) };
    case 'default_parameter':
      if (typeOf(c, kids[0]) === 'tuple_pattern') return tupleParameter(c, node);
      return { stars: 0, arg: makeArg(c, node, kids[0], { default: exprAt(c, kids[1]) }) };
    case 'typed_default_parameter':
      return { stars: 0, arg: makeArg(c, node, kids[0], { annotation: exprAt(c, kids[1]), default: exprAt(c, kids[2]) }) };
    case 'typed_parameter': {
      const stars = starsOf(c, kids[0]);
      const name = stars === 0 ? kids[0] : kidsOf(c, kids[0] ?? 0)[0];
      return { stars, arg: makeArg(c, node, name, { annotation: exprAt(c, kids[1]) }) };
    }
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern':
      return { stars: starsOf(c, node), arg: makeArg(c, node, kids[0], {}) };
    case 'tuple_pattern':
      return tupleParameter(c, node);
    default:
      return { stars: 0, arg: undefined };
  }
}

function starsOf(c: Conversion, node: number | undefined): 0 | 1 | 2 {
  const type = typeOf(c, node);
  return type === 'list_splat_pattern' ? 1 : type === 'dictionary_splat_pattern' ? 2 : 0;
}

function tupleParameter(c: Conversion, node: number): ReadArg {
  addProblem(c, node, 'Unpacking a tuple in a parameter is Python 2.');
  return { stars: 0, arg: undefined };
}

function makeArg(
  c: Conversion,
  node: number,
  name: number | undefined,
  more: { readonly annotation?: Expr; readonly default?: Expr },
): Arg | undefined {
  if (name === undefined) return undefined;
  if (typeOf(c, name) !== 'identifier') {
    addProblem(c, name, `\`${textOf(c, name)}\` can't be the name of a parameter.`);
    return undefined;
  }
  return { start: startOf(c, name), end: endOf(c, node), name: nameAt(c, name), annotation: more.annotation, default: more.default };
}
