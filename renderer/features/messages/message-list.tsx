import { ActionIcon, Button, Checkbox, SegmentedControl, Tooltip } from '@mantine/core';
import { IconMail, IconPencilPlus } from '@tabler/icons-react';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageRow } from '#shared/ipc/messages.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ListHead } from '../../ui/list-head.tsx';
import { useWindowedRows } from '../../ui/use-windowed-rows.ts';
import { useViewState } from '../../ui/view-memory.ts';
import { VirtualRows } from '../../ui/virtual-rows.tsx';
import { boxes, everything, type MessageFilter, narrows, toListInput } from './list-filter.ts';
import classes from './message-list.module.css';
import { MessageRowView } from './message-row-view.tsx';

interface Props {
  readonly openId: string | null;
  readonly onOpen: (conversationId: string) => void;
  /** Null for who may not write messages. */
  readonly onCompose: (() => void) | null;
}

/** All messages, newest first; only the rows in sight are fetched. */
export function MessageList({ openId, onOpen, onCompose }: Props) {
  const { t } = useTranslation('messages');
  const [filter, setFilter] = useViewState<MessageFilter>('messages.filter', everything);
  const [opened, setOpened] = useViewState<Opened | null>('messages.opened', null);
  const source = useWindowedRows('message.list', toListInput(useDeferredValue(filter)));
  return (
    <>
      <ListHead
        title={t('title')}
        count={source.total === null ? null : t('list.count', { count: source.total })}
        searchLabel={t('list.search')}
        search={filter.search}
        onSearch={(search) => setFilter({ ...filter, search })}
        tools={onCompose ? <NewRequest onCompose={onCompose} /> : null}
        below={<Filters filter={filter} onChange={setFilter} />}
      />
      <VirtualRows<MessageRow>
        name="messages"
        label={t('list.label')}
        source={source}
        lines={2}
        render={(row) => <MessageRowView row={row} />}
        isOpen={(row) => isOpenRow(row, openId, opened)}
        onOpen={(row) => {
          setOpened({ row: row.id, conversation: row.conversationId });
          onOpen(row.conversationId);
        }}
        empty={
          narrows(filter) ? <NoneMatches onClear={() => setFilter(everything)} /> : <NoMessages onCompose={onCompose} />
        }
      />
    </>
  );
}

interface Opened {
  readonly row: string;
  readonly conversation: string;
}

/** The row a conversation was opened by; where it was opened from elsewhere, all of its rows. */
function isOpenRow(row: MessageRow, openId: string | null, opened: Opened | null): boolean {
  return opened?.conversation === openId ? row.id === opened.row : row.conversationId === openId;
}

function NewRequest({ onCompose }: { readonly onCompose: () => void }) {
  const { t } = useTranslation('messages');
  return (
    <Tooltip label={t('list.compose')}>
      <ActionIcon variant="filled" color="accent" aria-label={t('list.compose')} onClick={onCompose}>
        <IconPencilPlus size="1rem" aria-hidden="true" />
      </ActionIcon>
    </Tooltip>
  );
}

interface FiltersProps {
  readonly filter: MessageFilter;
  readonly onChange: (filter: MessageFilter) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  const { t } = useTranslation('messages');
  return (
    <div className={classes.filters}>
      <SegmentedControl
        size="xs"
        aria-label={t('list.box')}
        data={boxes.map((box) => ({ value: box, label: t(`list.boxes.${box}`) }))}
        value={filter.box}
        onChange={(box) => onChange({ ...filter, box })}
      />
      <Checkbox
        label={t('list.unanswered')}
        checked={filter.unanswered}
        onChange={(event) => onChange({ ...filter, unanswered: event.currentTarget.checked })}
      />
    </div>
  );
}

function NoMessages({ onCompose }: { readonly onCompose: (() => void) | null }) {
  const { t } = useTranslation('messages');
  return (
    <EmptyState
      icon={<IconMail size="2rem" stroke={1.5} />}
      title={t('empty.title')}
      body={t('empty.body')}
      action={onCompose ? <Button onClick={onCompose}>{t('empty.action')}</Button> : null}
    />
  );
}

function NoneMatches({ onClear }: { readonly onClear: () => void }) {
  const { t } = useTranslation('messages');
  return (
    <EmptyState
      title={t('nothingFound.title')}
      body={t('nothingFound.body')}
      action={
        <Button variant="default" onClick={onClear}>
          {t('nothingFound.action')}
        </Button>
      }
    />
  );
}
