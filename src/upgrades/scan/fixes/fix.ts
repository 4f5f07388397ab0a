/** The rewrite of a match, where the change has one that is safe to make unseen. */
import type { Fix } from '../../../facts/upgrades/changes/change.ts';
import type { TextEdit } from '../../../source/edit.ts';
import type { Alias, Attribute, Constant, Node, Stmt } from '../../../python/ast.ts';
import { descend, type AnyNode } from '../tree/children.ts';
import { literalText } from '../tree/literals.ts';
import { lineSpan, removeElement, replace, replaceNode, textOfNode, type Draft } from './edits.ts';
import { fixCall } from './fix-call.ts';
import { fixMethod } from './fix-method.ts';
import { dropDecorator, renameImport, renameModule, renameReference, type ImportFix } from './fix-import.ts';
import { fixNullBoolean } from './fix-null-boolean.ts';
import { fixPermalink } from './fix-permalink.ts';
import { fixStorages } from './fix-storages.ts';

/** What a rewrite starts from. */
export interface Site extends ImportFix {
  readonly node: Node;
  /** The statement around an imported name, or the method whose head was matched. */
  readonly subject: AnyNode | undefined;
  readonly ancestors: readonly AnyNode[];
  /** The path that the name stands for. */
  readonly path: string | undefined;
  /** Packages at hand, for rewrites that need one. */
  readonly packages: ReadonlyMap<string, string | undefined>;
}

/** The edits of one match; empty when there is no rewrite or this place doesn't allow it. */
export function fixSite(site: Site, fix: Fix | undefined): readonly TextEdit[] {
  if (fix === undefined || fix.review) return [];
  const node = nodeOf(site);
  const parent = site.ancestors.at(-1);
  switch (fix.kind) {
    case 'rename':
      return isCalledWith(site, fix.unlessKeyword ?? []) ? [] : rename(site, fix.to);
    case 'rename-module':
      if (fix.needs !== undefined && !site.packages.has(fix.needs)) return [];
      if (node?.kind === 'ImportFrom' && node.names.some(({ name }) => name === '*' || fix.except?.includes(name))) return [];
      return node?.kind === 'Import' || node?.kind === 'ImportFrom' ? renameModule(site, node, fix.to) : [];
    case 'drop-decorator':
      return site.subject?.kind === 'ImportFrom' && isAlias(site.node) ? dropDecorator(site, site.subject, site.node) : [];
    case 'rename-attribute':
      if (site.subject?.kind === 'FunctionDef' || site.subject?.kind === 'AsyncFunctionDef') return fixMethod(site, site.subject, fix);
      if (node?.kind === 'Attribute') return renameAttribute(site, node, fix.to);
      if (node?.kind === 'Assign') return renameTarget(site, node, fix.to);
      return node?.kind === 'Call' ? fixCall(site, node, fix, undefined) : [];
    case 'rename-keyword':
    case 'drop-keyword':
    case 'add-keyword':
    case 'add-positional':
    case 'keyword-to-positional':
    case 'positional-to-keyword':
    case 'drop-call':
    case 'unwrap-call':
    case 'rename-key':
      return node?.kind === 'Call' ? fixCall(site, node, fix, undefined) : [];
    case 'drop-method-call': {
      const outer = site.ancestors.at(-2);
      return node?.kind === 'Call' ? fixCall(site, node, fix, outer?.kind === 'Call' ? outer : undefined) : [];
    }
    case 'named':
      if (fix.name === 'null-boolean-field') return fixNullBoolean(site);
      if (fix.name === 'permalink') return fixPermalink(site);
      if (fix.name === 'storages') return node?.kind === 'Assign' && parent?.kind === 'Module' ? fixStorages(site) : [];
      return node?.kind === 'Call' ? fixCall(site, node, fix, undefined) : [];
    case 'replace-value':
      return node?.kind === 'Call' ? fixCall(site, node, fix, undefined) : replaceAssigned(site, node, fix.to);
    case 'add-decorator':
    case 'drop-default':
    case 'add-parameter':
    case 'drop-parameter':
      return site.subject?.kind === 'FunctionDef' || site.subject?.kind === 'AsyncFunctionDef' ? fixMethod(site, site.subject, fix) : [];
    case 'delete-statement':
      return isDeletable(node, parent) ? deletion(site, node) : [];
    case 'delete-item':
      return node?.kind === 'Constant' && (parent?.kind === 'List' || parent?.kind === 'Tuple') && parent.elts.length > 2
        ? some(removeElement(site, parent.elts, node))
        : [];
    case 'rename-setting':
      return node?.kind === 'Assign' ? renameSetting(site, node, fix) : [];
    case 'replace-text':
      return node === undefined ? [] : replaceText(site, node, fix.to);
    case 'delete-key':
    case 'prefix-items':
    case 'add-setting':
    case 'template-comparison':
    case 'rename-library':
    case 'manual':
      return [];
  }
}

const some = (edit: TextEdit | undefined): readonly TextEdit[] => (edit === undefined ? [] : [edit]);
const isAlias = (node: Node): node is Alias => 'asname' in node;
/** Matches point to nodes of the tree, or to spans that are none. */
const nodeOf = ({ node }: Site): AnyNode | undefined => ('kind' in node ? (node as AnyNode) : undefined); // only tree nodes have a kind

/** A call with one of these keywords of what is to be renamed, by any name: `url(regex=…)`. */
function isCalledWith({ module }: Site, keywords: readonly string[]): boolean {
  if (keywords.length === 0) return false;
  return [...descend(module)].some(
    (each) => each.kind === 'Call' && each.keywords.some(({ arg }) => arg !== undefined && keywords.includes(arg)),
  );
}

function rename(site: Site, to: string): readonly TextEdit[] {
  const { subject, node } = site;
  if (subject?.kind === 'ImportFrom' && isAlias(node)) return renameImport(site, subject, node, to);
  const plain = nodeOf(site);
  if (plain?.kind === 'Attribute' && site.path !== undefined) return renameReference(site, plain, site.path, to);
  return plain?.kind === 'Constant' && !to.startsWith('builtins.') ? replaceDotted(site, plain, to) : [];
}

/** A dotted path in a string. */
function replaceDotted(site: Draft, node: Constant, to: string): readonly TextEdit[] {
  const old = literalText(node);
  const written = textOfNode(site, node);
  const at = old === undefined ? -1 : written.indexOf(old);
  return old === undefined || at === -1 ? [] : [replace(site, node.start + at, node.start + at + old.length, to)];
}

function renameAttribute(site: Draft, { attr, end }: Attribute, to: Readonly<Record<string, string>>): readonly TextEdit[] {
  const name = to[attr];
  return name === undefined ? [] : [replace(site, end - attr.length, end, name)];
}

function renameTarget(site: Draft, node: Stmt & { kind: 'Assign' }, to: Readonly<Record<string, string>>): readonly TextEdit[] {
  const [target] = node.targets;
  const name = target?.kind === 'Name' ? to[target.id] : undefined;
  return target === undefined || name === undefined ? [] : [replaceNode(site, target, name)];
}

function replaceAssigned(site: Draft, node: AnyNode | undefined, to: Readonly<Record<string, string>>): readonly TextEdit[] {
  if (node?.kind !== 'Assign') return [];
  const value = to[textOfNode(site, node.value)];
  return value === undefined ? [] : [replaceNode(site, node.value, value)];
}

/** A statement that is not alone in its block. */
function isDeletable(node: AnyNode | undefined, parent: AnyNode | undefined): node is Stmt {
  if (node?.kind !== 'Assign' || node.targets.length !== 1 || parent === undefined) return false;
  return parent.kind === 'Module' || (parent.kind === 'ClassDef' && parent.body.length > 1);
}

function deletion(site: Draft, node: Stmt): readonly TextEdit[] {
  const span = lineSpan(site, node);
  return span === undefined ? [] : [replaceNode(site, span, '')];
}

function renameSetting(
  site: Draft,
  node: Stmt & { kind: 'Assign' },
  { to, template }: Extract<Fix, { kind: 'rename-setting' }>,
): readonly TextEdit[] {
  const [target] = node.targets;
  if (target === undefined || node.targets.length > 1) return [];
  const value = textOfNode(site, node.value);
  const plain = node.value.kind === 'Constant' || node.value.kind === 'Name' ? value : `(${value})`;
  return [
    replaceNode(site, target, to),
    ...(template === undefined ? [] : [replaceNode(site, node.value, template.replace('{value}', plain))]),
  ];
}

/** Text within the node, every occurrence. */
function replaceText(site: Draft, node: Node, to: Readonly<Record<string, string>>): readonly TextEdit[] {
  const text = textOfNode(site, node);
  return Object.entries(to).flatMap(([old, name]) => {
    const edits: TextEdit[] = [];
    for (let at = text.indexOf(old); at !== -1; at = text.indexOf(old, at + old.length))
      edits.push(replace(site, node.start + at, node.start + at + old.length, name));
    return edits;
  });
}
