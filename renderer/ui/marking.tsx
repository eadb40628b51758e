import { useTranslation } from 'react-i18next';
import type { HandlingCode } from '#shared/domain/handling-code.ts';
import type { Marking as MarkingLevel } from '#shared/domain/marking.ts';
import classes from './marking.module.css';
import { MarkingWords } from './marking-words.tsx';
import { useMarkScreen } from './screen-marking.ts';

interface Props {
  readonly marking: MarkingLevel;
  readonly handling?: HandlingCode | null;
}

/** Confidentiality of what stands here, and what a recipient may do with it. The status line counts it. */
export function Marking({ marking, handling = null }: Props) {
  const { t } = useTranslation('vocabulary');
  useMarkScreen(marking);
  return (
    <span className={classes.marking}>
      <MarkingWords marking={marking} />
      {handling ? (
        <abbr className={classes.handling} title={t(`handlingCode.${handling}`)}>
          <bdi dir="ltr">{handling}</bdi>
        </abbr>
      ) : null}
    </span>
  );
}
