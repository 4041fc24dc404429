import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ProuieError } from '../../errors.ts';
import { BundleStore } from '../../identity/bundle.ts';
import { isFile, isFolder } from '../../store/file-kind.ts';
import { Store } from '../../store/store.ts';

/** The flags that say which graph is meant. */
export interface WorkspaceFlags {
  readonly pipeline?: string | undefined;
  readonly profile?: string | undefined;
  readonly data?: string | undefined;
  readonly store?: string | undefined;
  /** `path.to.setting=value`, in the order given. */
  readonly settings?: readonly string[];
}

/** Where everything is: package, pipeline, store, data. */
export interface Workspace {
  /** The folder of `src/` and `pipelines/`. */
  readonly packageRoot: string;
  /** The folder where `prouie` was called; results are written under it. */
  readonly folder: string;
  readonly store: Store;
  readonly bundles: BundleStore;
  readonly pipelineFile: string;
  readonly pipelineName: string;
  readonly profile: string;
  /** Whether it is the recipe although the folder has a pipeline, since a profile is named that does not lie beside that. */
  readonly besideOwn: boolean;
  readonly dataFolder: string | undefined;
  readonly settings: readonly string[];
}

/** The file that is the pipeline of the folder it lies in. */
export const FOLDER_PIPELINE = 'pipeline.ts';

/** Its profile where none is named. */
export const FOLDER_PROFILE = 'default';

/** The name of the package's own pipeline. */
const RECIPE = 'prouie';

/** The pipeline that flags mean. */
export interface MeantPipeline {
  /** Undefined for the recipe of the package. */
  readonly file: string | undefined;
  readonly name: string;
  readonly profile: string;
}

/**
 * The pipeline and the profile that flags mean. Without `--pipeline` it is `pipeline.ts` in the folder; the recipe
 * where there is none, or where a profile is named that does not lie beside it. `--pipeline prouie` is the recipe too.
 */
export function meantPipeline(
  folder: string,
  { pipeline, profile }: Pick<WorkspaceFlags, 'pipeline' | 'profile'>,
): MeantPipeline {
  const own = join(folder, FOLDER_PIPELINE);
  const file = pipeline === undefined ? own : resolve(folder, pipeline);
  const isRecipe =
    pipeline === undefined
      ? !isFile(own) || !(profile === undefined || hasProfile(folder, profile))
      : pipeline === RECIPE && !isFile(file);
  if (isRecipe) return { file: undefined, name: RECIPE, profile: profile ?? 'quick' };
  return {
    file,
    name: basename(file).replace(/\.[cm]?[jt]s$/, ''),
    profile: profile ?? (file === own ? FOLDER_PROFILE : 'quick'),
  };
}

function hasProfile(folder: string, profile: string): boolean {
  return profile === FOLDER_PROFILE || isFile(join(folder, 'profiles', `${profile}.yaml`));
}

/** Where the store lies or would lie. An empty name counts as none. */
export function storeFolder(
  folder: string,
  env: { readonly [name: string]: string | undefined },
  flag: string | undefined,
): string {
  return resolve(folder, flag || env['PROUIE_STORE'] || '.prouie');
}

/** @throws ProuieError PROUIE_STORE_PATH where there is a file in the store's place */
export function openStore(path: string): Store {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== false) return new Store(path);
  throw new ProuieError('PROUIE_STORE_PATH', `The store ${path} is a file, not a folder.`, {
    hint: 'Point PROUIE_STORE (or --store) at a folder.',
    location: { file: path },
  });
}

/** @throws ProuieError PROUIE_PIPELINE_MISSING, PROUIE_DATA_MISSING, PROUIE_STORE_PATH */
export function openWorkspace(
  packageRoot: string,
  folder: string,
  env: { readonly [name: string]: string | undefined },
  flags: WorkspaceFlags,
): Workspace {
  const { file, name, profile } = meantPipeline(folder, flags);
  const pipelineFile = file ?? join(packageRoot, 'pipelines', 'prouie.ts');
  if (!isFile(pipelineFile)) {
    throw new ProuieError('PROUIE_PIPELINE_MISSING', `There is no pipeline ${pipelineFile}.`, {
      hint: 'Give --pipeline the path of a TypeScript file.',
      location: { file: pipelineFile },
    });
  }
  const dataFolder = flags.data === undefined ? undefined : resolve(folder, flags.data);
  if (dataFolder !== undefined && !isFolder(dataFolder)) {
    throw new ProuieError('PROUIE_DATA_MISSING', `There is no data folder ${dataFolder}.`, {
      hint: 'Give --data the folder that holds NER/, RE/ and EE/.',
      location: { file: dataFolder },
    });
  }
  return {
    packageRoot,
    folder,
    store: openStore(storeFolder(folder, env, flags.store)),
    bundles: new BundleStore(packageRoot),
    pipelineFile,
    pipelineName: name,
    profile,
    besideOwn: file === undefined && flags.pipeline === undefined && isFile(join(folder, FOLDER_PIPELINE)),
    dataFolder,
    settings: flags.settings ?? [],
  };
}

/** A step's source: a file of the package, or one beside the pipeline where the name begins with a dot. */
export function stepEntry(workspace: Workspace, step: string): string {
  return step.startsWith('.')
    ? resolve(dirname(workspace.pipelineFile), step.endsWith('.ts') ? step : `${step}.ts`)
    : join(workspace.packageRoot, 'src', 'steps', `${step}.ts`);
}
