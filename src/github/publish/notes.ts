import { configurationPaths } from '../../review/configuration/configuration.ts';
import type { Snapshot } from '../../source/tree.ts';

/** GitHub lists no more files of a pull request, and does not say so: https://docs.github.com/en/rest/pulls/pulls#list-pull-requests-files */
const mostListedFiles = 3000;

/** Sentences about the review itself, for the check's summary. */
export function notesOf(snapshot: Snapshot, changedFiles: number | undefined): readonly string[] {
  const notes: string[] = [];
  for (const path of configurationPaths) {
    if (snapshot.changed.some((changed) => changed.path === path || changed.previousPath === path)) {
      notes.push(
        `This pull request changes \`${path}\`. It was reviewed with the configuration of its base; the change counts once it is merged.`,
      );
    }
  }
  if (changedFiles !== undefined && changedFiles > mostListedFiles) {
    notes.push(
      `GitHub lists ${mostListedFiles} of the ${changedFiles} changed files. The others were found by comparing the trees, and can carry no comments.`,
    );
  }
  return notes;
}
