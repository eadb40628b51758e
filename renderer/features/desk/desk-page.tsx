import { Button } from '@mantine/core';
import { IconCoffee } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCoreQuery } from '../../data.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useNow } from '../../ui/now-context.ts';
import { arrayRows } from '../../ui/row-source.ts';
import { Screen } from '../../ui/screen.tsx';
import { useSession } from '../../ui/session-context.ts';
import { VirtualTable } from '../../ui/virtual-table.tsx';
import { byClock } from './by-clock.ts';
import { useDeskColumns } from './use-desk-columns.tsx';
import { useOpenDeskItem } from './use-open-desk-item.ts';

/** Home: what needs this person now, sorted by its clock, and nothing else. */
export function DeskPage() {
  const { t } = useTranslation('desk');
  const { user } = useSession();
  const { data, error } = useCoreQuery('desk.list', {});
  const now = useNow();
  const open = useOpenDeskItem();
  const columns = useDeskColumns();
  const items = data && byClock(data);
  const overdue = items?.filter(({ due }) => due !== null && due < now).length ?? 0;
  return (
    <Screen
      fixed
      title={t('title', { name: user.name })}
      toolbar={
        items && items.length > 0 ? (
          <span>
            {t('count', { count: items.length })}
            {overdue > 0 ? ` · ${t('overdueCount', { count: overdue })}` : ''}
          </span>
        ) : null
      }
    >
      <VirtualTable
        name="desk"
        label={t('label')}
        source={arrayRows('desk', items, error?.appError ?? null)}
        columns={columns}
        onOpen={open}
        empty={<NothingWaits />}
      />
    </Screen>
  );
}

function NothingWaits() {
  const { t } = useTranslation('desk');
  const { can } = useSession();
  const navigate = useNavigate();
  const next = can('case.read')
    ? { label: t('empty.toCases'), run: () => void navigate({ to: '/cases' }) }
    : { label: t('empty.toAdministration'), run: () => void navigate({ to: '/administration' }) };
  return (
    <EmptyState
      icon={<IconCoffee size="2rem" stroke={1.25} />}
      title={t('empty.title')}
      body={can('case.read') ? t('empty.body') : t('empty.administrator')}
      action={
        <Button variant="default" onClick={next.run}>
          {next.label}
        </Button>
      }
    />
  );
}
