import { useRef, useState } from 'react';
import { personRole } from '#shared/domain/person-role.ts';
import type { AppError } from '#shared/ipc/wire.ts';
import type { CaseId, PersonId } from '#shared/lib/ids.ts';
import { useCoreAction } from '../../../data.ts';
import { toAppError } from '../../../ui/to-app-error.ts';
import { toDocumentFields } from '../objects/document-form-values.ts';
import { type NewPersonValues, toPersonFields } from './person-form-values.ts';

/**
 * Saves a new person and the document that comes with them. Where the person was saved and the document was not,
 * saving again saves only the document.
 */
export function useCreatePerson(caseId: CaseId) {
  const createPerson = useCoreAction('person.create');
  const linkPerson = useCoreAction('person.link');
  const createDocument = useCoreAction('document.create');
  const saved = useRef<PersonId | null>(null);
  const [state, setState] = useState<{ readonly isSaving: boolean; readonly error: AppError | null }>({
    isSaving: false,
    error: null,
  });

  const writePerson = async (values: NewPersonValues, known: PersonId | null): Promise<PersonId> => {
    const role = personRole.parse(values.role);
    if (known === null)
      return (await createPerson.mutateAsync({ caseId, role, fields: toPersonFields(values), mrz: values.mrz })).id;
    await linkPerson.mutateAsync({ caseId, personId: known, role });
    return known;
  };
  const write = async (values: NewPersonValues, known: PersonId | null) => {
    saved.current ??= await writePerson(values, known);
    if (values.document === null) return;
    const fields = { ...toDocumentFields(values.document), holderId: saved.current };
    await createDocument.mutateAsync({ caseId, fields });
  };

  /** `known`: the person stands on this machine already and is only written into the case. */
  const create = async (values: NewPersonValues, known: PersonId | null = null): Promise<boolean> => {
    setState({ isSaving: true, error: null });
    try {
      await write(values, known);
      setState({ isSaving: false, error: null });
      return true;
    } catch (thrown) {
      setState({ isSaving: false, error: toAppError(thrown) });
      return false;
    }
  };
  return { ...state, create };
}
