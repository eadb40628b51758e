import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseRow } from '#shared/ipc/cases.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListHead } from '../../ui/list-head.tsx';
import { useWindowedRows } from '../../ui/use-windowed-rows.ts';
import { useViewState } from '../../ui/view-memory.ts';
import { VirtualRows } from '../../ui/virtual-rows.tsx';
import { CaseFilterMenu } from './case-filter-menu.tsx';
import { CaseLine } from './case-line.tsx';
import { CaseSortMenu } from './case-sort-menu.tsx';
import { type CaseFilter, narrows, noFilter, toListInput } from './list-query.ts';

interface CaseListProps {
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
  readonly onNew: (() => void) | null;
}

/** All cases, searched, filtered and sorted by the core; only the rows in sight are fetched. */
export function CaseList({ openId, onOpen, onNew }: CaseListProps) {
  const { t } = useTranslation('cases');
  const [filter, setFilter] = useViewState<CaseFilter>('cases.filter', noFilter);
  const source = useWindowedRows('case.list', toListInput(useDeferredValue(filter)));
  return (
    <>
      <ListHead
        title={t('title')}
        count={source.total === null ? null : t('list.count', { count: source.total })}
        searchLabel={t('list.search')}
        search={filter.search}
        onSearch={(search) => setFilter({ ...filter, search })}
        tools={
          <>
            <CaseFilterMenu filter={filter} onChange={setFilter} />
            <CaseSortMenu filter={filter} onChange={setFilter} />
            {onNew && (
              <Tooltip label={t('list.newTip')}>
                <ActionIcon variant="filled" color="accent" aria-label={t('list.new')} onClick={onNew}>
                  <IconPlus size="1rem" />
                </ActionIcon>
              </Tooltip>
            )}
          </>
        }
      />
      <VirtualRows<CaseRow>
        name="cases"
        label={t('title')}
        source={source}
        lines={2}
        render={(row) => <CaseLine row={row} />}
        onOpen={(row) => onOpen(row.id)}
        isOpen={(row) => row.id === openId}
        empty={
          narrows(filter) ? (
            <NoneMatches onClear={() => setFilter({ ...noFilter, sort: filter.sort })} />
          ) : (
            <NoCases onNew={onNew} />
          )
        }
      />
    </>
  );
}

function NoCases({ onNew }: { readonly onNew: (() => void) | null }) {
  const { t } = useTranslation('cases');
  const action = onNew && <Button onClick={onNew}>{t('empty.action')}</Button>;
  return <EmptyState title={t('empty.title')} body={t('empty.body')} action={action} />;
}

function NoneMatches({ onClear }: { readonly onClear: () => void }) {
  const { t } = useTranslation('cases');
  return (
    <EmptyState
      title={t('noMatch.title')}
      body={t('noMatch.body')}
      action={
        <Button variant="default" onClick={onClear}>
          {t('noMatch.action')}
        </Button>
      }
    />
  );
}
