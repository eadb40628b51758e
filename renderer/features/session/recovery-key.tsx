import { Button, TextInput } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Entrance } from './entrance.tsx';
import { askedGroups, isSameGroup } from './recovery-groups.ts';
import classes from './session.module.css';

/** Two random numbers from 0 to 2^32 - 1. */
function chance(): readonly [number, number] {
  const [a = 0, b = 0] = crypto.getRandomValues(new Uint32Array(2));
  return [a, b];
}

interface Props {
  readonly recoveryKey: string;
  readonly bureau: string;
  readonly onDone: () => void;
}

/** The recovery key, once. Two of its groups are typed back, so that it really stands on paper. */
export function RecoveryKey({ recoveryKey, bureau, onDone }: Props) {
  const { t } = useTranslation(['session', 'common']);
  const groups = useMemo(() => recoveryKey.split('-'), [recoveryKey]);
  const asked = useMemo(() => askedGroups(groups.length, chance()), [groups.length]);
  const [typed, setTyped] = useState<readonly string[]>(asked.map(() => ''));
  const [isChecked, setChecked] = useState(false);
  const isWrong = (at: number) => !isSameGroup(typed[at] ?? '', groups[asked[at] ?? 0] ?? '');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!asked.some((_, at) => isWrong(at))) onDone();
  };
  return (
    <Entrance wide title={t('session:recovery.title')} lead={t('session:recovery.lead', { bureau })}>
      <ol className={classes.key} aria-label={t('session:recovery.key')}>
        {groups.map((group, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the groups never change their order, and two may be equal
          <li key={at} className={classes.keyGroup}>
            <span className={classes.keyNumber} aria-hidden="true">
              {at + 1}
            </span>
            <bdi dir="ltr" className={classes.keyText}>
              {group}
            </bdi>
          </li>
        ))}
      </ol>
      <div className={`${classes.buttons} ${classes.screenOnly}`}>
        <Button variant="default" leftSection={<IconPrinter size="1rem" />} onClick={() => window.print()}>
          {t('common:action.print')}
        </Button>
        <CopyButton text={recoveryKey} />
      </div>
      <p className={classes.screenOnly}>{t('session:recovery.keep')}</p>
      <form className={`${classes.form} ${classes.screenOnly}`} onSubmit={submit}>
        <p className={classes.legend}>{t('session:recovery.check')}</p>
        <div className={classes.twoFields}>
          {asked.map((group, at) => (
            <TextInput
              key={group}
              dir="ltr"
              autoComplete="off"
              spellCheck={false}
              label={t('session:recovery.group', { number: group + 1 })}
              value={typed[at] ?? ''}
              error={isChecked && isWrong(at) ? t('session:recovery.wrong') : undefined}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setTyped((before) => before.map((old, index) => (index === at ? value : old)));
              }}
            />
          ))}
        </div>
        <Button type="submit" size="sm">
          {t('session:recovery.done')}
        </Button>
      </form>
    </Entrance>
  );
}
