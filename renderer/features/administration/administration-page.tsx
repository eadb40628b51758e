import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Permission } from '#shared/domain/permissions.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useViewState } from '../../ui/view-memory.ts';
import { Accounts } from './accounts.tsx';
import classes from './administration.module.css';
import { Audit } from './audit.tsx';
import { Backup } from './backup.tsx';
import { Erase } from './erase.tsx';
import { Keys } from './keys/keys.tsx';
import { WorkstationFacts } from './workstation-facts.tsx';

const tabs = ['accounts', 'workstation', 'keys', 'backup', 'erase', 'audit'] as const;
type Tab = (typeof tabs)[number];

const needs: Record<Tab, Permission> = {
  accounts: 'account.read',
  workstation: 'workstation.read',
  keys: 'key.compare',
  backup: 'backup.manage',
  erase: 'workstation.manage',
  audit: 'audit.read',
};

/** Accounts, this machine and the audit trail; never anything of a case. */
export function AdministrationPage() {
  const { t } = useTranslation(['administration', 'backup']);
  const { can } = useSession();
  const shown = tabs.filter((tab) => can(needs[tab]));
  const [kept, setTab] = useViewState<Tab>('administration.tab', 'accounts');
  const { show } = useSearch({ from: '/administration' });
  const navigate = useNavigate();
  const wanted = shown.find((one) => one === show) ?? kept;
  const tab = shown.includes(wanted) ? wanted : shown[0];
  const choose = (next: Tab) => {
    setTab(next);
    if (show !== undefined) void navigate({ to: '/administration', replace: true });
  };
  if (tab === undefined) return <EmptyState title={t('administration:forbidden')} />;
  return (
    <Screen fixed title={t('administration:title')}>
      <Tabs
        value={tab}
        onChange={(next) => choose((next ?? 'accounts') as Tab)}
        keepMounted={false}
        classNames={{ root: classes.tabs, panel: classes.panel, list: classes.list }}
      >
        <Tabs.List aria-label={t('administration:title')}>
          {shown.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {one === 'backup' || one === 'erase' ? t(`backup:tab.${one}`) : t(`administration:tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="accounts">
          <Accounts />
        </Tabs.Panel>
        <Tabs.Panel value="workstation">
          <WorkstationFacts />
        </Tabs.Panel>
        <Tabs.Panel value="keys">
          <Keys />
        </Tabs.Panel>
        <Tabs.Panel value="backup">
          <Backup />
        </Tabs.Panel>
        <Tabs.Panel value="erase">
          <Erase onBackup={() => choose('backup')} />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <Audit />
        </Tabs.Panel>
      </Tabs>
    </Screen>
  );
}
