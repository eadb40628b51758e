import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BureauWorkstation } from '#shared/ipc/bureau-keys.ts';
import type { Output } from '#shared/ipc/contract.ts';
import { useCoreAction } from '../../../data.ts';
import { Code } from '../../../ui/code.tsx';
import { Fingerprint } from '../../../ui/fingerprint.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { useSession } from '../../../ui/session-context.ts';
import { AskDialog } from './ask-dialog.tsx';
import classes from './keys.module.css';

interface Props {
  readonly overview: Output<'bureau-keys.overview'>;
}

/** Who holds the bureau's keys, and who waits to be confirmed. */
export function BureauWorkstations({ overview: { workstations, isWaiting } }: Props) {
  const { t } = useTranslation('administration');
  const { can } = useSession();
  const [comparing, setComparing] = useState<BureauWorkstation | null>(null);
  const mayConfirm = can('workstation.manage') && !isWaiting;
  return (
    <section className={classes.part} aria-labelledby="bureau-workstations">
      <h2 id="bureau-workstations">{t('keys.workstations')}</h2>
      <table className={classes.table} aria-labelledby="bureau-workstations">
        <thead>
          <tr>
            <th scope="col">{t('keys.name')}</th>
            <th scope="col">{t('keys.enrolled')}</th>
            <th scope="col">{t('keys.state')}</th>
          </tr>
        </thead>
        <tbody>
          {workstations.map((one) => (
            <tr key={one.id}>
              <td>
                <Code>{one.name}</Code>
              </td>
              <td>
                <Instant at={one.enrolledAt} as="moment" />
              </td>
              <td>
                <span className={one.state === 'waiting' ? classes.attention : undefined}>
                  {t(`keys.stateOf.${one.state}`)}
                </span>{' '}
                {one.state === 'waiting' && mayConfirm ? (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t('keys.compareName', { name: one.name })}
                    onClick={() => setComparing(one)}
                  >
                    {t('keys.compare')}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {comparing ? <Compare workstation={comparing} onClose={() => setComparing(null)} /> : null}
    </section>
  );
}

interface CompareProps {
  readonly workstation: BureauWorkstation;
  readonly onClose: () => void;
}

/** The digits are those that were shown when the dialog opened: the core refuses should they be others by then. */
function Compare({ workstation: { id, name, fingerprint }, onClose }: CompareProps) {
  const { t } = useTranslation('administration');
  const confirm = useCoreAction('bureau-keys.confirm');
  return (
    <AskDialog
      title={t('keys.compareTitle', { name })}
      doIt={t('keys.compareDo')}
      compared={t('keys.compareSame', { name })}
      isPending={confirm.isPending}
      error={confirm.error?.appError ?? null}
      onDo={() => confirm.mutate({ id, fingerprint }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t('keys.compareLead', { name })}</p>
      <div className={classes.digits}>
        <Fingerprint text={fingerprint} />
      </div>
      <p>{t('keys.compareEffect', { name })}</p>
    </AskDialog>
  );
}
