import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { OutboxItem } from '#shared/ipc/outbox.ts';
import type outbox from '../../locales/en/outbox.json';
import { Code } from '../../ui/code.tsx';
import classes from './problem-notice.module.css';

type KnownProblem = keyof typeof outbox.problem;

interface Props {
  readonly item: OutboxItem;
  readonly problem: NonNullable<OutboxItem['problem']>;
}

/** Why the machine cannot go on by itself: what happened, what is safe, what to do. */
export function ProblemNotice({ item, problem }: Props) {
  const { t, i18n } = useTranslation('outbox');
  const isKnown = i18n.exists(`outbox:problem.${problem.code}.what`);
  const code = (isKnown ? problem.code : 'unknown') as KnownProblem;
  // Only a message can be edited: for the rest, what there is to do does not depend on what happened.
  const toDo = item.kind === 'message' ? t(`problem.${code}.do`) : t('doWithoutEditing');
  return (
    <div role="alert" className={classes.notice}>
      <IconAlertTriangle size="1.125rem" stroke={1.75} aria-hidden="true" className={classes.shape} />
      <dl className={classes.texts}>
        <dt>{t('what')}</dt>
        <dd>{t(`problem.${code}.what`)}</dd>
        <dt>{t('safeLabel')}</dt>
        <dd>{t(`problem.${code}.safe`)}</dd>
        <dt>{t('do')}</dt>
        <dd>{toDo}</dd>
        <dt>{t('code')}</dt>
        <dd>
          <Code>{problem.detail ? `${problem.code}: ${problem.detail}` : problem.code}</Code>
        </dd>
      </dl>
    </div>
  );
}
