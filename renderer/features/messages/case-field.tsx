import { useTranslation } from 'react-i18next';
import type { CaseId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../data.ts';
import { CasePicker } from './case-picker.tsx';
import { fieldId } from './field-focus.ts';

interface Props {
  readonly caseId: CaseId | null;
  readonly onChange: (caseId: CaseId | null) => void;
}

/** The case a message belongs to. */
export function CaseField({ caseId, onChange }: Props) {
  return caseId === null ? (
    <Picker picked={null} onChange={onChange} />
  ) : (
    <KnownCase caseId={caseId} onChange={onChange} />
  );
}

function KnownCase({ caseId, onChange }: Props & { readonly caseId: CaseId }) {
  const { data } = useCoreQuery('case.get', { id: caseId });
  return <Picker picked={data ?? { id: caseId, reference: '…', title: '' }} onChange={onChange} />;
}

interface PickerProps {
  readonly picked: { readonly id: CaseId; readonly reference: string; readonly title: string } | null;
  readonly onChange: (caseId: CaseId | null) => void;
}

function Picker({ picked, onChange }: PickerProps) {
  const { t } = useTranslation('messages');
  return (
    <CasePicker
      id={fieldId('case')}
      label={t('compose.case')}
      description={picked ? null : t('compose.caseHint')}
      placeholder={t('compose.casePlaceholder')}
      nothingFound={t('compose.caseNothingFound')}
      picked={picked}
      onPick={(next) => onChange(next?.id ?? null)}
      clearable
    />
  );
}
