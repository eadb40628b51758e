import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deliveryStates } from '#shared/domain/delivery-state.ts';
import { markings } from '#shared/domain/marking.ts';
import type { PartialDate } from '#shared/domain/partial-date.ts';
import { Code } from '../../ui/code.tsx';
import { CountryField } from '../../ui/country-field.tsx';
import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { DeliveryBadge } from '../../ui/delivery-badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Instant } from '../../ui/instant.tsx';
import { KeyCaps } from '../../ui/key-caps.tsx';
import { Marking } from '../../ui/marking.tsx';
import { useNow } from '../../ui/now-context.ts';
import { PartialDateField } from '../../ui/partial-date-field.tsx';
import { ProgressToast } from '../../ui/progress-toast.tsx';
import { Screen } from '../../ui/screen.tsx';
import classes from './gallery.module.css';
import { GalleryRows } from './gallery-rows.tsx';

const FOLDER = 'ui/';
const SAMPLE_VIN = 'WVWZZZ1JZXW000001';
const MINUTE = 60_000;
const AGES = [0, 5 * MINUTE, 3 * 60 * MINUTE, 40 * 24 * 60 * MINUTE];
const ERRORS = ['unexpected', 'hub-busy', 'edited-elsewhere', 'sign-in-throttled'] as const;

/** For development: each component in its states. */
export function GalleryPage() {
  const { t } = useTranslation(['ui', 'common', 'desk']);
  const now = useNow();
  const [date, setDate] = useState<PartialDate | null>(null);
  const [country, setCountry] = useState<string | null>('UTO');
  return (
    <Screen title={<Code>{FOLDER}</Code>}>
      <div className={classes.gallery}>
        <section className={classes.card}>
          {deliveryStates.map((state) => (
            <DeliveryBadge key={state} state={state} />
          ))}
        </section>
        <section className={classes.card}>
          {markings.map((marking, at) => (
            <Marking key={marking} marking={marking} handling={at === 0 ? null : 'H2'} />
          ))}
          {AGES.map((age) => (
            <Instant key={age} at={now - age} />
          ))}
          <Code>{SAMPLE_VIN}</Code>
          <KeyCaps keys="mod+k" />
        </section>
        <section className={classes.card}>
          <PartialDateField label={t('ui:date.yearOnly')} value={date} onChange={setDate} />
          <CountryField label={t('ui:country.search')} value={country} onChange={setCountry} />
        </section>
        <section className={classes.card}>
          <ProgressToast
            done={1_200_000}
            total={4_000_000}
            text={t('ui:progress.background')}
            onCancel={() => undefined}
          />
          <DelayedSkeleton lines={4} />
        </section>
        {ERRORS.map((code) => (
          <ErrorNotice
            key={code}
            error={{ code }}
            actions={<Button variant="default">{t('common:action.retry')}</Button>}
          />
        ))}
        <section className={classes.card}>
          <EmptyState title={t('desk:empty.title')} body={t('desk:empty.body')} />
        </section>
        <GalleryRows />
      </div>
    </Screen>
  );
}
