import type { Epoch } from '#shared/protocol/epoch.ts';
import { streamEnds } from '../store/streams.ts';
import type { HubDeps } from './deps.ts';
import { gather } from './gather.ts';
import { HubError } from './hub-error.ts';
import type { StreamEnds } from './working-parts.ts';

/** One statement at a time, which answers everybody who asked while the last was under way. */
const LIMITS = { group: 10_000, waiting: 50_000, lanes: 1 };

/** Asked for each wake line when a bureau is called, by fifty workstations at once: the database is asked once for all of them. */
export function openStreamEnds({ database }: Pick<HubDeps, 'database'>): StreamEnds {
  const ask = async (bureaus: readonly string[]) => {
    const rows = await streamEnds(database, [...new Set(bureaus)]);
    const known = new Map(rows.map(({ bureau, epoch, head }) => [bureau, { epoch: epoch as Epoch, head }]));
    return bureaus.map((bureau) => {
      const end = known.get(bureau);
      if (!end) throw new HubError('internal');
      return end;
    });
  };
  // A database that cannot be asked for all cannot be asked for one either.
  return gather(
    LIMITS,
    () => '',
    ask,
    () => true,
  );
}
