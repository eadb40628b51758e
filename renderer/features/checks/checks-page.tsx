import { IconShieldSearch } from '@tabler/icons-react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { checkId } from '#shared/lib/ids.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListDetail } from '../../ui/list-detail.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { CheckDetailView } from './check-detail.tsx';
import { CheckList } from './check-list.tsx';
import { CopiesLine } from './copies-line.tsx';
import { NewCheck } from './new-check.tsx';

/** Checks: the list, and beside it the check that is open or the form of a new one. */
export function ChecksPage() {
  const { t } = useTranslation('checks');
  const { checkId: id = null } = useParams({ strict: false });
  const { can } = useSession();
  const navigate = useNavigate();
  const open = (next: string) => void navigate({ to: '/checks/$checkId', params: { checkId: next } });
  const begin = can('check.run') ? () => void navigate({ to: '/checks', search: { new: true } }) : null;
  useShortcuts(t('title'), [
    ...(begin ? [{ keys: 'n', label: t('list.new'), run: begin }] : []),
    { keys: 'escape', label: t('list.leave'), run: () => void navigate({ to: '/checks' }) },
  ]);
  return (
    <ListDetail
      name="checks"
      label={t('title')}
      list={<CheckList openId={id} onOpen={open} onNew={begin} />}
      detail={<Detail id={id} onOpen={open} onLeave={() => void navigate({ to: '/checks' })} />}
    />
  );
}

interface DetailProps {
  readonly id: string | null;
  readonly onOpen: (id: string) => void;
  readonly onLeave: () => void;
}

function Detail({ id, onOpen, onLeave }: DetailProps) {
  const { t } = useTranslation('checks');
  const search = useSearch({ strict: false });
  const known = checkId.safeParse(id);
  if (known.success) return <CheckDetailView key={known.data} id={known.data} />;
  if (search.new === true)
    return (
      <Screen title={t('new.title')} below={<CopiesLine />}>
        <NewCheck start={search} onRun={onOpen} onCancel={onLeave} />
      </Screen>
    );
  return (
    <EmptyState icon={<IconShieldSearch size="2rem" />} title={t('nothingOpen.title')} body={t('nothingOpen.body')} />
  );
}
