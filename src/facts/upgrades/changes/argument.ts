/** What detectors say of values and of the arguments of calls. */
import * as z from 'zod';

export const names = z.array(z.string().min(1)).min(1).readonly();
export const pattern = z.string().refine((text) => RegExp(text) instanceof RegExp, 'not a regular expression');
export const flag = z.literal(true);

/** What a value must look like, judged on what is written: anything that needs running stays unmatched. */
const look = z.union([
  z.enum(['none', 'true', 'false', 'bool', 'not-bool', 'str', 'bytes', 'set', 'float', 'sequence', 'empty-pattern']),
  z.strictObject({ matches: pattern }).readonly(),
  z.strictObject({ in: names }).readonly(),
  z.strictObject({ source: pattern }).readonly(),
  z.strictObject({ tuple: z.int() }).readonly(),
  z.strictObject({ chain: z.string() }).readonly(),
  z.strictObject({ items: z.literal('str') }).readonly(),
  z.strictObject({ dictKey: z.string() }).readonly(),
  z.strictObject({ dictValue: z.literal('none') }).readonly(),
]);
export type Look = z.infer<typeof look>;

const bounds = z.strictObject({ min: z.int().optional(), max: z.int().optional() }).readonly();
const argument = z
  .strictObject({
    index: z.int().optional(),
    name: z.string().optional(),
    anyName: names.optional(),
    any: flag.optional(),
    last: flag.optional(),
    is: look.optional(),
    /** The argument's type, as far as evidence goes. */
    type: z.string().optional(),
    /** The argument makes a new instance of this class. */
    constructs: z.string().optional(),
    /** The argument is a call of this name. */
    callOf: z.string().optional(),
    /** The value may stand in a call for translating it. */
    translated: flag.optional(),
  })
  .readonly();
const plainTest = z.union([
  z.strictObject({ keyword: names }).readonly(),
  z.strictObject({ keywordMatches: pattern }).readonly(),
  z.strictObject({ keywordOtherThan: z.array(z.string()).readonly() }).readonly(),
  z.strictObject({ spreadKeyMatches: pattern }).readonly(),
  z.strictObject({ given: z.string(), index: z.int() }).readonly(),
  z.strictObject({ missing: z.string(), index: z.int().optional() }).readonly(),
  z.strictObject({ positional: bounds }).readonly(),
  z.strictObject({ arguments: bounds }).readonly(),
  argument,
]);
/** A condition on the arguments of a call; all of a detector's conditions must hold. */
const argumentTest = z.union([plainTest, z.strictObject({ not: plainTest }).readonly()]);
export type ArgumentTest = z.infer<typeof argumentTest>;
export const args = z.array(argumentTest).readonly();
