import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Permission } from '#shared/domain/permissions.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useViewState } from '../../ui/view-memory.ts';
import { Accounts } from './accounts.tsx';
import classes from './administration.module.css';
import { Audit } from './audit.tsx';
import { WorkstationFacts } from './workstation-facts.tsx';

const tabs = ['accounts', 'workstation', 'audit'] as const;
type Tab = (typeof tabs)[number];

const needs: Record<Tab, Permission> = {
  accounts: 'account.read',
  workstation: 'workstation.read',
  audit: 'audit.read',
};

/** Accounts, this machine and the audit trail; never anything of a case. */
export function AdministrationPage() {
  const { t } = useTranslation('administration');
  const { can } = useSession();
  const shown = tabs.filter((tab) => can(needs[tab]));
  const [kept, setTab] = useViewState<Tab>('administration.tab', 'accounts');
  const tab = shown.includes(kept) ? kept : shown[0];
  if (tab === undefined) return <EmptyState title={t('forbidden')} />;
  return (
    <Screen fixed title={t('title')}>
      <Tabs
        value={tab}
        onChange={(next) => setTab((next ?? 'accounts') as Tab)}
        keepMounted={false}
        classNames={{ root: classes.tabs, panel: classes.panel, list: classes.list }}
      >
        <Tabs.List aria-label={t('title')}>
          {shown.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`tab.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="accounts">
          <Accounts />
        </Tabs.Panel>
        <Tabs.Panel value="workstation">
          <WorkstationFacts />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <Audit />
        </Tabs.Panel>
      </Tabs>
    </Screen>
  );
}
