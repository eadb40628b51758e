import { median, percentile, rounded } from './figures.ts';

export interface Rate {
  readonly items: number;
  /** Items done in a second. */
  readonly per_second: number;
  readonly median_ms: number;
  /** 99th percentile of the time (ms) one request took. */
  readonly p99_ms: number;
}

/**
 * How fast several workers do items side by side, each one request after the other, for some seconds.
 * @param step one request of a worker; how many items it did, or null when it has none left: then the clock stops for all
 */
export async function measureRate(
  workers: number,
  seconds: number,
  step: (worker: number) => Promise<number | null>,
): Promise<Rate> {
  const times: number[] = [];
  let items = 0;
  const start = performance.now();
  let end = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      for (let now = performance.now(); now < end; ) {
        const did = await step(worker);
        const done = performance.now();
        if (did === null) {
          end = Math.min(end, done);
          return;
        }
        items += did;
        times.push(done - now);
        now = done;
      }
    }),
  );
  const elapsed = (performance.now() - start) / 1000;
  return {
    items,
    per_second: Math.round(items / elapsed),
    median_ms: rounded(median(times)),
    p99_ms: rounded(percentile(times, 0.99)),
  };
}
