import type { AnyNode } from '../tree/children.ts';
import type { Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';
import type { WatchOf } from '../watch/watch.ts';

/** Looks at one node for one watch, and reports what it finds. */
export type Special = (sheet: Sheet, node: AnyNode, standing: Standing, watch: WatchOf<'special'>) => void;
