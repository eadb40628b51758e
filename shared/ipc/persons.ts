import { z } from 'zod';
import { describedCode } from '../domain/description-code.ts';
import { partialDate } from '../domain/partial-date.ts';
import { personRole } from '../domain/person-role.ts';
import { sex } from '../domain/sex.ts';
import { caseId, personId } from '../lib/ids.ts';
import { changesOf } from './changes.ts';
import { action, query } from './entry.ts';
import { instant } from './paging.ts';

/** Identity as a bureau writes it down; unknown is a value (null, 'U'), never a guess. */
export const personFields = z.object({
  familyName: z.string().trim().min(1).max(120),
  forename: z.string().trim().max(120).default(''),
  birthName: z.string().trim().max(120).default(''),
  aliases: z.array(z.string().trim().min(1).max(120)).max(50).default([]),
  sex: sex.default('U'),
  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  birthDate: partialDate.nullable().default(null),
  birthPlace: z.string().trim().max(120).default(''),
  /** ICAO 9303-3 three-letter codes, e.g. UTO. */
  nationalities: z
    .array(z.string().regex(/^[A-Z]{1,3}$/))
    .max(10)
    .default([]),
  /** Centimetres. */
  height: z.int().min(30).max(260).nullable().default(null),
  eyes: describedCode.nullable().default(null),
  hair: describedCode.nullable().default(null),
  marks: z.string().max(2000).default(''),
  cautions: z.string().max(2000).default(''),
  identityConfirmed: z.boolean().default(false),
});
export type PersonFields = z.infer<typeof personFields>;

export const personDetail = personFields.extend({
  id: personId,
  version: z.int(),
  updatedAt: instant,
  cases: z.array(z.object({ id: caseId, reference: z.string(), title: z.string(), role: personRole })),
});
export type PersonDetail = z.infer<typeof personDetail>;

export const casePerson = personFields
  .pick({ familyName: true, forename: true, sex: true, birthDate: true, nationalities: true, identityConfirmed: true })
  .extend({ id: personId, role: personRole, addedAt: instant, addedBy: z.string() });

export const personEntries = {
  'person.get': query({
    input: z.object({ id: personId }),
    output: personDetail,
    access: 'case.read',
    reads: ['persons', 'case_persons'],
    audit: { subject: 'person', id: (input) => input.id },
  }),
  'case.persons': query({
    input: z.object({ id: caseId }),
    output: z.array(casePerson),
    access: 'case.read',
    reads: ['persons', 'case_persons'],
  }),
  /** A new person, written into a case. `mrz` is what the fields were read from, kept as it was read. */
  'person.create': action({
    input: z.object({
      caseId,
      role: personRole,
      fields: personFields,
      mrz: z.string().max(400).nullable().default(null),
    }),
    output: z.object({ id: personId }),
    access: 'case.write',
    adds: true,
    audit: { subject: 'person', id: (_input, output) => output.id },
  }),
  'person.update': action({
    input: z.object({ id: personId, version: z.int(), changes: changesOf(personFields) }),
    output: z.object({ version: z.int() }),
    access: 'case.write',
    audit: { subject: 'person', id: (input) => input.id, detail: (input) => ({ fields: Object.keys(input.changes) }) },
  }),
  /** Writes a person who stands in the store already into one more case. */
  'person.link': action({
    input: z.object({ caseId, personId, role: personRole }),
    output: z.object({}),
    access: 'case.write',
    audit: { subject: 'person', id: (input) => input.personId, detail: (input) => ({ caseId: input.caseId }) },
  }),
} as const;
