/** Which files hold pins, by format. Sources: each tool's reference documentation, named in the JSON files. */
import pythonPins from './python-pins.json' with { type: 'json' };
import requirementsFormats from './requirements-formats.json' with { type: 'json' };

/** A file format that asks for packages; `lock` ones say what is installed. */
export interface RequirementsFormat {
  readonly id: string;
  readonly globs: readonly string[];
  readonly format: string;
  readonly lock: boolean;
}

/** A place that names a Python version, and what it means by it. */
export interface PythonPlace {
  readonly id: string;
  readonly globs: readonly string[];
  readonly tool: string;
  readonly meaning: string;
}

export const requirementsFormatFacts: readonly RequirementsFormat[] = requirementsFormats;
export const pythonPlaceFacts: readonly PythonPlace[] = pythonPins;

/** The globs of a format or place, from both lists. */
export function globsOf(id: string): readonly string[] {
  return [...requirementsFormats, ...pythonPins].flatMap((place) => (place.id === id ? place.globs : []));
}
