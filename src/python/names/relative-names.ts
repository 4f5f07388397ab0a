import type { ModuleName } from './binding.ts';

/**
 * The dotted name of the module that `from ..catalogue import x` names (module `catalogue`, level 2), as seen from `from`;
 * undefined when the dots lead out of the top package.
 */
export function absoluteName(from: ModuleName, module: string | undefined, level: number): string | undefined {
  if (level === 0) return module;
  const packages = from.name === '' ? [] : from.name.split('.');
  const kept = packages.length - (from.isPackage ? level - 1 : level);
  // a file at the import root has no package around it; from there one dot means the root itself
  if (kept < 0 || (kept === 0 && module === undefined)) return undefined;
  const base = packages.slice(0, kept).join('.');
  if (module === undefined) return base;
  return base === '' ? module : `${base}.${module}`;
}
