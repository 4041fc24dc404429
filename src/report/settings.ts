/** What one system that answered is called: its variant, with the seed where there are several. */
export type SettingName = (variant: string, seed: number | null) => string;

export function nameSettings(seeds: readonly number[]): SettingName {
  return (variant, seed) => (seeds.length > 1 && seed !== null ? `${variant}, seed ${seed}` : variant);
}
