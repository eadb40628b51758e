import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { draftOf } from '../store/tables/drafts.ts';

/** A person's own draft; nobody else's can be asked for. */
export const getDraft: QueryHandler<'draft.get'> = ({ db, actor }, { key }) => ok(draftOf(db, actor.id, key));
