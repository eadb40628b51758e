import type { z } from 'zod';
import { uuid } from '../lib/ids.ts';

/**
 * Names the hub's history. A hub restored from a backup begins a new epoch: what it accepted after that backup is lost
 * to it, and the workstations offer it again.
 */
export const epoch = uuid.brand<'Epoch'>();

export type Epoch = z.infer<typeof epoch>;
