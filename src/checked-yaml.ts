import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Location, ProuieError } from './errors.ts';
import { choicesOf, describeIssue, meantIssue } from './schema-issue.ts';
import { didYouMean } from './suggest.ts';
import { formatPath, type ValuePath, valueAt } from './value-path.ts';
import { checkYamlLimits } from './yaml-limits.ts';

/** A YAML file that fits its schema, and where each of its parts stands. */
export interface CheckedYaml<T> {
  readonly value: T;
  /** The place of a value, or of the nearest one above it that exists. */
  locate(path: ValuePath): Location;
}

/** A YAML text that was read, and where its parts stand; what it holds is not checked. */
export interface PlacedYaml extends CheckedYaml<unknown> {
  /** The place of a key in the group at the path; undefined where there is none. */
  locateKey(path: ValuePath, key: string): Location | undefined;
}

/**
 * Reads a YAML text and checks it.
 *
 * @param what names the kind of file in messages, for example `card`
 * @throws ProuieError PROUIE_YAML when the text is no YAML, is very large or deep, or repeats itself without end by aliases, PROUIE_INVALID when it does not fit; both with file, line
 *   and column, and with the nearest known name for an unknown key or value
 */
export function parseCheckedYaml<T>(
  text: string,
  file: string,
  schema: z.ZodType<T>,
  what: string,
): CheckedYaml<T> {
  return checkYaml(readYaml(text, file, what), schema, what);
}

/** @throws ProuieError PROUIE_YAML as `parseCheckedYaml` */
export function readYaml(text: string, file: string, what: string): PlacedYaml {
  checkYamlLimits(text, file, what);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const broken = document.errors[0];
  if (broken !== undefined) {
    throw new ProuieError('PROUIE_YAML', `This ${what} is not YAML: ${broken.message}.`, {
      location: at(broken.pos[0]),
      hint: YAML_HINTS[broken.code],
      cause: broken,
    });
  }
  const locate = (path: ValuePath): Location => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as Node | undefined;
      if (node?.range) return at(node.range[0]);
    }
    return at(0);
  };
  const value = toPlain(document, file, what);
  return { value, locate, locateKey: (path, key) => keyLocation(document.getIn(path, true), key, at) };
}

/** @throws ProuieError PROUIE_INVALID as `parseCheckedYaml` */
export function checkYaml<T>(yaml: PlacedYaml, schema: z.ZodType<T>, what: string): CheckedYaml<T> {
  const { value, locate } = yaml;
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, locate };
  const issues = result.error.issues.map((one) => meantIssue(one));
  // A misspelt key is unknown and missing at once; that it is unknown says more.
  const issue = issues.find((one) => one.code === 'unrecognized_keys') ?? issues[0]!;
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    const known = knownKeys(schema, issue.path);
    throw new ProuieError(
      'PROUIE_INVALID',
      `A ${what} has no key \`${[...issue.path, key].map(String).join('.')}\`.`,
      {
        location: yaml.locateKey(issue.path, key) ?? locate(issue.path),
        hint: didYouMean(key, known) ?? `Known keys: ${known.join(', ')}.`,
      },
    );
  }
  const found = valueAt(value, issue.path);
  const subject = issue.path.length === 0 ? `A ${what}` : `The ${what}'s \`${formatPath(issue.path)}\``;
  throw new ProuieError('PROUIE_INVALID', `${describeIssue(subject, issue, found)}.`, {
    location: locate(issue.path),
    hint: typeof found === 'string' ? didYouMean(found, choicesOf(issue)) : undefined,
  });
}

/** What to do about the faults that are made most. */
const YAML_HINTS: { readonly [code: string]: string } = {
  BAD_INDENT: 'Keys of one group begin in one column, those inside of it further to the right.',
  DUPLICATE_KEY: 'Keep one of the two.',
  TAB_AS_INDENT: 'Indent with blanks.',
};

/** A few lines of aliases of aliases can stand for more than any memory holds; the parser counts them. */
function toPlain(document: Document.Parsed, file: string, what: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    throw new ProuieError(
      'PROUIE_YAML',
      `The aliases of this ${what} cannot be written out: ${cause.message}.`,
      {
        hint: 'Write out what the anchors stand for.',
        location: { file },
        cause,
      },
    );
  }
}

function keyLocation(node: unknown, key: string, at: (offset: number) => Location): Location | undefined {
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return isScalar(pair?.key) && pair.key.range ? at(pair.key.range[0]) : undefined;
}

/** The keys that the schema knows at a path; none where it is no object. */
function knownKeys(schema: z.ZodType, path: ValuePath): string[] {
  interface Definition {
    readonly type: string;
    readonly shape?: Readonly<Record<PropertyKey, z.ZodType>>;
    readonly element?: z.ZodType;
    readonly keyType?: z.ZodType;
    readonly entries?: Readonly<Record<string, unknown>>;
    readonly valueType?: z.ZodType;
    readonly innerType?: z.ZodType;
  }
  let here: z.ZodType | undefined = schema;
  const unwrapped = (type: z.ZodType | undefined): Definition | undefined => {
    let definition = type?.def as unknown as Definition | undefined;
    while (definition?.innerType !== undefined)
      definition = definition.innerType.def as unknown as Definition;
    return definition;
  };
  for (const part of path) {
    const definition = unwrapped(here);
    here = definition?.shape?.[part] ?? definition?.element ?? definition?.valueType;
  }
  const definition = unwrapped(here);
  return Object.keys(definition?.shape ?? unwrapped(definition?.keyType)?.entries ?? {});
}
