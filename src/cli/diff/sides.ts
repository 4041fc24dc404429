import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { runSource } from '../../catalog/run-source.ts';
import type { CatalogRun, CatalogSource } from '../../catalog/source.ts';
import { openStoreSource } from '../../catalog/store-source.ts';
import type { Side } from '../../compare/side.ts';
import { ProuieError } from '../../errors.ts';
import { openStore } from '../../runner/pipeline/workspace.ts';
import { isFolder } from '../../store/file-kind.ts';
import { storePaths } from '../../store/paths.ts';
import type { Store } from '../../store/store.ts';
import { didYouMean } from '../../suggest.ts';
import { readSideWords, SIDE_KINDS, type SideKind, type SideWords } from './side-words.ts';

/** What holds for both sides unless they say otherwise. */
export interface SideDefaults {
  readonly cwd: string;
  readonly store: string;
  readonly pipeline: string;
  readonly profile: string;
}

/** A side, and where it is from. */
export interface OpenSide extends Side {
  readonly store: Store;
  readonly profile: string;
  /** The run whose results these are; undefined for the present ones. */
  readonly run: string | undefined;
}

/**
 * Opens both sides. A variant or a seed that one side alone names holds for the other one too.
 *
 * @throws ProuieError PROUIE_SIDE for a name of nothing that there is, PROUIE_SIDE_SAME, PROUIE_RUN_NODES for a run that
 *   was cut off, PROUIE_USAGE, and what `openStoreSource` throws
 */
export function openSides(a: string, b: string, defaults: SideDefaults): readonly [OpenSide, OpenSide] {
  const [one, two] = [openSide(a, defaults), openSide(b, defaults)];
  const sides = [
    { ...one, variant: one.variant ?? two.variant, seed: one.seed ?? two.seed },
    { ...two, variant: two.variant ?? one.variant, seed: two.seed ?? one.seed },
  ] as const;
  const identity = ({ store, profile, run, variant, seed }: OpenSide): string =>
    JSON.stringify([store.root, profile, run, variant, seed]);
  if (identity(sides[0]) !== identity(sides[1])) return sides;
  throw new ProuieError('PROUIE_SIDE_SAME', `"${a}" and "${b}" are the same results.`, {
    hint: 'Name two variants, seeds, runs, commits, profiles or stores, such as `prouie diff full without-sa`.',
  });
}

function openSide(text: string, defaults: SideDefaults): OpenSide {
  const words = resolveBare(readSideWords(text), defaults);
  const root = words.store === undefined ? defaults.store : storeIn(words.store, defaults.cwd);
  const run = namedRun(words, root, defaults);
  const profile = run?.profile ?? words.profile ?? defaults.profile;
  const present = openStoreSource(root, { pipeline: run?.pipeline ?? defaults.pipeline, profile });
  const store = openStore(root);
  const source = run === undefined ? present : runSource(store, run, present);
  if (source === undefined)
    throw new ProuieError(
      'PROUIE_RUN_NODES',
      `The run ${run!.run} was cut off before it wrote down its nodes.`,
      {
        hint: 'Name another run: `prouie sql "SELECT run, started, commit FROM runs"` lists them.',
        location: { file: storePaths.runNodes(root, run!.run) },
      },
    );
  return {
    label: text,
    source,
    store,
    profile,
    run: run?.run,
    variant: checked('variant', words.variant, source),
    seed: seedOf(words.seed, source),
    recipe: (key) => (key === '' ? undefined : store.readRecord(key)?.recipe),
  };
}

/** Finds out what bare names are: variant, profile, run, commit, or the folder of a store, in this order. */
function resolveBare(words: SideWords, defaults: SideDefaults): SideWords {
  let found = words;
  for (const name of words.bare) {
    const root = found.store === undefined ? defaults.store : storeIn(found.store, defaults.cwd);
    const kind = kindOf(name, root, found.profile ?? defaults.profile, defaults);
    if (found[kind] !== undefined)
      throw new ProuieError('PROUIE_SIDE', `"${name}" and "${found[kind]}" are both of the kind ${kind}.`, {
        hint: 'A side names one of a kind.',
      });
    found = { ...found, [kind]: name };
  }
  return found;
}

function kindOf(name: string, root: string, profile: string, { cwd, pipeline }: SideDefaults): SideKind {
  const profiles = profilesOf(root, pipeline);
  if (profiles.includes(profile)) {
    const source = openStoreSource(root, { pipeline, profile });
    if (valuesOf('variant', source).includes(name)) return 'variant';
    if (profiles.includes(name)) return 'profile';
    if (source.runs().some(({ run }) => run === name)) return 'run';
    if (isCommit(name) && source.runs().some(({ commit }) => commit?.startsWith(name))) return 'commit';
  }
  if (profiles.includes(name)) return 'profile';
  if (isFolder(resolve(cwd, name))) return 'store';
  const variants = profiles.includes(profile)
    ? valuesOf('variant', openStoreSource(root, { pipeline, profile }))
    : [];
  throw new ProuieError(
    'PROUIE_SIDE',
    `There is no variant, profile, run, commit or store called "${name}".`,
    {
      hint:
        didYouMean(name, [...variants, ...profiles]) ??
        `Say of which kind it is, for example variant:${name}; the kinds are ${SIDE_KINDS.join(', ')}.`,
    },
  );
}

function namedRun(words: SideWords, root: string, defaults: SideDefaults): CatalogRun | undefined {
  const { run: name, commit } = words;
  if (name === undefined && commit === undefined) return undefined;
  const profile = words.profile ?? defaults.profile;
  const known = openStoreSource(root, { pipeline: defaults.pipeline, profile }).runs();
  const found =
    name === undefined
      ? known.findLast((run) => run.commit?.startsWith(commit!) && run.profile === profile)
      : known.find(({ run }) => run === name);
  if (found !== undefined) return found;
  const what =
    name === undefined ? `run of the commit ${commit} under the profile ${profile}` : `run ${name}`;
  throw new ProuieError('PROUIE_SIDE', `This store has no ${what}.`, {
    hint:
      (name === undefined
        ? undefined
        : didYouMean(
            name,
            known.map(({ run }) => run),
          )) ?? '`prouie sql "SELECT run, started, profile, commit FROM runs"` lists them.',
  });
}

function checked(
  tag: 'variant' | 'seed',
  value: string | undefined,
  source: CatalogSource,
): string | undefined {
  if (value === undefined) return undefined;
  const known = valuesOf(tag, source);
  if (known.includes(value)) return value;
  throw new ProuieError('PROUIE_SIDE', `There are no results of the ${tag} ${value}.`, {
    hint: (tag === 'variant' ? didYouMean(value, known) : undefined) ?? `There are ${known.join(', ')}.`,
  });
}

function seedOf(value: string | undefined, source: CatalogSource): number | undefined {
  const seed = checked('seed', value, source);
  return seed === undefined ? undefined : Number(seed);
}

function valuesOf(tag: 'variant' | 'seed', source: CatalogSource): readonly string[] {
  return [
    ...new Set(source.nodes().flatMap(({ tags }) => (tags[tag] === undefined ? [] : [String(tags[tag])]))),
  ];
}

function profilesOf(root: string, pipeline: string): readonly string[] {
  const folder = dirname(storePaths.nodes(root, pipeline, 'any'));
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => /^(.+)\.json$/.exec(name)?.[1] ?? []);
}

/** A store, or the folder of a project that has one. */
function storeIn(path: string, cwd: string): string {
  const folder = resolve(cwd, path);
  return isFolder(join(folder, '.prouie')) ? join(folder, '.prouie') : folder;
}

function isCommit(name: string): boolean {
  return /^[0-9a-f]{7,40}$/.test(name);
}
