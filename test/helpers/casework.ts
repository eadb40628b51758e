import type { Input } from '#shared/ipc/contract.ts';

/** Invented casework to begin with; a test overrides what it is about. */
export const caseInput = (more: Partial<Input<'case.create'>> = {}): Input<'case.create'> => ({
  title: 'Passport fraud ring',
  crimeArea: 'organized-crime',
  priority: 'normal',
  purpose: 'obtain-information',
  handling: 'H1',
  marking: 'for-official-use-only',
  officerId: null,
  description: '',
  ...more,
});

type PersonInput = Input<'person.create'>['fields'];

export const personFieldsInput = (more: Partial<PersonInput> = {}): PersonInput => ({
  familyName: 'Marenko',
  forename: 'Ilja',
  sex: 'M',
  birthDate: '1980-04-03',
  nationalities: ['UTO'],
  ...more,
});

/** A request the precision check lets through. */
export const messageInput = (more: Partial<Input<'message.send'>> = {}): Input<'message.send'> => ({
  to: ['FRI'],
  subject: 'Owner of a passport shown at Port Alba on 3 November 2026',
  body: 'On 3 November 2026 at 14:20 UTC a passport was shown at the border post of Port Alba. Please tell us to whom it was issued and whether it has been reported lost.',
  priority: 'routine',
  handling: 'H1',
  purpose: 'obtain-information',
  ...more,
});
