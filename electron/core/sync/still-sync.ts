import { err } from '#shared/lib/result.ts';
import type { SyncEngine } from './sync-engine.ts';

/** Of a store that is only looked at: nothing leaves it and nothing comes in. @param since milliseconds since 1970 */
export const stillSync = (since: number): SyncEngine => ({
  status: () => ({ connection: 'offline', since, refusal: null, dataAsOf: null, clockOff: null }),
  wake: () => undefined,
  fetchRecord: async () => err({ code: 'offline', detail: '' }),
  bundles: null,
  presence: null,
  close: () => undefined,
});
