import { z } from 'zod';

/** The environments that engines ask for. */
export const ENVIRONMENT_NAMES = ['sft', 'grpo', 'predict', 'easyr1'] as const;
export type EnvironmentName = (typeof ENVIRONMENT_NAMES)[number];

/**
 * How one environment is reached. Nothing, where it was made by `prouie env create`; else an interpreter on this
 * machine, or one inside a container that the words of `container` enter.
 */
export const environmentSetting = /* @__PURE__ */ z
  .strictObject({
    /** Path of the interpreter; in a container it may be a name there. */
    python: z.string().min(1).optional(),
    /** Words before every program, such as `[apptainer, exec, --nv, image.sif]`. */
    container: z.array(z.string().min(1)).min(1).optional(),
  })
  .nullable();

export type EnvironmentSetting = z.output<typeof environmentSetting>;

/** The group `environments` of a profile. It says where programs are, so nothing of it counts for staleness. */
export const environmentSettings = /* @__PURE__ */ z.partialRecord(
  /* @__PURE__ */ z.enum(ENVIRONMENT_NAMES),
  environmentSetting,
);

export type EnvironmentSettings = Readonly<z.output<typeof environmentSettings>>;
