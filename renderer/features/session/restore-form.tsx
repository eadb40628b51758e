import { Button, PasswordInput, Progress, Radio, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupRow, WayIn } from '#shared/ipc/backup.ts';
import type { Output } from '#shared/ipc/contract.ts';
import { useCoreAction } from '../../data.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { isolate } from '../../ui/isolate.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './session.module.css';

interface Props {
  /** Of the folder that was chosen. */
  readonly token: string;
  /** At least one. */
  readonly backups: readonly BackupRow[];
  readonly setAside: boolean;
  readonly onRestored: (answer: Output<'session.restore'>) => void;
}

/** Which back-up, and the key to it. */
export function RestoreForm({ token, backups, setAside, onRestored }: Props) {
  const { t } = useTranslation('backup');
  const formats = useFormats();
  const [stop, setStop] = useState(() => new AbortController());
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const onProgress = (done: number, total: number | null) => setProgress({ done, total: total ?? 0 });
  const restore = useCoreAction('session.restore', { signal: stop.signal, onProgress });
  const [id, setId] = useState(backups[0]?.id ?? '');
  const [wayIn, setWayIn] = useState<WayIn>({ kind: 'recovery-key', recoveryKey: '' });
  const isReady =
    wayIn.kind === 'recovery-key' ? wayIn.recoveryKey !== '' : wayIn.username !== '' && wayIn.passphrase !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || restore.isPending) return;
    restore.mutate({ token, id, wayIn, setAside }, { onSuccess: onRestored });
  };
  const cancel = () => {
    stop.abort();
    setStop(new AbortController());
  };
  const { done, total } = progress;
  const text = t('restore.working', {
    done: isolate(formats.bytes(done)),
    total: isolate(formats.bytes(total)),
  });
  return (
    <form className={classes.form} onSubmit={submit}>
      <Backups backups={backups} chosen={id} onChoose={setId} />
      <WayInFields wayIn={wayIn} onChange={setWayIn} />
      {restore.error ? <ErrorNotice error={restore.error.appError} /> : null}
      <Button type="submit" size="sm" loading={restore.isPending} disabled={!isReady}>
        {t('restore.submit')}
      </Button>
      {restore.isPending ? (
        <>
          <Progress value={total === 0 ? 0 : (done / total) * 100} size="sm" aria-label={text} transitionDuration={0} />
          <p className={classes.progress} role="status">
            {text}
          </p>
          <Button variant="subtle" size="xs" onClick={cancel}>
            {t('restore.cancel')}
          </Button>
        </>
      ) : null}
    </form>
  );
}

interface BackupsProps {
  readonly backups: readonly BackupRow[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

function Backups({ backups, chosen, onChoose }: BackupsProps) {
  const { t } = useTranslation('backup');
  const formats = useFormats();
  return (
    <Radio.Group label={t('restore.which')} value={chosen} onChange={onChoose}>
      <div className={classes.choices}>
        {backups.map(({ id, createdAt, workstation, bytes }) => (
          <Radio
            key={id}
            value={id}
            label={formats.dayAndTime(createdAt)}
            description={t('restore.row', { workstation: isolate(workstation), size: isolate(formats.bytes(bytes)) })}
          />
        ))}
      </div>
    </Radio.Group>
  );
}

interface WayInProps {
  readonly wayIn: WayIn;
  readonly onChange: (wayIn: WayIn) => void;
}

const emptyWays = {
  'recovery-key': { kind: 'recovery-key', recoveryKey: '' },
  passphrase: { kind: 'passphrase', username: '', passphrase: '' },
} as const satisfies Record<WayIn['kind'], WayIn>;

function WayInFields({ wayIn, onChange }: WayInProps) {
  const { t } = useTranslation(['backup', 'session']);
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t('backup:restore.with')}</legend>
      <SegmentedControl
        fullWidth
        value={wayIn.kind}
        onChange={(kind) => onChange(emptyWays[kind as WayIn['kind']])}
        data={[
          { value: 'recovery-key', label: t('backup:restore.recoveryKey') },
          { value: 'passphrase', label: t('backup:restore.passphrase') },
        ]}
      />
      {wayIn.kind === 'recovery-key' ? (
        <Textarea
          aria-label={t('backup:restore.recoveryKey')}
          value={wayIn.recoveryKey}
          onChange={(event) => onChange({ ...wayIn, recoveryKey: event.currentTarget.value })}
          autoComplete="off"
          spellCheck={false}
          dir="ltr"
          autosize
          minRows={3}
        />
      ) : (
        <div className={classes.twoFields}>
          <TextInput
            label={t('backup:restore.username')}
            value={wayIn.username}
            onChange={(event) => onChange({ ...wayIn, username: event.currentTarget.value })}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            dir="ltr"
          />
          <PasswordInput
            label={t('backup:restore.passphrase')}
            value={wayIn.passphrase}
            onChange={(event) => onChange({ ...wayIn, passphrase: event.currentTarget.value })}
            autoComplete="off"
            dir="ltr"
            visibilityToggleButtonProps={{ 'aria-label': t('session:signIn.show') }}
          />
        </div>
      )}
    </fieldset>
  );
}
