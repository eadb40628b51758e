import { Button } from '@mantine/core';
import { IconShieldSearch } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { isCaseWritable } from '#shared/domain/case-status.ts';
import type { CaseDetail } from '#shared/ipc/cases.ts';
import { useCoreQuery } from '../../../data.ts';
import { DelayedSkeleton } from '../../../ui/delayed-skeleton.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNotice } from '../../../ui/error-notice.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { OutcomeMark } from '../../../ui/outcome-mark.tsx';
import { Section } from '../../../ui/section.tsx';
import { useSession } from '../../../ui/session-context.ts';
import { toAppError } from '../../../ui/to-app-error.ts';
import { useWords } from '../../../ui/use-words.ts';
import classes from '../messages/case-messages.module.css';

const LIMIT = 500;

/** The checks made in a case, with both answers of each. */
export function CaseChecks({ detail }: { readonly detail: CaseDetail }) {
  const { t } = useTranslation('cases');
  const { can } = useSession();
  const word = useWords();
  const navigate = useNavigate();
  const checks = useCoreQuery('check.list', { caseId: detail.id, limit: LIMIT }, { enabled: can('check.read') });
  if (checks.error) return <ErrorNotice error={toAppError(checks.error)} />;
  if (!checks.data) return <DelayedSkeleton />;
  const add = can('check.run') && isCaseWritable(detail.status) && (
    <Button
      leftSection={<IconShieldSearch size="0.875rem" aria-hidden />}
      onClick={() => void navigate({ to: '/checks', search: { new: true, caseId: detail.id } })}
    >
      {t('checks.new')}
    </Button>
  );
  if (checks.data.rows.length === 0)
    return <EmptyState title={t('checks.none')} body={t('checks.noneBody')} action={add} />;
  return (
    <Section title={t('tab.checks')} tools={add}>
      <ul className={classes.list}>
        {checks.data.rows.map((row) => (
          <li key={row.id} className={classes.line}>
            <span className={classes.who}>{word('databaseKind', row.database)}</span>
            <Link to="/checks/$checkId" params={{ checkId: row.id }} className={classes.subject}>
              <bdi>{row.title}</bdi>
            </Link>
            <span>{t('checks.local')}</span>
            <OutcomeMark outcome={row.localOutcome} />
            <span>{t('checks.online')}</span>
            <OutcomeMark outcome={row.onlineOutcome} />
            <Instant at={row.at} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
