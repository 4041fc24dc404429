/** A p value as tables show it: three decimals, and no smaller figure than the resampling behind it can tell. */
export function formatP(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}
