import type { HubSettings } from './deps.ts';
import { HubError } from './hub-error.ts';
import type { Admission } from './working-parts.ts';

/** What one asker may take of the whole: one part in so many. */
const SHARES = 8;

interface Load {
  readonly requests: number;
  readonly bytes: number;
}

const NOTHING: Load = { requests: 0, bytes: 0 };
const added = (load: Load, requests: number, bytes: number): Load => ({
  requests: load.requests + requests,
  bytes: load.bytes + bytes,
});
/** One request may be as large as it is allowed to be, when it is alone. */
const isFull = (load: Load, size: number, requests: number, bytes: number): boolean =>
  load.requests >= requests || (load.requests > 0 && load.bytes + size > bytes);

export function createAdmission(limits: Pick<HubSettings, 'requestsAtOnce' | 'bytesAtOnce'>): Admission {
  const share = { requests: Math.ceil(limits.requestsAtOnce / SHARES), bytes: limits.bytesAtOnce / SHARES };
  const askers = new Map<string, Load>();
  let all = NOTHING;
  const take = (asker: string, requests: number, bytes: number) => {
    all = added(all, requests, bytes);
    const load = added(askers.get(asker) ?? NOTHING, requests, bytes);
    if (load.requests === 0) askers.delete(asker);
    else askers.set(asker, load);
  };
  return {
    enter: (asker, size) => {
      const load = askers.get(asker) ?? NOTHING;
      const isTooMuch =
        isFull(all, size, limits.requestsAtOnce, limits.bytesAtOnce) || isFull(load, size, share.requests, share.bytes);
      if (isTooMuch) throw new HubError('busy');
      take(asker, 1, size);
      let inside = true;
      return () => {
        if (!inside) return;
        inside = false;
        take(asker, -1, -size);
      };
    },
  };
}
