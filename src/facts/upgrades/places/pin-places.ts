/** Which files hold pins, by format. Sources: each tool's reference documentation. */
import pythonPins from './python-pins.json' with { type: 'json' };
import requirementsFormats from './requirements-formats.json' with { type: 'json' };

/** A kind of file that asks for packages, locks them, or names a Python version. */
export interface PinPlace {
  readonly id: string;
  readonly globs: readonly string[];
  /** Who reads the file, or the grammar that it is written in. */
  readonly tool: string;
}

export const requirementsFormatFacts: readonly PinPlace[] = requirementsFormats;
export const pythonPlaceFacts: readonly PinPlace[] = pythonPins;

/** The globs of a format or place, from both lists. */
export function globsOf(id: string): readonly string[] {
  return [...requirementsFormats, ...pythonPins].flatMap((place) => (place.id === id ? place.globs : []));
}
