import { Button, Checkbox, Group, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { type Role, role, roles } from '#shared/domain/role.ts';
import { username as usernameSchema } from '#shared/ipc/session.ts';
import { useCoreAction } from '../../data.ts';
import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { NewPassphrase } from '../../ui/new-passphrase.tsx';
import { isGoodPassphrase } from '../../ui/passphrase-rules.ts';
import { useDraft } from '../../ui/use-draft.ts';
import { useFormats } from '../../ui/use-formats.ts';
import classes from './administration.module.css';

interface Props {
  readonly onClose: () => void;
}

const empty = { name: '', username: '', roles: [] as readonly Role[], passphrase: '', repeated: '' };

/** What is kept of it as a draft: never a passphrase. */
const keptValues = z.object({ name: z.string(), username: z.string(), roles: z.array(role).readonly() });

/** An account with its posts and a first passphrase, which its owner changes in the settings. */
export function NewAccountForm({ onClose }: Props) {
  const { t } = useTranslation(['administration', 'common', 'ui', 'vocabulary']);
  const create = useCoreAction('account.create');
  const [values, setValues] = useState(empty);
  const [isLeft, setLeft] = useState(false);
  const { name, username, passphrase, repeated } = values;
  const formats = useFormats();
  const draft = useDraft('account.new', keptValues, { name, username, roles: values.roles }, (kept) =>
    setValues({ ...values, ...kept }),
  );
  const isNameGood = usernameSchema.safeParse(username).success;
  const isReady =
    name.trim() !== '' && isNameGood && values.roles.length > 0 && isGoodPassphrase(passphrase, repeated, username);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    const made = await create.mutateAsync({ name, username, roles: [...values.roles], passphrase }).catch(() => null);
    if (made === null) return; // the notice below says why
    notifications.show({ message: t('administration:accounts.created', { name }) });
    await draft.discard();
    onClose();
  };
  if (!draft.ready) return <DelayedSkeleton />;
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      {draft.restoredAt === null ? null : (
        <Text size="sm" c="dimmed" role="status">
          {t('ui:draft.restored', { when: formats.dayAndTime(draft.restoredAt) })}
        </Text>
      )}
      <div className={classes.pair}>
        <TextInput
          autoFocus
          autoComplete="off"
          label={t('administration:accounts.name')}
          value={name}
          onChange={(event) => setValues({ ...values, name: event.currentTarget.value })}
        />
        <TextInput
          dir="ltr"
          autoComplete="off"
          spellCheck={false}
          label={t('administration:accounts.username')}
          description={t('administration:accounts.usernameHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={username}
          error={isLeft && username !== '' && !isNameGood ? t('administration:accounts.usernameRule') : undefined}
          onBlur={() => setLeft(true)}
          onChange={(event) => setValues({ ...values, username: event.currentTarget.value })}
        />
      </div>
      <Checkbox.Group
        label={t('administration:accounts.roles')}
        description={t('administration:accounts.rolesHint')}
        value={[...values.roles]}
        onChange={(chosen) => setValues({ ...values, roles: chosen as Role[] })}
      >
        <Group mt="xs" gap="md">
          {roles.map((role) => (
            <Checkbox key={role} value={role} label={t(`vocabulary:role.${role}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      <NewPassphrase
        value={{ passphrase, repeated }}
        onChange={(next) => setValues({ ...values, ...next })}
        username={username}
      />
      {create.error ? <ErrorNotice error={create.error.appError} /> : null}
      <div className={classes.buttons}>
        {draft.restoredAt === null ? null : (
          <Button variant="subtle" color="gray" onClick={() => void draft.discard().then(onClose)}>
            {t('common:action.discard')}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {t('common:action.cancel')}
        </Button>
        <Button type="submit" disabled={!isReady} loading={create.isPending}>
          {t('administration:accounts.create')}
        </Button>
      </div>
    </form>
  );
}
