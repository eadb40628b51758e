import { ok } from '#shared/lib/result.ts';
import type { QueryHandler } from '../context.ts';
import { personsOfCase } from '../store/tables/persons.ts';

export const casePersons: QueryHandler<'case.persons'> = ({ db }, { id }) => ok(personsOfCase(db, id));
