import { JSON_LAYOUTS } from '../../src/uie/json-layout.ts';
import type { Profile } from '../profile.ts';
import { type Assumption, unmeasured } from './assumption.ts';

/** What a model is asked and what it learns to write. */
export function targetAssumptions({ assumptions, json }: Profile): readonly Assumption[] {
  return [
    unmeasured(
      'json',
      'targets',
      json,
      JSON_LAYOUTS.filter((layout) => layout !== json),
      'The white space of the target strings is not given; it changes token counts.',
      'json',
    ),
    unmeasured(
      'de-wording',
      'targets',
      assumptions['de-wording'],
      [assumptions['de-wording'] === 'concise' ? 'complete' : 'concise'],
      'The prompt of DE and of the evaluation is not given; from SA on relations and events are asked for in the concise wording.',
      'assumptions.de-wording',
    ),
    unmeasured(
      'entities-in-sa',
      'targets',
      'one wording and one form in all stages: every type is a key',
      ['a concise form as for relations and events'],
      'Figures 7 and 8 give a concise form for relations and events alone, and SA trains on these.',
      null,
    ),
    unmeasured(
      'quotes-in-prompts',
      'targets',
      'straight, three slips mended',
      ['the typographic ones of Figures 4 to 6'],
      'The figures mix straight and typographic quotes, some of them unpaired.',
      null,
    ),
    unmeasured(
      'event-groups',
      'targets',
      'groups of one type joined with ` | `, `TRIGGER:` for an event without arguments, a role twice for two arguments',
      ['a line break or a key for each group', 'the trigger alone'],
      'Figure 6 shows one group, each of its roles once.',
      null,
    ),
    unmeasured(
      'order-of-roles',
      'targets',
      'that of the event type in the schema',
      ['that of the text', 'that of the annotation'],
      'The roles of Figure 6 stand in an order that is neither.',
      null,
    ),
  ];
}

/** How an answer is read. */
export function answerAssumptions(): readonly Assumption[] {
  return [
    unmeasured(
      'thinking',
      'answers',
      'none; what stands before `</think>` is passed over',
      ["Qwen3's thinking before each answer"],
      "Whether the backbone's thinking mode is on is not said; the embedded engine writes the answer alone.",
      null,
    ),
    unmeasured(
      'repair-of-answers',
      'answers',
      'text around the object, code fences and open brackets are mended, each time counted',
      ['nothing is mended: every other output is malformed', 'a parser that drops what it cannot read'],
      'How outputs are parsed is not given.',
      null,
    ),
    unmeasured(
      'comma-in-pairs',
      'answers',
      'the cut whose sides stand in the text',
      ['the first comma', 'the last comma', 'pairs with one comma only'],
      'Arguments may hold commas; no fixed rule is right everywhere, and GIDS loses 3 to 13 per cent of its relations by any.',
      null,
    ),
    unmeasured(
      'types-outside-the-schema',
      'answers',
      'kept, so that they cost precision',
      ['dropped, as UIE, GoLLIE and KnowCoder do'],
      'What becomes of them is not given.',
      'evaluation.scorer',
    ),
  ];
}
