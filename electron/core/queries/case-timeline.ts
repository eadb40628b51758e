import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { countEventsOfCase, eventsOfCase } from '../store/tables/events.ts';

export const caseTimeline: QueryHandler<'case.timeline'> = ({ db }, { id, offset, limit }) =>
  ok({ total: countEventsOfCase(db, id), rows: eventsOfCase(db, id, offset, limit) });
