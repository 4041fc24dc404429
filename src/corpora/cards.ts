import { type CheckedYaml, parseCheckedYaml } from '../checked-yaml.ts';
import { ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import { type Schema, SPLITS } from '../uie/records.ts';
import type { Card } from './card.ts';
import { type CardFile, cardSchema } from './card-schema.ts';
import { roleNames, typeNames } from './schema-names.ts';

export interface CardText {
  /** The name that messages show. */
  readonly file: string;
  readonly text: string;
}

/**
 * Reads one card. A card is plain JSON data.
 *
 * @throws ProuieError PROUIE_YAML, PROUIE_INVALID with file, line and column: no YAML; a key or value that cards do not
 *   have; labels that are not as many as Table 8 says; a label map that leads to an unknown label
 */
export function parseCard(text: string, file: string): Card {
  const yaml = parseCheckedYaml(text, file, cardSchema, 'card');
  const schema = schemaOf(yaml);
  checkCounts(yaml, schema);
  checkLabelMap(yaml, schema);
  checkLayouts(yaml);
  const { labels, events, ...rest } = yaml.value;
  return { ...rest, schema } as Card;
}

/**
 * Reads all cards, in the order of Table 8.
 *
 * @throws ProuieError as `parseCard`; PROUIE_INVALID when two cards share an id or a row
 */
export function parseCards(texts: Iterable<CardText>): readonly Card[] {
  const files = new Map<string, string>();
  const cards: Card[] = [];
  for (const { file, text } of texts) {
    const card = parseCard(text, file);
    for (const key of [`id ${card.id}`, `row ${card.row}`]) {
      const other = files.get(key);
      if (other !== undefined) {
        throw new ProuieError('PROUIE_INVALID', `Two cards have the ${key}: this one and ${other}.`, {
          location: { file },
        });
      }
      files.set(key, file);
    }
    cards.push(card);
  }
  return cards.sort((a, b) => a.row - b.row);
}

function schemaOf({ value, locate }: CheckedYaml<CardFile>): Schema {
  const [wanted, other] =
    value.task === 'ee' ? (['events', 'labels'] as const) : (['labels', 'events'] as const);
  if (value[wanted] === undefined || value[other] !== undefined) {
    throw new ProuieError(
      'PROUIE_INVALID',
      `A card of task ${value.task} has \`${wanted}\` and no \`${other}\`.`,
      {
        location: locate([value[other] === undefined ? 'task' : other]),
      },
    );
  }
  if (value.task !== 'ee') return { task: value.task, types: value.labels! };
  return { task: 'ee', types: value.events!.map(({ type, roles }) => ({ name: type, roles })) };
}

function checkCounts({ value, locate }: CheckedYaml<CardFile>, schema: Schema): void {
  const types = typeNames(schema);
  const repeated = types.findIndex((type, index) => types.indexOf(type) !== index);
  if (repeated >= 0) {
    throw new ProuieError('PROUIE_INVALID', `The label "${types[repeated]}" is there twice.`, {
      location: locate([schema.task === 'ee' ? 'events' : 'labels', repeated]),
    });
  }
  const counts = [
    ['labels', types.length, value.published.labels],
    ['roles', schema.task === 'ee' ? roleNames(schema).length : null, value.published.roles],
  ] as const;
  for (const [key, found, published] of counts) {
    if (found === published) continue;
    throw new ProuieError(
      'PROUIE_INVALID',
      `The card lists ${found ?? 'no'} ${key}, and Table 8 has ${published ?? 'none'}.`,
      {
        location: locate(['published', key]),
      },
    );
  }
  const trained = [value.published.train, value.trainedOn];
  if (trained.some((rows) => (rows === null) !== (value.domain === 'out'))) {
    throw new ProuieError(
      'PROUIE_INVALID',
      'Out of domain, and only there, `published.train` and `trainedOn` are null.',
      {
        location: locate(['trainedOn']),
      },
    );
  }
}

function checkLabelMap({ value, locate }: CheckedYaml<CardFile>, schema: Schema): void {
  const known = [...typeNames(schema), ...roleNames(schema)];
  for (const [source, label] of Object.entries(value.labelMap)) {
    if (label === '' || known.includes(label)) continue;
    throw new ProuieError(
      'PROUIE_INVALID',
      `The label map leads from "${source}" to "${label}", which is no label of the card.`,
      {
        location: locate(['labelMap', source]),
        hint: didYouMean(label, known),
      },
    );
  }
}

function checkLayouts({ value, locate }: CheckedYaml<CardFile>): void {
  for (const [index, layout] of value.layouts.entries()) {
    for (const split of SPLITS) {
      const from = layout.holdOut[split]?.from;
      if (from === undefined || (layout.files[split] === undefined && layout.files[from] !== undefined))
        continue;
      throw new ProuieError(
        'PROUIE_INVALID',
        `A split is held out of one that has files, and has none itself; ${split} of ${from} is not.`,
        {
          location: locate(['layouts', index, 'holdOut', split]),
        },
      );
    }
  }
}
