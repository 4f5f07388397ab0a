import { modelIn, withModel } from '../../state.ts';
import type { ModelState, ProjectState } from '../../state.ts';

/** The state with one more sentence about what is not known from here on. */
export function noteUnknown(state: ProjectState, sentence: string): ProjectState {
  return { ...state, unknown: [...state.unknown, sentence] };
}

/** Changes one model; where Django would stop because the model is not in the state, the state says so instead. */
export function changeModel(
  state: ProjectState,
  { appLabel, modelName, by }: { readonly appLabel: string; readonly modelName: string; readonly by: string },
  change: (model: ModelState) => ModelState,
): ProjectState {
  const model = modelIn(state, appLabel, modelName);
  if (model === undefined) return noteUnknown(state, `${by}: there is no model ${appLabel}.${modelName.toLowerCase()} at this point`);
  const changed = change(model);
  return changed === model ? state : withModel(state, changed);
}
