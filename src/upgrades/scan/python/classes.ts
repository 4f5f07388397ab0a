/** What classes of the repository define on top of Django's and Python's: methods, attributes, Meta options. */
import type { DetectorOf } from '../../../facts/upgrades/changes/detector.ts';
import type { ClassDef, Expr, FunctionDef, Stmt } from '../../../python/ast.ts';
import { definedAt } from '../resolve/graph.ts';
import { modelPath } from '../resolve/declared.ts';
import { assignedIn, innerClass, outlineClass, type ClassOutline } from '../resolve/outline.ts';
import { definesMember, deriveAny, type Answer } from '../resolve/repository.ts';
import type { Sureness, WatchOf } from '../watch/watch.ts';
import { isNone, literalText } from '../tree/literals.ts';
import { descend, parametersOf } from '../tree/children.ts';
import { report, type Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';

/** A class of the file with what is known of it. */
interface ClassSheet {
  readonly sheet: Sheet;
  readonly node: ClassDef;
  readonly standing: Standing;
  readonly outline: ClassOutline;
}

/** Checks one class definition against everything watched about classes. */
export function checkClass(sheet: Sheet, node: ClassDef, standing: Standing): void {
  const it: ClassSheet = { sheet, node, standing, outline: outlineClass(sheet.names, node) };
  for (const watch of sheet.index.of('override')) if (sheet.active.has(watch)) checkOverrides(it, watch);
  for (const watch of sheet.index.of('class-attribute')) if (sheet.active.has(watch)) checkAttributes(it, watch);
  for (const watch of sheet.index.of('subclass')) if (sheet.active.has(watch)) checkSubclass(it, watch);
  for (const watch of sheet.index.of('meta-option')) if (sheet.active.has(watch)) checkMeta(it, watch);
}

/** A class whose bases can't all be looked into may still be one. */
function answerFor({ sheet, node, outline }: ClassSheet, of: readonly string[]): Answer {
  if (outline.bases.length === 0) return node.name.includes('Mixin') ? 'unknown' : 'no';
  return deriveAny(sheet.repository, outline.bases, sheet.file, new Set(of.map(definedAt)));
}

/** A name that many classes have says nothing where the bases can't be looked into. */
function surenessOf(answer: Answer, name: string): Sureness | undefined {
  if (answer === 'unknown') return common.has(name) || !/[a-z]_[a-z]/.test(name) ? undefined : 1;
  return answer === 'yes' ? 3 : undefined;
}

const common: ReadonlySet<string> = new Set(['http_method_names', 'search_fields', 'get_connection', 'get_actions', 'process_request']);

function checkOverrides(it: ClassSheet, watch: WatchOf<'override'>): void {
  const { detector } = watch;
  const pattern = detector.pattern === undefined ? undefined : new RegExp(detector.pattern);
  const methods = methodsOf(it.node).filter(({ name }) => detector.methods.includes(name) || pattern?.test(name));
  if (methods.length === 0) return;
  const alike = detector.alike?.every((name) => it.outline.methods.has(name)) ?? false;
  const answer = detector.of.length === 0 || alike ? 'yes' : answerFor(it, detector.of);
  for (const method of methods) {
    const sureness = surenessOf(answer, method.name);
    if (sureness === undefined) continue;
    if (detector.when !== undefined && !methodFits(it, method, detector.when)) continue;
    const shown = `${it.node.name}.${method.name}`;
    report(it.sheet, watch, it.standing, { node: headOf(it.sheet, method), shown, sureness, subject: method });
  }
}

function methodsOf(node: ClassDef): readonly FunctionDef[] {
  return node.body.filter((each): each is FunctionDef => each.kind === 'FunctionDef' || each.kind === 'AsyncFunctionDef');
}

/** `def name(…)` without its body: what a comment should point to. */
function headOf({ module }: Sheet, node: FunctionDef | ClassDef): { readonly start: number; readonly end: number } {
  const [first] = node.body;
  const start = module.text.indexOf(node.kind === 'ClassDef' ? 'class' : 'def', node.decorators.at(-1)?.end ?? node.start);
  const text = module.text.slice(start, first?.start ?? node.end);
  return { start, end: start + (text.includes(':') ? text.lastIndexOf(':') : text.length) };
}

type When = NonNullable<DetectorOf<'override'>['when']>;

function methodFits(it: ClassSheet, method: FunctionDef, when: When): boolean {
  const { args } = method;
  const all = parametersOf(args);
  const names = all.filter((each) => each !== args.vararg && each !== args.kwarg).map((each) => each.name);
  const positional = args.posonlyargs.length + args.args.length;
  if (when.has !== undefined && !names.includes(when.has)) return false;
  if (when.lacks !== undefined && (names.includes(when.lacks) || args.kwarg !== undefined || args.vararg !== undefined)) return false;
  if (when.fewerThan !== undefined && positional >= when.fewerThan) return false;
  const needed = [...args.posonlyargs, ...args.args].filter((each) => each.default === undefined).length;
  if (when.needsMoreThan !== undefined && needed <= when.needsMoreThan) return false;
  if (when.firstParam !== undefined && [...args.posonlyargs, ...args.args][1]?.name === when.firstParam) return false;
  if (when.firstParam !== undefined && positional < 2) return false;
  if (when.defaultNone !== undefined && !all.some((each) => each.name === when.defaultNone && isNone(each.default))) return false;
  if (when.withoutMethod?.some((name) => hasMember(it, name))) return false;
  if (when.requires !== undefined && !all.some((each) => each.name === when.requires && each.default === undefined)) return false;
  if (when.bodyMatches !== undefined && !new RegExp(when.bodyMatches).test(bodyText(it, method))) return false;
  if (when.withoutDecorator !== undefined && isDecorated(method, when.withoutDecorator)) return false;
  if (when.isAsync && method.kind !== 'AsyncFunctionDef') return false;
  if (when.returnsTrue && !returns(method, isTrue)) return false;
  return !when.assignsSelf || assignsSelf(method);
}

function bodyText({ sheet: { module } }: ClassSheet, { body }: FunctionDef): string {
  return module.text.slice(body[0]?.start, body.at(-1)?.end);
}

function isDecorated(method: FunctionDef, names: readonly string[]): boolean {
  return method.decorators.some((each) => {
    const name = each.kind === 'Call' ? each.func : each;
    return names.includes(name.kind === 'Attribute' ? name.attr : name.kind === 'Name' ? name.id : '');
  });
}

function returns(method: FunctionDef, fits: (value: Expr) => boolean): boolean {
  return [...bodyNodes(method)].some((each) => each.kind === 'Return' && each.value !== undefined && fits(each.value));
}

function* bodyNodes(method: FunctionDef): Iterable<ReturnType<typeof descend> extends Generator<infer T> ? T : never> {
  for (const statement of method.body) yield* descend(statement);
}

const isTrue = (value: Expr): boolean => value.kind === 'Constant' && value.value.type === 'bool' && value.value.value;

function assignsSelf(method: FunctionDef): boolean {
  return [...bodyNodes(method)].some(
    (each) =>
      each.kind === 'Assign' &&
      each.targets.some((target) => target.kind === 'Attribute' && target.value.kind === 'Name' && target.value.id === 'self'),
  );
}

function checkAttributes(it: ClassSheet, watch: WatchOf<'class-attribute'>): void {
  const { detector } = watch;
  const pattern = detector.pattern === undefined ? undefined : new RegExp(detector.pattern);
  for (const statement of it.node.body) {
    const name = assignedName(statement);
    if (name === undefined || !(detector.names.includes(name) || pattern?.test(name))) continue;
    if (statement.kind === 'Assign' && !valueFits(it.sheet, statement.value, detector)) continue;
    const sureness = surenessOf(answerFor(it, detector.of), name);
    if (sureness !== undefined)
      report(it.sheet, watch, inside(it, it.node), { node: statement, shown: `${it.node.name}.${name}`, sureness });
  }
}

/** Where a statement of the class's own body stands. */
function inside({ standing }: ClassSheet, owner: ClassDef): Pick<Standing, 'optional' | 'ancestors'> {
  return { optional: standing.optional, ancestors: [...standing.ancestors, owner] };
}

/** The name that a statement of a class body gives a value to: `x = 1`, `x: int = 1`, `class x:`. */
function assignedName(statement: Stmt): string | undefined {
  if (statement.kind === 'ClassDef') return statement.name;
  const [target] = assignedIn(statement);
  return target?.kind === 'Name' ? target.id : undefined;
}

function valueFits({ module }: Sheet, value: Expr, { is, equals, matches }: DetectorOf<'class-attribute'>): boolean {
  if (is !== undefined && !(value.kind === 'Constant' && value.value.type === 'bool' && (is === 'bool' || value.value.value))) return false;
  if (equals !== undefined && literalText(value) !== equals) return false;
  return matches === undefined || new RegExp(matches).test(module.text.slice(value.start, value.end));
}

function checkSubclass(it: ClassSheet, watch: WatchOf<'subclass'>): void {
  const { of, file, without, with: needed } = watch.detector;
  if (file !== undefined && !it.sheet.file.endsWith(`/${file}`)) return;
  if (answerFor(it, of) !== 'yes') return;
  if (without?.some((name) => hasMember(it, name)) || needed?.some((name) => !hasMember(it, name))) return;
  report(it.sheet, watch, it.standing, { node: headOf(it.sheet, it.node), shown: it.node.name, sureness: 3 });
}

function hasMember({ sheet, outline }: ClassSheet, name: string): boolean {
  return definesMember(sheet.repository, { outline, file: sheet.file }, name);
}

function checkMeta(it: ClassSheet, watch: WatchOf<'meta-option'>): void {
  const meta = innerClass(it.node, 'Meta');
  if (meta === undefined) return;
  const { names, beside } = watch.detector;
  // A class without bases can still be mixed into a model.
  const answer = it.outline.bases.length === 0 ? 'mixed in' : answerFor(it, [modelPath]);
  if (answer === 'no' || (answer === 'mixed in' && beside === undefined)) return;
  for (const statement of meta.body) {
    const name = assignedName(statement);
    if (name === undefined || statement.kind !== 'Assign') continue;
    const shown = `${it.node.name}.Meta.${name}`;
    if (beside?.includes(name)) report(it.sheet, watch, inside(it, meta), { node: statement, shown, sureness: 1, derived: true });
    if (!names.includes(name)) continue;
    if (!valueFits(it.sheet, statement.value, { by: 'class-attribute', names: [], of: [], ...pick(watch.detector) })) continue;
    report(it.sheet, watch, inside(it, meta), { node: statement, shown, sureness: answer === 'yes' ? 3 : answer === 'unknown' ? 2 : 1 });
  }
}

function pick({ is, matches }: DetectorOf<'meta-option'>): Pick<DetectorOf<'class-attribute'>, 'is' | 'matches'> {
  return { ...(is === undefined ? {} : { is }), ...(matches === undefined ? {} : { matches }) };
}
