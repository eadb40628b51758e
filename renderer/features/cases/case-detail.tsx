import { Tabs } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '#shared/ipc/cases.ts';
import type { CaseId } from '#shared/lib/ids.ts';
import { useCoreQuery } from '../../data.ts';
import { DetailNotShown } from '../../ui/detail-not-shown.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { toAppError } from '../../ui/to-app-error.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './case-detail.module.css';
import { CaseHeader } from './case-header.tsx';
import { CaseChecks } from './checks/case-checks.tsx';
import { CaseFiles } from './files/case-files.tsx';
import { CaseMessages } from './messages/case-messages.tsx';
import { CaseNotes } from './notes/case-notes.tsx';
import { CaseObjects } from './objects/case-objects.tsx';
import { CaseOverview } from './overview/case-overview.tsx';
import { CasePersons } from './persons/case-persons.tsx';

const tabs = ['overview', 'persons', 'objects', 'messages', 'checks', 'notes', 'files'] as const;
type Tab = (typeof tabs)[number];

/** One case: what it is, and everything in it by tab. */
export function CaseDetailView({ id, tab }: { readonly id: CaseId; readonly tab: string | null }) {
  const found = useCoreQuery('case.get', { id });
  if (found.data) return <Known detail={found.data} tab={tabs.find((name) => name === tab) ?? 'overview'} />;
  return <DetailNotShown error={found.error && toAppError(found.error)} />;
}

function countOf(detail: CaseDetail, tab: Tab): number | null {
  const { counts } = detail;
  const all: Record<Tab, number | null> = {
    overview: null,
    persons: counts.persons,
    objects: counts.documents + counts.vehicles,
    messages: counts.messages,
    checks: counts.checks,
    notes: counts.notes,
    files: counts.attachments,
  };
  return all[tab];
}

function Known({ detail, tab }: { readonly detail: CaseDetail; readonly tab: Tab }) {
  const { t } = useTranslation('cases');
  const formats = useFormats();
  const navigate = useNavigate();
  const show = (next: Tab) =>
    void navigate({ to: '/cases/$caseId/$tab', params: { caseId: detail.id, tab: next }, replace: true });
  useShortcuts(
    t('tab.keys'),
    tabs.map((name, at) => ({ keys: `${at + 1}`, label: t(`tab.${name}`), run: () => show(name) })),
  );
  return (
    <article className={classes.case} aria-label={detail.reference}>
      <CaseHeader detail={detail} />
      <Tabs
        value={tab}
        onChange={(value) => show((value ?? 'overview') as Tab)}
        keepMounted={false}
        classNames={{ root: classes.tabs ?? '', list: classes.tabList ?? '', panel: classes.panel ?? '' }}
      >
        <Tabs.List aria-label={t('tab.label')}>
          {tabs.map((name) => {
            const count = countOf(detail, name);
            return (
              <Tabs.Tab key={name} value={name}>
                {count === null
                  ? t(`tab.${name}`)
                  : t('tab.counted', { tab: t(`tab.${name}`), count: formats.number(count) })}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
        <Tabs.Panel value="overview">
          <CaseOverview detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="persons">
          <CasePersons detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="objects">
          <CaseObjects detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="messages">
          <CaseMessages detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="checks">
          <CaseChecks detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="notes">
          <CaseNotes detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="files">
          <CaseFiles detail={detail} />
        </Tabs.Panel>
      </Tabs>
    </article>
  );
}
