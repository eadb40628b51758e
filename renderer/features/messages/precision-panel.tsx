import { Button, UnstyledButton } from '@mantine/core';
import { IconAlertOctagon, IconCircleCheck, IconInfoTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { PrecisionFinding } from '#shared/domain/precision-check.ts';
import type { AppError } from '#shared/ipc/wire.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { focusField } from './field-focus.ts';
import { inOrder } from './finding-choice.ts';
import classes from './precision-panel.module.css';
import { useFindingText } from './use-finding-text.ts';

interface Props {
  /** Null while nothing was checked yet. */
  readonly findings: readonly PrecisionFinding[] | null;
  readonly error: AppError | null;
  readonly isBehind: boolean;
  /** Takes one of the choices the check offers; `words` is the choice in the author's language. */
  readonly onChoose: (finding: PrecisionFinding, choice: string, words: string) => void;
}

/** What is missing or can be misread before a message leaves; each point leads to its field. */
export function PrecisionPanel({ findings, error, isBehind, onChoose }: Props) {
  const { t } = useTranslation('messages');
  const { blocking, warnings } = inOrder(findings ?? []);
  return (
    <section className={classes.panel} aria-label={t('review.title')} aria-busy={isBehind}>
      <h2 className={classes.title}>{t('review.title')}</h2>
      {error ? <ErrorNotice error={error} /> : null}
      <p className={classes.summary} role="status">
        <Summary isChecked={findings !== null} blocking={blocking.length} warnings={warnings.length} />
      </p>
      <ul className={classes.list}>
        {[...blocking, ...warnings].map((finding) => (
          <li
            key={`${finding.code} ${finding.field} ${finding.about}`}
            className={classes.item}
            data-severity={finding.severity}
          >
            <Finding finding={finding} onChoose={onChoose} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface SummaryProps {
  readonly isChecked: boolean;
  readonly blocking: number;
  readonly warnings: number;
}

function Summary({ isChecked, blocking, warnings }: SummaryProps) {
  const { t } = useTranslation('messages');
  if (!isChecked) return t('review.notChecked');
  if (blocking > 0) return t('review.summary', { count: blocking });
  if (warnings > 0) return t('review.warnings', { count: warnings });
  return (
    <span className={classes.clear}>
      <IconCircleCheck size="1rem" aria-hidden="true" />
      {t('review.clear')}
    </span>
  );
}

interface FindingProps {
  readonly finding: PrecisionFinding;
  readonly onChoose: Props['onChoose'];
}

function Finding({ finding, onChoose }: FindingProps) {
  const { t } = useTranslation('messages');
  const text = useFindingText();
  const Shape = finding.severity === 'blocking' ? IconAlertOctagon : IconInfoTriangle;
  return (
    <>
      <UnstyledButton
        className={classes.finding}
        title={t('review.goTo', { field: text.field(finding.field) })}
        onClick={() => focusField(finding.field)}
      >
        <Shape size="1rem" stroke={1.75} aria-hidden="true" className={classes.shape} />
        <span>
          <span className={classes.severity}>{t(`review.${finding.severity}`)}</span>{' '}
          <span className={classes.field}>{text.field(finding.field)}</span>
          <span className={classes.text}>{text.finding(finding)}</span>
          {finding.rule ? <span className={classes.rule}>{t('review.rule', { rule: finding.rule })}</span> : null}
        </span>
      </UnstyledButton>
      {finding.choices.length > 0 ? (
        <div className={classes.choices}>
          {finding.choices.map((choice) => (
            <Button
              key={choice}
              variant="default"
              size="compact-xs"
              onClick={() => onChoose(finding, choice, text.choice(finding, choice))}
            >
              {t('review.choose', { choice: text.choice(finding, choice) })}
            </Button>
          ))}
        </div>
      ) : null}
    </>
  );
}
