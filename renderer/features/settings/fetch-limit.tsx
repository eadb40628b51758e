import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FETCH_LIMITS } from '#shared/domain/fetch-rule.ts';
import { useCoreAction, useCoreQuery } from '../../data.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './settings.module.css';
import { SettingsRow } from './settings-row.tsx';

/** As a list names it: null, any size, is a choice like the others. */
const keyOf = (bytes: number | null): string => String(bytes);
const bytesOf = (key: string): number | null => (key === 'null' ? null : Number(key));

/** Up to which size files come to this workstation without anybody asking; for everybody who works at it. */
export function FetchLimit() {
  const { t } = useTranslation('settings');
  const { can } = useSession();
  const formats = useFormats();
  const { data } = useCoreQuery('file.limit', {});
  const change = useCoreAction('file.set-limit');
  const wordsFor = (bytes: number | null) => {
    if (bytes === null) return t('files.all');
    return bytes === 0 ? t('files.none') : formats.bytes(bytes);
  };
  return (
    <>
      <SettingsRow label={t('files.limit')} hint={t('files.hint')}>
        <Select
          className={classes.short}
          aria-label={t('files.limit')}
          allowDeselect={false}
          disabled={!can('outbox.manage') || data === undefined}
          value={data === undefined ? null : keyOf(data.bytes)}
          onChange={(key) => change.mutate({ bytes: bytesOf(key ?? 'null') })}
          data={FETCH_LIMITS.map((bytes) => ({ value: keyOf(bytes), label: wordsFor(bytes) }))}
        />
      </SettingsRow>
      {change.error ? <ErrorNotice error={change.error.appError} /> : null}
    </>
  );
}
