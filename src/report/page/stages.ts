/** The variants that stand for the stages of the recipe, in the order in which they are trained. */
const STAGES = [
  { variant: 'after-cm1', label: 'CM 1' },
  { variant: 'after-cm2', label: 'CM 2' },
  { variant: 'cm-only', label: 'CM' },
  { variant: 'without-de', label: 'CM+SA' },
  { variant: 'after-de1', label: '+DE 1' },
  { variant: 'after-de2', label: '+DE 2' },
  { variant: 'full', label: 'CM+SA+DE' },
] as const;

export interface Stage {
  readonly setting: string;
  readonly label: string;
}

/** The stages that are there, each under its first seed; where none is, every setting under its own name. */
export function stagesOf(settings: readonly string[]): readonly Stage[] {
  const stages = STAGES.flatMap(({ variant, label }) => {
    const setting = settings.find((name) => name === variant || name.startsWith(`${variant}, seed `));
    return setting === undefined ? [] : [{ setting, label }];
  });
  return stages.length > 0 ? stages : settings.map((setting) => ({ setting, label: setting }));
}

/** A setting with what it is a stage of. */
export function settingLabel(setting: string): string {
  const stage = STAGES.find(({ variant }) => setting === variant || setting.startsWith(`${variant}, seed `));
  return stage === undefined ? setting : `${setting} (${stage.label})`;
}
