/** How often a property or a crash is tried: the small count on every change, the large one by `npm run test:long`. */
export function runs(everyChange: number, long: number): number {
  return process.env.NCB_RUNS === 'long' ? long : everyChange;
}
