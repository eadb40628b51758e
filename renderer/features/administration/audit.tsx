import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertTriangle, IconSearch, IconShieldCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCoreQuery } from '../../data.ts';
import { Code } from '../../ui/code.tsx';
import type { Column } from '../../ui/column.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Instant } from '../../ui/instant.tsx';
import { useFormats } from '../../ui/use-formats.ts';
import { type ListRow, useWindowedRows } from '../../ui/use-windowed-rows.ts';
import { useViewState } from '../../ui/view-memory.ts';
import { VirtualTable } from '../../ui/virtual-table.tsx';
import classes from './administration.module.css';

type AuditRow = ListRow<'audit.list'>;

/** Who did or looked at what, newest first; chained, so that a change of the trail shows. */
export function Audit() {
  const { t } = useTranslation('administration');
  const [search, setSearch] = useViewState('audit.search', '');
  const [settled] = useDebouncedValue(search, 150);
  const source = useWindowedRows('audit.list', { search: settled });
  const first = useCoreQuery('audit.list', { search: settled, offset: 0, limit: 100 });
  const columns = useAuditColumns();
  return (
    <>
      <div className={classes.bar}>
        <TextInput
          className={classes.search}
          aria-label={t('audit.search')}
          placeholder={t('audit.search')}
          leftSection={<IconSearch size="1rem" />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {first.data ? <Chain isIntact={first.data.intact} /> : null}
      </div>
      <VirtualTable
        name="audit"
        label={t('tab.audit')}
        source={source}
        columns={columns}
        onOpen={() => undefined}
        empty={<EmptyState title={t('audit.none')} />}
      />
    </>
  );
}

function Chain({ isIntact }: { readonly isIntact: boolean }) {
  const { t } = useTranslation('administration');
  const Icon = isIntact ? IconShieldCheck : IconAlertTriangle;
  return (
    <span className={isIntact ? classes.intact : classes.broken} role="status">
      <Icon size="1rem" stroke={1.75} aria-hidden="true" />
      {isIntact ? t('audit.intact') : t('audit.broken')}
    </span>
  );
}

function useAuditColumns(): readonly Column<AuditRow>[] {
  const { t } = useTranslation('administration');
  const formats = useFormats();
  return [
    {
      key: 'number',
      header: t('audit.number'),
      width: '5rem',
      align: 'end',
      render: ({ number }) => formats.number(number),
    },
    { key: 'at', header: t('audit.at'), width: '11rem', render: ({ at }) => <Instant at={at} as="moment" /> },
    { key: 'user', header: t('audit.user'), width: '10rem', render: ({ user }) => <bdi>{user}</bdi> },
    { key: 'method', header: t('audit.method'), width: '14rem', render: ({ method }) => <Code>{method}</Code> },
    {
      key: 'subject',
      header: t('audit.subject'),
      width: '16rem',
      from: 60,
      render: ({ subject, subjectId }) => <Code>{subjectId === null ? subject : `${subject} ${subjectId}`}</Code>,
    },
    {
      key: 'detail',
      header: t('audit.detail'),
      width: 'minmax(0, 1fr)',
      render: ({ detail }) => <Code>{detail}</Code>,
    },
  ];
}
