import type { Format } from '../format.ts';
import { columnFormat } from './columns.ts';

/** The tag before the token, as in the MIT corpora of spoken queries. */
export const format: Format = /* @__PURE__ */ columnFormat(
  'columns-tag-first',
  'tag, tab, token; a blank line between sentences',
  'O\tany\nB-DIRECTOR\tanna\nI-DIRECTOR\tkeller\nO\tfilms\n',
  { token: -1, tag: 0, scheme: 'bioes', separator: 'tab' },
);
