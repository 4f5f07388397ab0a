import { DockerfileParser, type Property } from 'dockerfile-ast';
import { makeScalar, type Scalar } from '../../syntax/located.ts';
import { interpolate, shellVariables } from '../../syntax/interpolate.ts';
import type { SourceFile } from '../../syntax/source-file.ts';
import { makeInterpreterPin, readInterpreterVersion } from '../interpreters/interpreter-pin.ts';
import type { Audience, Pin } from '../pin.ts';
import { audienceOfFile } from '../audience.ts';
import { imagePins } from './image-pins.ts';
import { shellPins } from './shell.ts';

/** Names of variables that hold a Python version. */
export const PYTHON_VARIABLE =
  /^(?:(?:\w+_)?PYTHON_?VER(?:SION)?|(?:\w+_)?PY_VER(?:SION)?|UV_PYTHON|PYENV_VERSION|DEFAULT_PYTHON|GOOGLE_RUNTIME_VERSION|BP_CPYTHON_VERSION)$/i;

/** Reads a Dockerfile: images of its stages, arguments and variables that name a Python version, shell text. */
export function* readDockerfile(file: SourceFile): Generator<Pin> {
  const dockerfile = DockerfileParser.parse(file.text);
  const audience = audienceOfDockerfile(file.path);
  const initial = dockerfile.getInitialARGs().flatMap((argument) => propertyOf(file, argument.getProperty()) ?? []);
  const definitions = new Map(initial.map(({ name, value }) => [name, [value]] as const));
  const stages = new Set<string>();
  for (const from of dockerfile.getFROMs()) {
    const range = from.getImageRange();
    const text = from.getImage();
    const stage = from.getBuildStage();
    if (text !== null && range !== null && !stages.has(text.toLowerCase())) {
      const use = makeScalar(file.text, text, [offsetOf(file, range.start), offsetOf(file, range.end)]);
      for (const image of interpolate(use, shellVariables, definitions))
        yield* imagePins({ file, format: 'dockerfile-from', audience }, image);
    }
    if (stage !== null) stages.add(stage.toLowerCase());
  }
  const properties = [
    ...dockerfile.getARGs().map((argument) => argument.getProperty()),
    ...dockerfile.getENVs().flatMap((env) => env.getProperties()),
  ];
  for (const property of properties) {
    const known = propertyOf(file, property);
    if (known !== undefined && PYTHON_VARIABLE.test(known.name) && /\d/.test(known.value.text)) {
      const says = readInterpreterVersion(known.value.text.replace(/^python(?=\d)/, ''));
      if (says.version !== undefined)
        yield makeInterpreterPin({ file, format: 'dockerfile-arg', meaning: 'runtime', audience }, known.value, says);
    }
  }
  for (const instruction of dockerfile.getInstructions()) {
    const range = instruction.getArgumentsRange();
    if (range === null || /^(?:FROM|ARG|LABEL|MAINTAINER)$/i.test(instruction.getKeyword())) continue;
    const [start, end] = [offsetOf(file, range.start), offsetOf(file, range.end)];
    yield* shellPins({ file, format: 'dockerfile-apt', audience }, { start, end });
  }
}

function audienceOfDockerfile(path: string): Audience {
  return path.includes('.devcontainer') ? 'development' : audienceOfFile(path);
}

function offsetOf(file: SourceFile, { line, character }: { readonly line: number; readonly character: number }): number {
  return (file.starts[line] ?? file.text.length) + character;
}

function propertyOf(file: SourceFile, property: Property | null): { readonly name: string; readonly value: Scalar } | undefined {
  const range = property?.getValueRange();
  const value = property?.getValue();
  if (!property || !range || typeof value !== 'string') return undefined;
  return { name: property.getName(), value: makeScalar(file.text, value, [offsetOf(file, range.start), offsetOf(file, range.end)]) };
}
