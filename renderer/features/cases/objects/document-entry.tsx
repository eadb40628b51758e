import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { Code } from '../../../ui/code.tsx';
import { DocumentFacts } from '../../../ui/document-facts.tsx';
import { RecordCard } from '../../../ui/record-card.tsx';
import { useCountryName } from '../../../ui/use-country-name.ts';
import { useWords } from '../../../ui/use-words.ts';
import { useViewState } from '../../../ui/view-memory.ts';
import { CheckButton } from '../check-button.tsx';
import { DisputedMark } from '../disputes/disputed-mark.tsx';
import { DocumentEdit } from './document-edit.tsx';

interface DocumentEntryProps {
  readonly document: Output<'case.documents'>[number];
  readonly caseId: CaseId;
  readonly mayEdit: boolean;
}

/** One document of a case, the whole record when opened. */
export function DocumentEntry({ document, caseId, mayEdit }: DocumentEntryProps) {
  const { t } = useTranslation('common');
  const word = useWords();
  const country = useCountryName();
  const [isOpen, setOpen] = useViewState(`document.open.${document.id}`, false);
  const [isEditing, setEditing] = useViewState(`document.editing.${document.id}`, false);
  return (
    <RecordCard
      title={<Code>{document.number}</Code>}
      summary={
        <>
          <span>{word('documentType', document.type)}</span>
          <span>{country(document.issuingCountry)}</span>
          {document.holderName && <bdi>{document.holderName}</bdi>}
        </>
      }
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
      tools={
        mayEdit && <CheckButton caseId={caseId} subjectKind="document" subjectId={document.id} name={document.number} />
      }
    >
      {isEditing && mayEdit ? (
        <DocumentEdit document={document} caseId={caseId} onDone={() => setEditing(false)} />
      ) : (
        <>
          <DisputedMark caseId={caseId} recordId={document.id} />
          <DocumentFacts document={document} />
          {mayEdit && (
            <div>
              <Button variant="default" onClick={() => setEditing(true)}>
                {t('action.edit')}
              </Button>
            </div>
          )}
        </>
      )}
    </RecordCard>
  );
}
