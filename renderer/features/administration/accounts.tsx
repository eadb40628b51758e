import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCoreQuery } from '../../data.ts';
import { Code } from '../../ui/code.tsx';
import type { Column } from '../../ui/column.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Instant } from '../../ui/instant.tsx';
import { arrayRows } from '../../ui/row-source.ts';
import { useSession } from '../../ui/session-context.ts';
import { useFormats } from '../../ui/use-formats.ts';
import { useViewState } from '../../ui/view-memory.ts';
import { VirtualTable } from '../../ui/virtual-table.tsx';
import type { Account } from './account.ts';
import { AccountDialog } from './account-dialog.tsx';
import classes from './administration.module.css';
import { NewAccount } from './new-account.tsx';

/** Who may sign in on this workstation. */
export function Accounts() {
  const { t } = useTranslation('administration');
  const { can } = useSession();
  const { data, error } = useCoreQuery('account.list', {});
  const columns = useAccountColumns();
  const [isAdding, setAdding] = useViewState('accounts.adding', false);
  const [opened, setOpened] = useState<Account | null>(null);
  return (
    <>
      <div className={classes.bar}>
        <span>{data ? t('accounts.count', { count: data.length }) : ''}</span>
        {can('account.manage') ? (
          <Button leftSection={<IconPlus size="1rem" />} onClick={() => setAdding(true)}>
            {t('accounts.new')}
          </Button>
        ) : null}
      </div>
      <VirtualTable
        name="accounts"
        label={t('tab.accounts')}
        source={arrayRows('accounts', data, error?.appError ?? null)}
        columns={columns}
        onOpen={setOpened}
        empty={<EmptyState title={t('accounts.none')} />}
      />
      {isAdding ? <NewAccount onClose={() => setAdding(false)} /> : null}
      {opened ? <AccountDialog account={opened} onClose={() => setOpened(null)} /> : null}
    </>
  );
}

function useAccountColumns(): readonly Column<Account>[] {
  const { t } = useTranslation(['administration', 'vocabulary']);
  const formats = useFormats();
  return [
    {
      key: 'name',
      header: t('administration:accounts.name'),
      width: 'minmax(0, 1fr)',
      render: ({ name }) => <bdi>{name}</bdi>,
    },
    {
      key: 'username',
      header: t('administration:accounts.username'),
      width: '12rem',
      from: 40,
      render: ({ username }) => <Code>{username}</Code>,
    },
    {
      key: 'roles',
      header: t('administration:accounts.roles'),
      width: 'minmax(0, 1fr)',
      render: ({ roles }) => formats.list(roles.map((role) => t(`vocabulary:role.${role}`))),
    },
    {
      key: 'active',
      header: t('administration:accounts.state'),
      width: '9rem',
      render: ({ active }) => (
        <span className={active ? undefined : classes.inactive}>
          {active ? t('administration:accounts.active') : t('administration:accounts.inactive')}
        </span>
      ),
    },
    {
      key: 'createdAt',
      header: t('administration:accounts.createdAt'),
      width: '9rem',
      from: 60,
      render: ({ createdAt }) => <Instant at={createdAt} as="day" />,
    },
  ];
}
