import { useTranslation } from 'react-i18next';
import type { SentSubject } from '#shared/ipc/messages.ts';
import { Fact, FactList } from '../../ui/fact-list.tsx';
import classes from './sent-subjects.module.css';
import { SentValue } from './sent-value.tsx';

interface Props {
  readonly subjects: readonly SentSubject[];
}

/** The persons, documents and vehicles that went along, as they were when they were sent. */
export function SentSubjects({ subjects }: Props) {
  const { t } = useTranslation(['messages', 'vocabulary']);
  if (subjects.length === 0) return null;
  return (
    <section className={classes.subjects} aria-label={t('messages:thread.enclosed')}>
      {subjects.map((subject, at) => (
        // The same person may have been enclosed twice; the order never changes.
        // biome-ignore lint/suspicious/noArrayIndexKey: a sent message is never reordered
        <article key={at} className={classes.subject}>
          <h4 className={classes.title}>
            <span className={classes.kind}>{t(`vocabulary:objectKind.${subject.kind}`)}</span>{' '}
            <bdi>{subject.title}</bdi>
          </h4>
          <SubjectFields subject={subject} />
        </article>
      ))}
    </section>
  );
}

function SubjectFields({ subject }: { readonly subject: SentSubject }) {
  const { t } = useTranslation('messages');
  return (
    <FactList>
      {subject.fields.map(({ name, value }) => (
        <Fact key={name} label={t(`field.${name}` as 'field.sex', { defaultValue: name })}>
          <SentValue name={name} value={value} />
        </Fact>
      ))}
    </FactList>
  );
}
