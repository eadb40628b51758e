import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { Code } from '../../ui/code.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Instant } from '../../ui/instant.tsx';
import { OutcomeMark } from '../../ui/outcome-mark.tsx';
import { useWindowedRows } from '../../ui/use-windowed-rows.ts';
import { useWords } from '../../ui/use-words.ts';
import { VirtualRows } from '../../ui/virtual-rows.tsx';
import classes from './check-list.module.css';
import { foremostOutcome } from './foremost-outcome.ts';

type Row = Output<'check.list'>['rows'][number];

interface CheckListProps {
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
  readonly onNew: (() => void) | null;
}

/** All checks, newest first. */
export function CheckList({ openId, onOpen, onNew }: CheckListProps) {
  const { t } = useTranslation('checks');
  const source = useWindowedRows('check.list', {});
  return (
    <>
      <header className={classes.head}>
        <h1 className={classes.title}>{t('title')}</h1>
        <span className={classes.count}>{source.total !== null && t('list.count', { count: source.total })}</span>
        {onNew && (
          <Tooltip label={t('list.newTip')}>
            <ActionIcon variant="filled" color="accent" aria-label={t('list.new')} onClick={onNew}>
              <IconPlus size="1rem" />
            </ActionIcon>
          </Tooltip>
        )}
      </header>
      <VirtualRows<Row>
        name="checks"
        label={t('title')}
        source={source}
        lines={2}
        render={(row) => <CheckLine row={row} />}
        onOpen={(row) => onOpen(row.id)}
        isOpen={(row) => row.id === openId}
        empty={
          <EmptyState
            title={t('empty.title')}
            body={t('empty.body')}
            action={onNew && <Button onClick={onNew}>{t('empty.action')}</Button>}
          />
        }
      />
    </>
  );
}

function CheckLine({ row }: { readonly row: Row }) {
  const word = useWords();
  return (
    <div className={classes.text}>
      <div className={classes.line}>
        <span className={classes.name}>
          <bdi>{row.title}</bdi>
        </span>
        <OutcomeMark outcome={foremostOutcome(row.localOutcome, row.onlineOutcome)} />
      </div>
      <div className={classes.line} data-second>
        <span className={classes.database}>{word('databaseKind', row.database)}</span>
        {row.caseReference && <Code>{row.caseReference}</Code>}
        <span className={classes.time}>
          <Instant at={row.at} />
        </span>
      </div>
    </div>
  );
}
