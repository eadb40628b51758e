import {
  type EditableKind,
  editableKinds,
  fieldRule,
  sharedFields,
} from '#shared/domain/field-changes/shared-fields.ts';
import type { Input } from '#shared/ipc/contract.ts';
import type { CaseId, DocumentId, PersonId, VehicleId } from '#shared/lib/ids.ts';
import { caseInput, personFieldsInput } from './casework.ts';
import type { CoreStation } from './core-station.ts';

export const isSharedFieldLegal = (kind: string, field: string): boolean => fieldRule(kind, field)?.class === 'legal';

/** Every legal field of every kind. */
export const legalFields: readonly [EditableKind, string][] = editableKinds.flatMap((kind) =>
  Object.keys(sharedFields[kind])
    .filter((field) => isSharedFieldLegal(kind, field))
    .map((field): [EditableKind, string] => [kind, field]),
);

/** Two values of a field that differ from each other and from the one it begins with. */
const pairs: Readonly<Record<string, readonly [unknown, unknown]>> = {
  purpose: ['warn', 'forensic'],
  handling: ['H2', 'H3'],
  marking: ['restricted', 'confidential'],
  sex: ['F', 'X'],
  birthDate: ['1981', '1982-05'],
  nationalities: [['RUR'], ['UTO', 'RUR']],
  type: ['identity-card', 'visa'],
  issuingCountry: ['RUR', 'ZUB'],
  issueDate: ['2020', '2021-01-02'],
  expiryDate: ['2030', '2031-01-02'],
  plateCountry: ['RUR', 'ZUB'],
};

export function differentValues(
  kind: EditableKind,
  field: string,
  holders: readonly string[],
): readonly [unknown, unknown] {
  if (field === 'holderId') return [holders[0], holders[1]];
  return pairs[field] ?? [`${kind} one`, `${kind} other`];
}

export interface SharedRecord {
  readonly id: string;
  readonly holders: readonly string[];
  update(core: CoreStation, version: number, changes: Record<string, unknown>): Promise<unknown>;
  value(core: CoreStation, field: string): Promise<unknown>;
}

/** A new record of a kind, in a new case. */
export async function recordWith(core: CoreStation, kind: EditableKind): Promise<SharedRecord> {
  const { id: caseId } = await core.call('case.create', caseInput());
  if (kind === 'case') return shared(kind, caseId, []);
  const person = (familyName: string) =>
    core.call('person.create', { caseId, role: 'suspect', fields: personFieldsInput({ familyName }) });
  const holders = [(await person('Holder')).id, (await person('Bearer')).id];
  if (kind === 'person') return shared(kind, holders[0] ?? '', holders);
  const { id } =
    kind === 'document'
      ? await core.call('document.create', {
          caseId,
          fields: { number: 'U1234567', type: 'passport', issuingCountry: 'UTO' },
        })
      : await core.call('vehicle.create', { caseId, fields: { plate: 'UT 4711' } });
  return shared(kind, id, holders);
}

function shared(kind: EditableKind, id: string, holders: readonly string[]): SharedRecord {
  const get = (core: CoreStation): Promise<object> => {
    if (kind === 'case') return core.call('case.get', { id: id as CaseId });
    if (kind === 'person') return core.call('person.get', { id: id as PersonId });
    if (kind === 'document') return core.call('document.get', { id: id as DocumentId });
    return core.call('vehicle.get', { id: id as VehicleId });
  };
  return {
    id,
    holders,
    update: (core, version, changes) =>
      core.call(`${kind}.update` as 'case.update', { id, version, changes } as Input<'case.update'>),
    value: async (core, field) => (await get(core))[field as never],
  };
}
