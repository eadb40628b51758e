import { ok } from '#shared/lib/result.ts';
import { erasableIn } from '../backup/erase-workstation.ts';
import type { QueryHandler } from '../context.ts';

/** What an erasure of this workstation would destroy, in figures. */
export const erasable: QueryHandler<'workstation.erasable'> = ({ db }) => ok(erasableIn(db));
