import type { Format } from '../format.ts';
import { columnFormat } from './columns.ts';

/** The token's number in its sentence before the token, as in WikiNEuRal and MultiNERD. */
export const format: Format = /* @__PURE__ */ columnFormat(
  'columns-index-first',
  'number of the token, token, tag, with tabs or blanks between them; a blank line between sentences',
  '0\tAnna\tB-PER\n1\tKeller\tI-PER\n2\tsmiled\tO\n',
  { token: 1, tag: 2, scheme: 'bioes' },
);
