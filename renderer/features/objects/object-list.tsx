import { Button, SegmentedControl } from '@mantine/core';
import { IconCar, IconId, IconUser } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ComponentType, useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { partialDate as partialDateOf } from '#shared/domain/partial-date.ts';
import { type ObjectKind, type ObjectRow, objectKind } from '#shared/ipc/objects.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Instant } from '../../ui/instant.tsx';
import { ListHead } from '../../ui/list-head.tsx';
import { useFormats } from '../../ui/use-formats.ts';
import { useWindowedRows } from '../../ui/use-windowed-rows.ts';
import { useWords } from '../../ui/use-words.ts';
import { useViewState } from '../../ui/view-memory.ts';
import { VirtualRows } from '../../ui/virtual-rows.tsx';
import classes from './object-list.module.css';

interface ObjectFilter {
  readonly search: string;
  readonly kind: ObjectKind | null;
}

const noFilter: ObjectFilter = { search: '', kind: null };
const ALL = 'all';

interface ObjectListProps {
  readonly openId: string | null;
  readonly onOpen: (row: ObjectRow) => void;
}

/** Persons, documents and vehicles of all cases, by search and by kind. */
export function ObjectList({ openId, onOpen }: ObjectListProps) {
  const { t } = useTranslation('objects');
  const [filter, setFilter] = useViewState<ObjectFilter>('objects.filter', noFilter);
  const { search, kind } = useDeferredValue(filter);
  const source = useWindowedRows('object.list', { search: search.trim(), kind });
  const isNarrowed = filter.kind !== null || filter.search.trim() !== '';
  const kinds = [
    { value: ALL, label: t('kind.all') },
    ...objectKind.options.map((one) => ({ value: one, label: t(`kind.${one}`) })),
  ];
  return (
    <>
      <ListHead
        title={t('title')}
        count={source.total === null ? null : t('list.count', { count: source.total })}
        searchLabel={t('list.search')}
        search={filter.search}
        onSearch={(text) => setFilter({ ...filter, search: text })}
        below={
          <SegmentedControl
            size="xs"
            aria-label={t('kind.label')}
            data={kinds}
            value={filter.kind ?? ALL}
            onChange={(value) => setFilter({ ...filter, kind: objectKind.safeParse(value).data ?? null })}
          />
        }
      />
      <VirtualRows<ObjectRow>
        name="objects"
        label={t('title')}
        source={source}
        lines={2}
        render={(row) => <ObjectLine row={row} />}
        onOpen={onOpen}
        isOpen={(row) => row.id === openId}
        empty={isNarrowed ? <NoneMatches onClear={() => setFilter(noFilter)} /> : <NothingYet />}
      />
    </>
  );
}

const shapes: Record<ObjectKind, ComponentType<{ readonly size?: string }>> = {
  person: IconUser,
  document: IconId,
  vehicle: IconCar,
};

function ObjectLine({ row }: { readonly row: ObjectRow }) {
  const { t } = useTranslation('objects');
  const word = useWords();
  const Shape = shapes[row.kind];
  const { partialDate } = useFormats();
  const date = partialDateOf.safeParse(row.date);
  return (
    <>
      <span role="img" className={classes.shape} aria-label={word('objectKind', row.kind)}>
        <Shape size="1rem" />
      </span>
      <div className={classes.text}>
        <div className={classes.line}>
          <span className={classes.title}>
            <bdi>{row.title}</bdi>
          </span>
          <span className={classes.cases}>{t('list.cases', { count: row.cases })}</span>
        </div>
        <div className={classes.line} data-second>
          {row.country && <bdi>{row.country}</bdi>}
          {date.success && <span>{partialDate(date.data)}</span>}
          <span className={classes.detail}>
            <bdi>{row.detail}</bdi>
          </span>
          <span className={classes.time}>
            <Instant at={row.updatedAt} />
          </span>
        </div>
      </div>
    </>
  );
}

function NothingYet() {
  const { t } = useTranslation('objects');
  const navigate = useNavigate();
  return (
    <EmptyState
      title={t('empty.title')}
      body={t('empty.body')}
      action={<Button onClick={() => void navigate({ to: '/cases' })}>{t('empty.action')}</Button>}
    />
  );
}

function NoneMatches({ onClear }: { readonly onClear: () => void }) {
  const { t } = useTranslation('objects');
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
