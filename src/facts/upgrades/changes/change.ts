/** One thing that a release of Django or Python takes away, alters or warns of. */
import * as z from 'zod';
import { detector } from './detector.ts';

const version = z.string().regex(/^\d+\.\d+$/);
const renames = z.record(z.string(), z.string()).readonly();

/** `review`: offer it as a suggestion, never apply it unseen. */
function rewrite<K extends string, S extends z.ZodRawShape>(kind: K, shape: S) {
  return z.strictObject({ kind: z.literal(kind), review: z.literal(true).optional(), ...shape });
}

/** The rewrite, as data. */
const fix = z
  .discriminatedUnion('kind', [
    rewrite('rename', {
      to: z.string(),
      /** A call of it with one of these keywords doesn't fit the new name. */
      unlessKeyword: z.array(z.string()).readonly().optional(),
    }),
    rewrite('rename-module', {
      to: renames,
      needs: z.string().optional(),
      /** Names that the new module does not have. */
      except: z.array(z.string()).readonly().optional(),
    }),
    rewrite('rename-keyword', { to: renames, wrap: z.enum(['list', 'set']).optional() }),
    rewrite('drop-keyword', { names: z.array(z.string()).readonly(), whenFalse: z.literal(true).optional() }),
    rewrite('add-keyword', { text: z.string() }),
    rewrite('add-positional', { text: z.string() }),
    rewrite('keyword-to-positional', { name: z.string() }),
    rewrite('positional-to-keyword', { names: z.array(z.string()).readonly(), from: z.int().optional() }),
    rewrite('rename-attribute', { to: renames }),
    rewrite('rename-setting', { to: z.string(), template: z.string().optional() }),
    rewrite('add-setting', { text: z.string() }),
    rewrite('delete-statement', {}),
    rewrite('delete-item', {}),
    rewrite('delete-key', { name: z.string() }),
    rewrite('prefix-items', { prefix: z.string() }),
    rewrite('rename-key', { to: renames }),
    rewrite('replace-text', { to: renames }),
    rewrite('replace-value', { to: renames }),
    rewrite('drop-call', {}),
    rewrite('unwrap-call', {}),
    rewrite('drop-method-call', { name: z.string() }),
    rewrite('drop-decorator', {}),
    rewrite('add-decorator', { name: z.string() }),
    rewrite('drop-default', { name: z.string() }),
    rewrite('add-parameter', { text: z.string() }),
    rewrite('drop-parameter', { name: z.string() }),
    rewrite('template-comparison', {}),
    rewrite('rename-library', { to: z.string() }),
    rewrite('named', {
      name: z.enum(['null-boolean-field', 'is-ajax', 'unpack-tuple', 'format-html', 'permalink', 'response-context', 'storages']),
    }),
    rewrite('manual', { text: z.string() }),
  ])
  .readonly();
export type Fix = z.infer<typeof fix>;

export const change = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9-]+$/),
    title: z.string().min(1),
    kind: z.string().min(1),
    area: z.string().optional(),
    /** Empty: nothing that a program could find; the reader's checklist has it. */
    detect: z.array(detector).readonly(),
    deprecatedIn: version.optional(),
    removedIn: version.optional(),
    changedIn: version.optional(),
    /** What the warnings of 6.0 and 6.1 call the release that is now named 2028.0. */
    removedInFormerly: version.optional(),
    /** From this release on it no longer matters. */
    until: version.optional(),
    /** It depends on the release that is aimed at, not on one of its own. */
    everyRelease: z.literal(true).optional(),
    /** The first release on which the replacement works. */
    availableFrom: version.optional(),
    replacement: z.string().min(1),
    fix: fix.optional(),
    /** The fixer of django-upgrade that rewrites it. */
    fixer: z.string().optional(),
    severity: z.enum(['error', 'warning', 'info']),
    /** The most that a match can be worth. */
    confidence: z.enum(['high', 'medium', 'low']),
    /** Nothing breaks: an optional modernisation. */
    advisory: z.literal(true).optional(),
    unreleased: z.literal(true).optional(),
    planned: z.literal(true).optional(),
    security: z.literal(true).optional(),
    /** `stub`: Django keeps a stand-in for old migrations; `break`: old migrations fail too; `only`: found in migrations alone. */
    migrations: z.enum(['stub', 'break', 'only']).optional(),
    /** The change of the whole module, which covers the same lines. */
    partOf: z.string().optional(),
    /** Packages that bring the removed module back (PyPI names). */
    backports: z.array(z.string()).readonly().optional(),
    platform: z.string().optional(),
    group: z.string().optional(),
    notes: z.string().optional(),
    /** First Python on which a probe was warned at run time. */
    warnsSince: version.optional(),
    verified: z.boolean().optional(),
    verifiedOn: z.array(z.string()).readonly().optional(),
    source: z.string().min(1),
  })
  .readonly();
export type Change = z.infer<typeof change>;
