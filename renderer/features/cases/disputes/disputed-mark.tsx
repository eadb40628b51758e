import { IconScale } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CaseId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../../data.ts';
import { useFormats } from '../../../ui/use-formats.ts';
import classes from './disputes.module.css';
import { useDisputeWords } from './use-dispute-words.ts';

interface DisputedMarkProps {
  readonly caseId: CaseId;
  readonly recordId: string;
}

/** Says which of a record's values are only shown until somebody has decided. */
export function DisputedMark({ caseId, recordId }: DisputedMarkProps) {
  const { t } = useTranslation('cases');
  const { list } = useFormats();
  const { label } = useDisputeWords();
  const disputes = useCoreQuery('conflict.list', { caseId });
  const own = (disputes.data ?? []).filter((one) => one.recordId === recordId);
  if (own.length === 0) return null;
  return (
    <p className={classes.mark}>
      <IconScale size="0.875rem" aria-hidden="true" />
      {t('dispute.mark', { fields: list(own.map(label)) })}
    </p>
  );
}
