import type { HubSettings } from './deps.ts';
import { HubError } from './hub-error.ts';
import type { Admission } from './working-parts.ts';

export function createAdmission(limits: Pick<HubSettings, 'requestsAtOnce' | 'bytesAtOnce'>): Admission {
  let [requests, bytes] = [0, 0];
  return {
    enter: (size) => {
      // One request may be as large as it is allowed to be, when it is alone.
      const tooMany = requests >= limits.requestsAtOnce || (requests > 0 && bytes + size > limits.bytesAtOnce);
      if (tooMany) throw new HubError('busy');
      requests += 1;
      bytes += size;
      let inside = true;
      return () => {
        if (!inside) return;
        inside = false;
        requests -= 1;
        bytes -= size;
      };
    },
    get atWork() {
      return requests;
    },
  };
}
