import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useCoreAction } from '../../data.ts';
import { Code } from '../../ui/code.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Fact, FactList } from '../../ui/fact-list.tsx';
import { Instant } from '../../ui/instant.tsx';
import { useSession } from '../../ui/session-context.ts';
import { useFormats } from '../../ui/use-formats.ts';
import type { Account } from './account.ts';
import { AccountAccess } from './account-access.tsx';
import classes from './administration.module.css';

interface Props {
  readonly account: Account;
  readonly onClose: () => void;
}

/** One account, and what can be done with it. Nobody deactivates their own. */
export function AccountDialog({ account, onClose }: Props) {
  const { t } = useTranslation(['administration', 'common', 'vocabulary']);
  const { user, can } = useSession();
  const formats = useFormats();
  const deactivate = useCoreAction('account.deactivate');
  const mayDeactivate = can('account.manage') && account.active && account.id !== user.id;
  return (
    <Modal opened onClose={onClose} title={account.name} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <div className={classes.form}>
        <FactList>
          <Fact label={t('administration:accounts.username')}>
            <Code>{account.username}</Code>
          </Fact>
          <Fact label={t('administration:accounts.roles')}>
            {formats.list(account.roles.map((role) => t(`vocabulary:role.${role}`)))}
          </Fact>
          <Fact label={t('administration:accounts.state')}>
            {account.active ? t('administration:accounts.active') : t('administration:accounts.inactive')}
          </Fact>
          <Fact label={t('administration:accounts.createdAt')}>
            <Instant at={account.createdAt} as="moment" />
          </Fact>
        </FactList>
        <AccountAccess account={account} />
        {deactivate.error ? <ErrorNotice error={deactivate.error.appError} /> : null}
        {mayDeactivate ? (
          <>
            <p>{t('administration:accounts.deactivateEffect', { name: account.name })}</p>
            <div className={classes.buttons}>
              <Button
                color="red"
                variant="outline"
                loading={deactivate.isPending}
                onClick={() => deactivate.mutate({ id: account.id }, { onSuccess: onClose })}
              >
                {t('administration:accounts.deactivate')}
              </Button>
            </div>
          </>
        ) : null}
      </div>
    </Modal>
  );
}
