/** Rewrites of a method's signature. */
import type { Fix } from '../../../facts/upgrades/changes/change.ts';
import type { TextEdit } from '../../../source/edit.ts';
import type { Arg, FunctionDef } from '../../../python/ast.ts';
import { parametersOf } from '../tree/children.ts';
import { indentOf, removeElement, replace, replaceNode, type Draft } from './edits.ts';

type MethodFix = Extract<Fix, { kind: 'rename-attribute' | 'add-decorator' | 'drop-default' | 'add-parameter' | 'drop-parameter' }>;

/** The edits for one method; empty where its signature is not the plain one that the change speaks of. */
export function fixMethod(draft: Draft, method: FunctionDef, fix: MethodFix): readonly TextEdit[] {
  switch (fix.kind) {
    case 'rename-attribute': {
      const name = fix.to[method.name];
      const at = nameOffset(draft, method);
      return name === undefined || at === undefined ? [] : [replace(draft, at, at + method.name.length, name)];
    }
    case 'add-decorator': {
      const indent = indentOf(draft, method);
      return indent === undefined || method.decorators.length > 0
        ? []
        : [replace(draft, method.start, method.start, `@${fix.name}\n${indent}`)];
    }
    case 'drop-default': {
      const parameter = named(method, fix.name);
      return parameter?.default === undefined || parameter.annotation !== undefined || followedByDefault(method, parameter)
        ? []
        : [replaceNode(draft, parameter, parameter.name)];
    }
    case 'add-parameter':
      return addParameter(draft, method, fix.text);
    case 'drop-parameter': {
      const parameter = named(method, fix.name);
      if (parameter === undefined || isUsed(draft, method, fix.name)) return [];
      const edit = removeElement(draft, parametersOf(method.args), parameter);
      return edit === undefined ? [] : [edit];
    }
  }
}

const named = (method: FunctionDef, name: string): Arg | undefined => parametersOf(method.args).find((each) => each.name === name);

function followedByDefault({ args }: FunctionDef, parameter: Arg): boolean {
  const positional = [...args.posonlyargs, ...args.args];
  return positional.slice(0, positional.indexOf(parameter)).some((each) => each.default !== undefined);
}

function nameOffset({ module }: Draft, method: FunctionDef): number | undefined {
  const from = method.decorators.at(-1)?.end ?? method.start;
  const match = new RegExp(`\\bdef\\s+(?=${method.name}\\b)`).exec(module.text.slice(from, method.body[0]?.start ?? method.end));
  return match === null ? undefined : from + match.index + match[0].length;
}

/** At the end of the positional parameters, where the call hands it over; only ones with a default or a `*` are sure to fit. */
function addParameter(draft: Draft, { args }: FunctionDef, text: string): readonly TextEdit[] {
  const last = [...args.posonlyargs, ...args.args].at(-1);
  if (last === undefined || args.vararg !== undefined || args.kwonlyargs.length > 0 || args.kwarg !== undefined) return [];
  const required = !text.includes('=') && !text.startsWith('*');
  if (required && (last.default !== undefined || text === 'request')) return [];
  return [replace(draft, last.end, last.end, `, ${text}`)];
}

function isUsed({ module }: Draft, { body }: FunctionDef, name: string): boolean {
  const [first] = body;
  const last = body.at(-1);
  return first === undefined || last === undefined || new RegExp(`\\b${name}\\b`).test(module.text.slice(first.start, last.end));
}
