import { rangeIn, type SourceFile } from '../../syntax/source-file.ts';
import { placeOfPart, type Interpolated } from '../../syntax/interpolate.ts';
import type { Audience, Meaning, Pin } from '../pin.ts';
import { readImageName, versionsInImage } from './image.ts';

export interface ImageContext {
  readonly file: SourceFile;
  readonly format: string;
  readonly audience: Audience;
  /** `tested` where a matrix chooses the image. */
  readonly meaning?: Meaning;
}

/** The pins of Python or a database server in an image reference whose variables are replaced. */
export function* imagePins({ file, format, audience, meaning }: ImageContext, image: Interpolated): Generator<Pin> {
  const digest = readImageName(image.text).digest;
  for (const { subject, name, text, index, version, unknown } of versionsInImage(image.text.trim())) {
    const place = placeOfPart(image, index, text.length);
    const [variable] = image.missing;
    const why = variable !== undefined && version === undefined ? `depends on \`${variable}\`` : unknown;
    yield {
      kind: 'pin',
      subject,
      name,
      meaning: meaning ?? 'runtime',
      audience,
      format,
      text: place.text,
      range: rangeIn(file, place.start, place.end),
      version,
      allowed: undefined,
      ...(why === undefined ? {} : { unknown: why }),
      ...(digest === undefined ? {} : { digest }),
    };
  }
}
