/** Syntax that new versions of Python refuse or warn of. */
import type { AnyNode } from '../tree/children.ts';
import { report, type Sheet } from '../tree/sheet.ts';
import type { Standing } from '../tree/walk.ts';
import { findInText } from './text-syntax.ts';
import { findInNode } from './tree-syntax.ts';

/** What shows in the text of the file. */
export function checkTextSyntax(sheet: Sheet): void {
  for (const watch of sheet.index.of('syntax')) {
    if (!sheet.active.has(watch)) continue;
    for (const node of findInText(watch.detector.name, sheet.module.text) ?? [])
      report(sheet, watch, { optional: false, ancestors: [] }, { node, sureness: 3 });
  }
}

/** What shows at one node. */
export function checkSyntax(sheet: Sheet, node: AnyNode, standing: Standing): void {
  for (const watch of sheet.index.of('syntax')) {
    if (!sheet.active.has(watch)) continue;
    const found = findInNode(watch.detector.name, node, standing, sheet.module);
    if (found !== undefined) report(sheet, watch, standing, { node: found, sureness: 3 });
  }
}
