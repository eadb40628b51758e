import { useTranslation } from 'react-i18next';
import type { CaseId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../../data.ts';
import { Section } from '../../../ui/section.tsx';
import { DisputeCard } from './dispute-card.tsx';
import classes from './disputes.module.css';

/** What in a case was changed differently on several workstations; nothing where all agree. */
export function CaseDisputes({ caseId }: { readonly caseId: CaseId }) {
  const { t } = useTranslation('cases');
  const disputes = useCoreQuery('conflict.list', { caseId });
  if (!disputes.data || disputes.data.length === 0) return null;
  return (
    <Section title={t('dispute.title')}>
      <p className={classes.intro}>{t('dispute.intro')}</p>
      {disputes.data.map((dispute) => (
        <DisputeCard key={`${dispute.recordId}:${dispute.field}`} dispute={dispute} />
      ))}
    </Section>
  );
}
