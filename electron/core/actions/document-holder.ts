import type { PersonId } from '#shared/lib/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Answer } from '../context.ts';
import type { ReadDb } from '../store/database.ts';
import { personById } from '../store/tables/persons.ts';
import { personTitle } from '../titles.ts';

/** The name of a document's holder, null where nobody is named. */
export function holderTitle(db: ReadDb, holderId: PersonId | null): Answer<string | null> {
  if (holderId === null) return ok(null);
  const holder = personById(db, holderId);
  return holder ? ok(personTitle(holder)) : err({ code: 'not-found', params: { kind: 'person' } });
}
