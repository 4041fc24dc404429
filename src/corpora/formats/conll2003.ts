import type { Format } from '../format.ts';
import { columnFormat } from './columns.ts';

/** Part of speech and chunk between token and tag, and tags in IOB1, which reads IOB2 (`bio`) files just as well. */
export const format: Format = /* @__PURE__ */ columnFormat(
  'conll2003',
  'token, part of speech, chunk, tag (IOB1 or IOB2), with blanks between them; -DOCSTART- lines between documents',
  '-DOCSTART- -X- -X- O\n\nAnna NNP I-NP I-PER\nKeller NNP I-NP I-PER\nsmiled VBD I-VP O\n',
  { token: 0, tag: -1, scheme: 'iob1', separator: 'blank' },
);
