import { Button } from '@mantine/core';
import { IconCloud, IconDatabase } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Output } from '#shared/ipc/contract.ts';
import { Instant } from '../../ui/instant.tsx';
import classes from './candidate-list.module.css';
import { DocumentRecord } from './records/document-record.tsx';
import { NominalRecordView } from './records/nominal-record.tsx';
import { VehicleRecordView } from './records/vehicle-record.tsx';

interface RecordViewProps {
  readonly answer: Output<'check.fetch-record'>;
  readonly onClose: () => void;
}

/** The whole record, with where it comes from, how old it is, and that it is to be confirmed before it is used. */
export function RecordView({ answer, onClose }: RecordViewProps) {
  const { t } = useTranslation(['checks', 'common']);
  const Source = answer.source === 'online' ? IconCloud : IconDatabase;
  return (
    <section className={classes.record} aria-label={t('checks:record.title')}>
      <p className={classes.source}>
        <Source size="1rem" aria-hidden="true" />
        {t(`checks:record.source.${answer.source}`)}
        {answer.asOf !== null && (
          <span>
            {t('checks:record.asOf')} <Instant at={answer.asOf} /> (<Instant at={answer.asOf} as="moment" />)
          </span>
        )}
      </p>
      <p className={classes.warning}>{t('checks:record.confirm')}</p>
      <Content record={answer.record} />
      <div>
        <Button variant="default" onClick={onClose}>
          {t('common:action.close')}
        </Button>
      </div>
    </section>
  );
}

function Content({ record }: { readonly record: Output<'check.fetch-record'>['record'] }) {
  if (record.database === 'nominal') return <NominalRecordView record={record.data} />;
  if (record.database === 'sltd') return <DocumentRecord record={record.data} />;
  return <VehicleRecordView record={record.data} />;
}
