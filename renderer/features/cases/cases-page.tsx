import { IconFolder } from '@tabler/icons-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { caseId } from '#shared/lib/ids.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListDetail } from '../../ui/list-detail.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { CaseDetailView } from './case-detail.tsx';
import { CaseList } from './case-list.tsx';
import { NewCase } from './new-case.tsx';

/** Cases: the list, and beside it the case that is open or the form of a new one. */
export function CasesPage() {
  const { t } = useTranslation('cases');
  const { caseId: id = null, tab = null } = useParams({ strict: false });
  const { new: isNew = false } = useSearch({ strict: false });
  const { can } = useSession();
  const navigate = useNavigate();
  const open = (next: string) => void navigate({ to: '/cases/$caseId', params: { caseId: next } });
  const leave = () => void navigate({ to: '/cases' });
  const begin = can('case.write') ? () => void navigate({ to: '/cases', search: { new: true } }) : null;
  useShortcuts(t('title'), [
    ...(begin ? [{ keys: 'n', label: t('list.new'), run: begin }] : []),
    { keys: 'escape', label: t('list.leave'), run: leave },
  ]);
  return (
    <ListDetail
      name="cases"
      label={t('title')}
      list={<CaseList openId={id} onOpen={open} onNew={begin} />}
      detail={<Detail id={id} tab={tab} isNew={isNew} onOpen={open} onLeave={leave} />}
    />
  );
}

interface DetailProps {
  readonly id: string | null;
  readonly tab: string | null;
  readonly isNew: boolean;
  readonly onOpen: (id: string) => void;
  readonly onLeave: () => void;
}

function Detail({ id, tab, isNew, onOpen, onLeave }: DetailProps) {
  const { t } = useTranslation('cases');
  const known = caseId.safeParse(id);
  if (known.success) return <CaseDetailView key={known.data} id={known.data} tab={tab} />;
  if (isNew)
    return (
      <Screen title={t('new.title')}>
        <NewCase onCreated={onOpen} onCancel={onLeave} />
      </Screen>
    );
  return <EmptyState icon={<IconFolder size="2rem" />} title={t('nothingOpen.title')} body={t('nothingOpen.body')} />;
}
