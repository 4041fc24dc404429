import { z } from 'zod';
import { isVersionRange } from './version-range.ts';

/** The environments that engines ask for. */
export const ENVIRONMENT_NAMES = ['sft', 'grpo', 'predict', 'easyr1'] as const;
export type EnvironmentName = (typeof ENVIRONMENT_NAMES)[number];

/**
 * How one environment is reached. Nothing, where it was made by `prouie env create`; else an interpreter on this
 * machine, one inside a container that the words of `container` enter, or one that modules of a cluster bring.
 */
export const environmentSetting = /* @__PURE__ */ z
  .strictObject({
    /** Path of the interpreter; in a container or with modules it may be a name there. */
    python: z.string().min(1).optional(),
    /** Words before every program, such as `[apptainer, exec, --nv, image.sif]`. */
    container: z.array(z.string().min(1)).min(1).optional(),
    /** What `module load` takes before every program, such as `[cuda/12.9, python/3.11]`. */
    modules: z
      .array(z.string().regex(/^[\w.+/-]+$/))
      .min(1)
      .optional(),
    /**
     * Versions that are in it (`torch: 2.8.0`, `python: 3.12.*`), in place of those of the lock. They stand in requests
     * and so count for staleness, and a run that finds others does not begin.
     */
    versions: z.record(z.string().min(1), z.string().refine(isVersionRange, 'that is no version')).optional(),
  })
  .nullable();

export type EnvironmentSetting = z.output<typeof environmentSetting>;

/** The group `environments` of a profile. It says where programs are, so nothing of it counts for staleness. */
export const environmentSettings = /* @__PURE__ */ z.partialRecord(
  /* @__PURE__ */ z.enum(ENVIRONMENT_NAMES),
  environmentSetting,
);

export type EnvironmentSettings = Readonly<z.output<typeof environmentSettings>>;
