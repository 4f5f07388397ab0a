import type { Alias, Stmt } from '../../ast.ts';
import type { Conversion } from '../conversion.ts';
import { addProblem, endOf, kidsOf, nameAt, startOf, textOf, typeOf } from '../conversion.ts';
import { spanOf } from '../expressions/expressions.ts';

/** `dotted_name`: spaces, comments and line continuations may stand between its parts. */
function dottedAt(c: Conversion, node: number): string {
  const text = textOf(c, node);
  return /^[^\s\\#]*$/.test(text) ? text : text.replace(/#.*$/gm, '').replace(/[\s\\]+/g, '');
}

function aliasAt(c: Conversion, node: number): Alias {
  const [name, asname] = typeOf(c, node) === 'aliased_import' ? kidsOf(c, node) : [node];
  return {
    start: startOf(c, node),
    end: endOf(c, node),
    name: dottedAt(c, name ?? node),
    asname: asname === undefined ? undefined : nameAt(c, asname),
  };
}

/** A module's member: no dots. */
function memberAt(c: Conversion, node: number): Alias {
  const alias = aliasAt(c, node);
  if (alias.name.includes('.')) addProblem(c, node, `\`from … import ${alias.name}\` cannot have a dot behind \`import\`.`);
  return alias;
}

export function convertImport(c: Conversion, node: number, kids: readonly number[]): Stmt {
  return { kind: 'Import', ...spanOf(c, node), names: kids.map((kid) => aliasAt(c, kid)) };
}

export function convertFutureImport(c: Conversion, node: number, kids: readonly number[]): Stmt {
  return { kind: 'ImportFrom', ...spanOf(c, node), module: '__future__', names: kids.map((kid) => aliasAt(c, kid)), level: 0 };
}

export function convertImportFrom(c: Conversion, node: number, [source, ...names]: readonly number[]): Stmt | undefined {
  if (source === undefined) return undefined;
  const last = names.at(-1);
  if (last !== undefined && c.text.slice(endOf(c, last), endOf(c, node)).trim() === ',')
    addProblem(c, node, 'A comma at the end of an import needs parentheses around the names.');
  const isRelative = typeOf(c, source) === 'relative_import';
  const [prefix, dotted] = isRelative ? kidsOf(c, source) : [undefined, source];
  return {
    kind: 'ImportFrom',
    ...spanOf(c, node),
    module: dotted === undefined ? undefined : dottedAt(c, dotted),
    names: names.map((name) =>
      typeOf(c, name) === 'wildcard_import' ? { ...spanOf(c, name), name: '*', asname: undefined } : memberAt(c, name),
    ),
    level: prefix === undefined ? 0 : (textOf(c, prefix).match(/\./g)?.length ?? 0),
  };
}
