import { useTranslation } from 'react-i18next';
import { type Marking, markingText } from '#shared/domain/marking.ts';
import classes from './marking.module.css';

interface Props {
  readonly marking: Marking;
}

/** A marking, in the same words in every language. */
export function MarkingWords({ marking }: Props) {
  const { t } = useTranslation('vocabulary');
  return (
    <bdi dir="ltr" className={classes.level} data-level={marking} title={t(`markingLevel.${marking}`)}>
      {markingText[marking]}
    </bdi>
  );
}
