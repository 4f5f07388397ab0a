/** Files that hold nothing but versions: .python-version, runtime.txt, .tool-versions. */
import type { SourceFile } from '../../syntax/source-file.ts';
import type { Pin } from '../pin.ts';
import { makeInterpreterPin, readInterpreterVersion, type InterpreterContext } from './interpreter-pin.ts';

/** The first word of each line; several lines are several interpreters, the first is the default and the others are there to test with. */
export function* readPythonVersionFile(file: SourceFile): Generator<Pin> {
  let first = true;
  for (const { text, start } of wordsOf(file)) {
    const context: InterpreterContext = { file, format: 'python-version-file', meaning: first ? 'runtime' : 'tested' };
    yield makeInterpreterPin(context, { text, start, end: start + text.length }, readInterpreterVersion(text));
    first = false;
  }
}

/** `python-3.12.4`; Netlify and Cloud Foundry write the bare version. */
export function* readRuntimeTxt(file: SourceFile): Generator<Pin> {
  const [word] = wordsOf(file);
  // Other tools call lists of requirements so, too.
  if (word === undefined || !/^(?:c?python-|pypy)?\d/.test(word.text)) return;
  const lead = /^python-/.exec(word.text)?.[0].length ?? 0;
  const place = { text: word.text.slice(lead), start: word.start + lead, end: word.start + word.text.length };
  yield makeInterpreterPin({ file, format: 'heroku-runtime-txt', meaning: 'runtime' }, place, readInterpreterVersion(word.text));
}

/** asdf and mise: the line `python 3.12.4 3.11.9 system`. */
export function* readToolVersions(file: SourceFile): Generator<Pin> {
  for (const line of file.text.matchAll(/^[ \t]*python[ \t]+([^#\n]*)/gm)) {
    let first = true;
    const listed = line[1] ?? '';
    for (const word of listed.matchAll(/\S+/g)) {
      const start = line.index + line[0].length - listed.length + word.index;
      const says = readInterpreterVersion(word[0].replace(/^latest:/, ''));
      if (says.unknown !== undefined && !first) continue;
      const context: InterpreterContext = {
        file,
        format: 'asdf-tool-versions',
        meaning: first ? 'runtime' : 'tested',
        audience: 'development',
      };
      yield makeInterpreterPin(context, { text: word[0], start, end: start + word[0].length }, says);
      first = false;
    }
  }
}

/** The first word of each line that is neither blank nor a comment. */
function* wordsOf(file: SourceFile): Generator<{ readonly text: string; readonly start: number }> {
  for (const match of file.text.matchAll(/^[ \t]*([^\s#]\S*)/gm)) {
    const text = match[1] ?? '';
    yield { text, start: match.index + match[0].length - text.length };
  }
}
