import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BundleRow } from '#shared/ipc/bundles.ts';
import { useCoreQuery } from '../../data.ts';
import { DelayedSkeleton } from '../delayed-skeleton.tsx';
import { ErrorNotice } from '../error-notice.tsx';
import { Instant } from '../instant.tsx';
import { isolate } from '../isolate.ts';
import { useFormats } from '../use-formats.ts';
import classes from './bundles.module.css';
import type { Bundles } from './use-bundles.ts';

/** The files of the last time: answers can be written again when more have come. */
export function BundleHistory({ bundles }: { readonly bundles: Bundles }) {
  const { t } = useTranslation('bundles');
  const { data, error } = useCoreQuery('bundle.list', {});
  if (error) return <ErrorNotice error={error.appError} />;
  if (!data) return <DelayedSkeleton />;
  if (data.length === 0) return <p className={classes.lead}>{t('history.none')}</p>;
  return (
    <ul className={classes.history} aria-label={t('history.title')}>
      {data.map((row) => (
        <Entry key={row.id} row={row} bundles={bundles} />
      ))}
    </ul>
  );
}

function Entry({ row, bundles }: { readonly row: BundleRow; readonly bundles: Bundles }) {
  const { t } = useTranslation('bundles');
  const formats = useFormats();
  const facts = { name: isolate(row.name), number: row.number };
  return (
    <li className={classes.entry}>
      <div className={classes.entryText}>
        <span>{t(`history.direction.${row.direction}`, facts)}</span>
        <span className={classes.lead}>
          <Instant at={row.at} as="moment" /> · <bdi>{row.by}</bdi> · {t('history.items')}: {formats.number(row.items)}
          {row.direction === 'carried' ? ` · ${answered(row.answeredAt)}` : null}
        </span>
      </div>
      {row.direction === 'carried' ? (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={t('writeAnswersOf', facts)}
          aria-disabled={bundles.isBusy}
          onClick={() => void bundles.writeAnswers(row)}
        >
          {t('writeAnswers')}
        </Button>
      ) : null}
    </li>
  );

  function answered(at: number | null): string {
    return at === null ? t('history.notAnswered') : t('history.answered', { time: formats.dayAndTime(at) });
  }
}
