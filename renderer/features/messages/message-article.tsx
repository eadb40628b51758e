import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { MessageDetail } from '#shared/ipc/messages.ts';
import { Code } from '../../ui/code.tsx';
import { DeliveryList } from '../../ui/delivery-list.tsx';
import { Fact, FactList } from '../../ui/fact-list.tsx';
import { Instant } from '../../ui/instant.tsx';
import { Marking } from '../../ui/marking.tsx';
import { UrgentMark } from '../../ui/urgent-mark.tsx';
import { useBureaus } from '../../ui/use-bureaus.ts';
import { useFormats } from '../../ui/use-formats.ts';
import { useWords } from '../../ui/use-words.ts';
import { ClockText } from './clock-text.tsx';
import classes from './message-article.module.css';
import { MessageFiles } from './message-files.tsx';
import { SentSubjects } from './sent-subjects.tsx';

interface Props {
  readonly message: MessageDetail;
}

/** One message of a conversation, whole: who, to whom, under which rules, the text and what came with it. */
export function MessageArticle({ message }: Props) {
  const { t } = useTranslation('messages');
  const { name, names } = useBureaus();
  const time = useFormats().dayAndTime(message.at);
  const received = message.direction === 'in';
  const label = received
    ? t('thread.received', { bureau: name(message.from), time })
    : t('thread.sent', { bureaus: names(message.to), time });
  return (
    <article className={classes.article} aria-label={label} data-direction={message.direction}>
      <header className={classes.header}>
        <h3 className={classes.title}>
          <bdi>
            {received ? t('list.from', { bureau: name(message.from) }) : t('list.to', { bureaus: names(message.to) })}
          </bdi>
        </h3>
        <div className={classes.marks}>
          {message.priority === 'urgent' ? <UrgentMark /> : null}
          <Marking marking={message.marking} handling={message.handling} />
          <Instant at={message.at} as="moment" />
        </div>
      </header>
      <MessageFacts message={message} />
      <MessageText body={message.body} />
      <SentSubjects subjects={message.subjects} />
      <MessageFiles files={message.files} />
    </article>
  );
}

function MessageFacts({ message }: Props) {
  const { t } = useTranslation('messages');
  const word = useWords();
  const { names } = useBureaus();
  const out = message.direction === 'out';
  return (
    <FactList>
      <Fact label={t('thread.author')}>{message.author}</Fact>
      <Fact isWording label={t('thread.purpose')}>
        {word('purpose', message.purpose)}
      </Fact>
      <Fact isWording label={t('thread.handling')}>
        {word('handlingCode', message.handling)}
      </Fact>
      {message.answerBy === null ? null : (
        <Fact label={t('compose.answerBy')}>
          <Instant at={message.answerBy} as="moment" />{' '}
          <ClockText answerBy={message.answerBy} answered={message.answered} short />
        </Fact>
      )}
      {out ? null : <Fact label={t('thread.to')}>{names(message.to)}</Fact>}
      {out ? (
        <Fact label={t('thread.delivery')}>
          <DeliveryList recipients={message.recipients} />
        </Fact>
      ) : null}
      <Fact label={t('thread.senderReference')}>
        {message.senderReference && !out ? <Code>{message.senderReference}</Code> : null}
      </Fact>
      <Fact label={t('thread.case')}>
        {message.caseId && message.caseReference ? (
          <Link
            to="/cases/$caseId"
            params={{ caseId: message.caseId }}
            aria-label={t('thread.openCase', { reference: message.caseReference })}
          >
            <Code>{message.caseReference}</Code>
          </Link>
        ) : null}
      </Fact>
    </FactList>
  );
}

/** Plain text only, each paragraph in the direction of its own script. */
function MessageText({ body }: { readonly body: string }) {
  const { t } = useTranslation('messages');
  if (body.trim() === '') return <p className={classes.noText}>{t('thread.noText')}</p>;
  return (
    <div className={classes.text} dir="auto" lang="und">
      {body}
    </div>
  );
}
