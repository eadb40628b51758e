import { PasswordInput } from '@mantine/core';
import { IconCheck, IconCircle } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './new-passphrase.module.css';
import { passphraseRules } from './passphrase-rules.ts';

export interface NewPassphraseValue {
  readonly passphrase: string;
  readonly repeated: string;
}

interface Props {
  readonly value: NewPassphraseValue;
  readonly onChange: (value: NewPassphraseValue) => void;
  /** The passphrase must not contain it. */
  readonly username: string;
}

/** A passphrase chosen and typed twice; the rules tell while one types which of them it meets. */
export function NewPassphrase({ value, onChange, username }: Props) {
  const { t } = useTranslation('ui');
  const rulesId = useId();
  const { passphrase, repeated } = value;
  const common = { autoComplete: 'new-password', dir: 'ltr', required: true, withAsterisk: false, size: 'xs' } as const;
  const toggle = { 'aria-label': t('passphrase.show') };
  return (
    <div className={classes.fields}>
      <div className={classes.pair}>
        <PasswordInput
          {...common}
          label={t('passphrase.new')}
          value={passphrase}
          onChange={(event) => onChange({ ...value, passphrase: event.currentTarget.value })}
          aria-describedby={rulesId}
          visibilityToggleButtonProps={toggle}
        />
        <PasswordInput
          {...common}
          label={t('passphrase.again')}
          value={repeated}
          onChange={(event) => onChange({ ...value, repeated: event.currentTarget.value })}
          aria-describedby={rulesId}
          visibilityToggleButtonProps={toggle}
        />
      </div>
      <ul id={rulesId} className={classes.rules} aria-live="polite">
        {passphraseRules(passphrase, repeated, username).map(({ rule, isMet }) => (
          <li key={rule} className={classes.rule} data-met={isMet || undefined}>
            {isMet ? (
              <IconCheck size="0.875rem" aria-hidden="true" />
            ) : (
              <IconCircle size="0.875rem" aria-hidden="true" />
            )}
            {t(`passphrase.rule.${rule}`)}
            <span className={classes.spoken}>{isMet ? t('passphrase.met') : t('passphrase.notMet')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
