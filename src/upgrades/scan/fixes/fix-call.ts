/** Rewrites of one call: its keywords, its positional arguments, its name. */
import type { Fix } from '../../../facts/upgrades/changes/change.ts';
import type { TextEdit } from '../../../source/edit.ts';
import type { Call, Expr, Keyword, Node } from '../../../python/ast.ts';
import { argumentAt, isNone, literalText } from '../tree/literals.ts';
import { removeElement, replace, replaceNode, textOfNode, type Draft } from './edits.ts';

type CallFix = Extract<
  Fix,
  {
    kind:
      | 'rename-keyword'
      | 'drop-keyword'
      | 'add-keyword'
      | 'add-positional'
      | 'keyword-to-positional'
      | 'positional-to-keyword'
      | 'rename-attribute'
      | 'drop-call'
      | 'unwrap-call'
      | 'drop-method-call'
      | 'replace-value'
      | 'rename-key'
      | 'named';
  }
>;

/** The edits for one matched call; empty when it isn't written in a way that can be changed safely. */
export function fixCall(draft: Draft, call: Call, fix: CallFix, parent: Call | undefined): readonly TextEdit[] {
  switch (fix.kind) {
    case 'rename-keyword':
      return some(renameKeyword(draft, call, fix));
    case 'drop-keyword':
      return dropKeyword(draft, call, fix);
    case 'add-keyword':
      return addKeyword(draft, call, fix.text);
    case 'add-positional':
      return call.args.length === 0 ? [insertFirst(draft, call, fix.text)] : [];
    case 'keyword-to-positional': {
      const keyword = keywordOf(call, fix.name);
      return keyword === undefined || call.args.length > 0 || call.keywords[0] !== keyword
        ? []
        : [replaceNode(draft, keyword, textOfNode(draft, keyword.value))];
    }
    case 'positional-to-keyword':
      return positionalToKeyword(draft, call, fix);
    case 'rename-attribute':
      return some(renameCallee(draft, call, fix.to));
    case 'drop-call':
      return call.args.length + call.keywords.length === 0 ? [replace(draft, call.func.end, call.end, '')] : [];
    case 'unwrap-call':
      return call.args.length === 1 && call.keywords.length === 0 && call.args[0]?.kind !== 'Starred'
        ? [replaceNode(draft, call, textOfNode(draft, call.args[0]!))]
        : [];
    case 'drop-method-call':
      return dropMethodCall(draft, call, fix.name, parent);
    case 'replace-value':
      return call.args
        .concat(call.keywords.map((each) => each.value))
        .flatMap((each) => (isNone(each) && fix.to['None'] !== undefined ? [replaceNode(draft, each, fix.to['None'])] : []));
    case 'rename-key':
      return renameKey(draft, call, fix.to);
    case 'named':
      return fixNamed(draft, call, fix.name);
  }
}

const some = (edit: TextEdit | undefined): readonly TextEdit[] => (edit === undefined ? [] : [edit]);
const keywordOf = ({ keywords }: Call, name: string): Keyword | undefined => keywords.find(({ arg }) => arg === name);
const hasSpread = ({ args, keywords }: Call): boolean =>
  args.some((each) => each.kind === 'Starred') || keywords.some(({ arg }) => arg === undefined);

function renameKeyword(draft: Draft, call: Call, { to, wrap }: Extract<Fix, { kind: 'rename-keyword' }>): TextEdit | undefined {
  for (const [old, name] of Object.entries(to)) {
    const keyword = keywordOf(call, old);
    if (keyword === undefined || keywordOf(call, name) !== undefined) continue;
    const value = textOfNode(draft, keyword.value);
    const wrapped = wrap === 'list' ? `[${value}]` : wrap === 'set' ? `{${value}}` : undefined;
    return wrapped === undefined
      ? replace(draft, keyword.start, keyword.start + old.length, name)
      : replaceNode(draft, keyword, `${name}=${wrapped}`);
  }
  return undefined;
}

function dropKeyword(draft: Draft, call: Call, { names, whenFalse }: Extract<Fix, { kind: 'drop-keyword' }>): readonly TextEdit[] {
  const all: readonly Node[] = [...call.args, ...call.keywords].toSorted((a, b) => a.start - b.start);
  const dropped = call.keywords.filter(({ arg, value }) => arg !== undefined && names.includes(arg) && (!whenFalse || isFalse(value)));
  const [only] = dropped;
  return only === undefined || dropped.length > 1 ? [] : some(removeElement(draft, all, only));
}

const isFalse = (value: Expr): boolean => value.kind === 'Constant' && value.value.type === 'bool' && !value.value.value;

/** `on_delete=models.CASCADE` only where the call itself is one of `models`: elsewhere the name may not be there. */
function addKeyword(draft: Draft, call: Call, text: string): readonly TextEdit[] {
  const { func } = call;
  const isThere = !text.includes('models.') || (func.kind === 'Attribute' && func.value.kind === 'Name' && func.value.id === 'models');
  return hasSpread(call) || !isThere ? [] : [insertArgument(draft, call, text)];
}

/** Behind the last argument; a trailing comma stays where it is. */
function insertArgument(draft: Draft, call: Call, text: string): TextEdit {
  const last = [...call.args, ...call.keywords].toSorted((a, b) => a.start - b.start).at(-1);
  return last === undefined ? replace(draft, call.end - 1, call.end - 1, text) : replace(draft, last.end, last.end, `, ${text}`);
}

function insertFirst(draft: Draft, call: Call, text: string): TextEdit {
  const first = call.keywords[0];
  return first === undefined ? replace(draft, call.end - 1, call.end - 1, text) : replace(draft, first.start, first.start, `${text}, `);
}

/** From the first position that has to be named on, every positional argument gets its name. */
function positionalToKeyword(
  draft: Draft,
  call: Call,
  { names, from = 0 }: Extract<Fix, { kind: 'positional-to-keyword' }>,
): readonly TextEdit[] {
  const late = call.args.slice(from);
  if (hasSpread(call) || call.args.length > names.length) return [];
  const added = late.map((_, index) => names[from + index] ?? '');
  if (added.some((name) => keywordOf(call, name) !== undefined)) return [];
  return late.map((argument, index) => replace(draft, argument.start, argument.start, `${added[index]}=`));
}

function renameCallee(draft: Draft, { func }: Call, to: Readonly<Record<string, string>>): TextEdit | undefined {
  if (func.kind !== 'Attribute') return undefined;
  const name = to[func.attr];
  return name === undefined ? undefined : replace(draft, func.end - func.attr.length, func.end, name);
}

/** `urlsafe_base64_encode(x).decode()` loses its tail; `request.xreadlines()` becomes the request. */
function dropMethodCall(draft: Draft, call: Call, name: string, outer: Call | undefined): readonly TextEdit[] {
  if (outer?.func.kind === 'Attribute' && outer.func.attr === name && outer.func.value === call)
    return [replace(draft, call.end, outer.end, '')];
  return call.func.kind === 'Attribute' && call.func.attr === name ? [replace(draft, call.func.value.end, call.end, '')] : [];
}

function renameKey(draft: Draft, call: Call, to: Readonly<Record<string, string>>): readonly TextEdit[] {
  const dict = call.keywords.find(({ value }) => value.kind === 'Dict')?.value;
  if (dict?.kind !== 'Dict') return [];
  return dict.keys.flatMap((key) => {
    const name = to[literalText(key) ?? ''];
    return key === undefined || name === undefined ? [] : [replace(draft, key.start + 1, key.end - 1, name)];
  });
}

function fixNamed(draft: Draft, call: Call, name: Extract<Fix, { kind: 'named' }>['name']): readonly TextEdit[] {
  if (name === 'is-ajax' && call.func.kind === 'Attribute' && call.args.length === 0) {
    const receiver = textOfNode(draft, call.func.value);
    return [replaceNode(draft, call, `(${receiver}.headers.get("x-requested-with") == "XMLHttpRequest")`)];
  }
  if (name === 'format-html') return unwrapFormat(draft, call);
  if (name === 'response-context') return formOfResponse(draft, call);
  const tuple = argumentAt(call, { index: 0 });
  if (name !== 'unpack-tuple' || tuple?.kind !== 'Tuple') return [];
  return [replaceNode(draft, tuple, tuple.elts.map((each) => textOfNode(draft, each)).join(', '))];
}

/** `format_html("<b>{}</b>".format(name))` → `format_html("<b>{}</b>", name)`; a placeholder that does more than `{}` may not take escaped text. */
function unwrapFormat(draft: Draft, call: Call): readonly TextEdit[] {
  const [inner] = call.args;
  if (inner?.kind !== 'Call' || call.args.length > 1 || call.keywords.length > 0 || inner.func.kind !== 'Attribute') return [];
  const { value, attr } = inner.func;
  const text = literalText(value);
  const all = [...inner.args, ...inner.keywords].toSorted((a, b) => a.start - b.start);
  const [first, last] = [all[0], all.at(-1)];
  const { text: source } = draft.module;
  const isPlain = text !== undefined && attr === 'format' && /^(?:[^{}]|\{\{|\}\}|\{\w*\})*$/.test(text);
  // Brackets around the text or the call would become a tuple's.
  const isBare = /^\s*\(\s*$/.test(source.slice(call.func.end, value.start)) && /^\s*,?\s*\)$/.test(source.slice(inner.end, call.end));
  if (first === undefined || last === undefined || !isPlain || !isBare || !/^\s*,?\s*\)$/.test(source.slice(last.end, inner.end)))
    return [];
  return [replace(draft, value.end, first.start, ', '), replace(draft, last.end, inner.end, '')];
}

/** `assertFormError(response, "form", …)` → `assertFormError(response.context["form"], …)` */
function formOfResponse(draft: Draft, { args, keywords }: Call): readonly TextEdit[] {
  const [response, form] = args;
  if (response === undefined || form === undefined || literalText(form) === undefined || args.some(isSpread) || hasOldName(keywords))
    return [];
  if (response.kind !== 'Name' && response.kind !== 'Attribute') return [];
  return [replace(draft, response.start, form.end, `${textOfNode(draft, response)}.context[${textOfNode(draft, form)}]`)];
}

const isSpread = (expr: Expr): boolean => expr.kind === 'Starred';
const hasOldName = (keywords: readonly Keyword[]): boolean =>
  keywords.some(({ arg }) => arg === undefined || arg === 'response' || arg === 'form' || arg === 'formset');

/** `NullBooleanField(…)` as `BooleanField(…, null=True)`, the name left to the rename of the import. */
export function addNull(draft: Draft, call: Call): TextEdit | undefined {
  if (hasSpread(call) || keywordOf(call, 'null') !== undefined) return undefined;
  return insertArgument(draft, call, 'null=True');
}
