import { useTranslation } from 'react-i18next';
import type { HandlingCode } from '#shared/domain/handling-code.ts';
import { type Marking as MarkingLevel, markingText } from '#shared/domain/marking.ts';
import classes from './marking.module.css';

interface Props {
  readonly marking: MarkingLevel;
  readonly handling?: HandlingCode | null;
}

/** Confidentiality in the same words in every language, and what a recipient may do with it. */
export function Marking({ marking, handling = null }: Props) {
  const { t } = useTranslation(['ui', 'vocabulary']);
  return (
    <span className={classes.marking}>
      <span role="img" aria-label={`${t('ui:marking.label')}: ${markingText[marking]}`}>
        <bdi dir="ltr" className={classes.level} data-level={marking} title={t(`vocabulary:markingLevel.${marking}`)}>
          {markingText[marking]}
        </bdi>
      </span>
      {handling ? (
        <abbr className={classes.handling} title={t(`vocabulary:handlingCode.${handling}`)}>
          <bdi dir="ltr">{handling}</bdi>
        </abbr>
      ) : null}
    </span>
  );
}
