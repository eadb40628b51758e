import { err, ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { casesOfPerson, personById } from '../store/tables/persons.ts';

export const getPerson: QueryHandler<'person.get'> = ({ db }, { id }) => {
  const person = personById(db, id);
  if (!person) return err({ code: 'not-found', params: { kind: 'person' } });
  return ok({ ...person, cases: casesOfPerson(db, id) });
};
