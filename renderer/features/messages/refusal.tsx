import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PrecisionFinding } from '#shared/domain/precision-check.ts';
import { focusField } from './field-focus.ts';
import classes from './refusal.module.css';
import { useFindingText } from './use-finding-text.ts';

interface Props {
  readonly findings: readonly PrecisionFinding[];
}

/** Why the message was not sent, point by point; each leads to its field. */
export function Refusal({ findings }: Props) {
  const { t } = useTranslation('messages');
  const text = useFindingText();
  if (findings.length === 0) return null;
  return (
    <div role="alert" className={classes.refusal}>
      <p className={classes.what}>{t('compose.refused', { count: findings.length })}</p>
      <ul>
        {findings.map((finding) => (
          <li key={`${finding.code} ${finding.about}`}>
            <Anchor component="button" type="button" size="sm" onClick={() => focusField(finding.field)}>
              {text.field(finding.field)}
            </Anchor>{' '}
            {text.finding(finding)}
          </li>
        ))}
      </ul>
      <p>{t('compose.refusedSafe')}</p>
    </div>
  );
}
