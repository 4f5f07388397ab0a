import type { AnyNode } from '../python/children.ts';
import type { Sheet } from '../python/sheet.ts';
import type { Standing } from '../python/walk.ts';
import type { WatchOf } from '../watch.ts';

/** Looks at one node for one watch, and reports what it finds. */
export type Special = (sheet: Sheet, node: AnyNode, standing: Standing, watch: WatchOf<'special'>) => void;
