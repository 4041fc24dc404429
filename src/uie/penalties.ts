/** Eq. 9 as printed, the sum of its three terms, or the largest of them. Events only. */
export type PenaltyForm = 'piecewise' | 'additive' | 'max';
/** All forms of the penalty. */
export const PENALTY_FORMS = ['piecewise', 'additive', 'max'] as const satisfies readonly PenaltyForm[];

/** Penalties from coarse to fine. Piecewise, the first mismatch counts alone (Eq. 9). */
export function combinePenalties(penalties: readonly number[], form: PenaltyForm): number {
  switch (form) {
    case 'piecewise':
      return penalties.find((penalty) => penalty > 0) ?? 0;
    case 'additive':
      return penalties.reduce((sum, penalty) => sum + penalty, 0);
    case 'max':
      return Math.max(...penalties);
  }
}
