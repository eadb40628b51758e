import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageDraft, messageDraft } from '#shared/ipc/messages.ts';
import { DelayedSkeleton } from '../../ui/delayed-skeleton.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Screen } from '../../ui/screen.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { useDraft } from '../../ui/use-draft.ts';
import { CaseField } from './case-field.tsx';
import { type ComposeContext, composeDraftKey, withCase } from './compose-draft.ts';
import { ComposeFields } from './compose-fields.tsx';
import classes from './compose-form.module.css';
import { DraftLine } from './draft-line.tsx';
import { Enclosures } from './enclosures.tsx';
import { focusField } from './field-focus.ts';
import { stillStanding, withChoice } from './finding-choice.ts';
import { PrecisionPanel } from './precision-panel.tsx';
import { ReadersTable } from './readers-table.tsx';
import { Refusal } from './refusal.tsx';
import { SEND_KEYS, SendButton } from './send-button.tsx';
import { useReview } from './use-review.ts';
import { useSend } from './use-send.ts';

interface Props {
  readonly context: ComposeContext;
  readonly start: MessageDraft;
}

/** The form of a request, with the precision check and the preview of its readers beside it. */
export function ComposeForm({ context, start }: Props) {
  const { t } = useTranslation('messages');
  const navigate = useNavigate();
  const [draft, setDraft] = useState(start);
  const draftKey = composeDraftKey(context);
  const kept = useDraft(draftKey, messageDraft, draft, setDraft);
  const change = (changes: Partial<MessageDraft>) => setDraft((before) => ({ ...before, ...changes }));
  const sending = useSend({
    draft,
    draftKey,
    insteadOf: context.resend,
    onSent: async (conversationId) => {
      await kept.discard();
      await navigate({ to: '/messages/$conversationId', params: { conversationId } });
    },
  });
  const review = useReview(draft);
  const back = () => void navigate({ to: '/messages' });
  useShortcuts(t('compose.form'), [
    { keys: SEND_KEYS, label: t('keys.send'), run: () => void sending.start(), always: true },
    { keys: 'escape', label: t('compose.back'), run: back },
  ]);
  useFirstFocus(context, kept.ready);
  if (!kept.ready) return <DelayedSkeleton lines={12} />;
  return (
    <Screen
      fixed
      title={<Title context={context} />}
      toolbar={
        <Button
          variant="subtle"
          leftSection={<IconArrowLeft size="1rem" data-mirror aria-hidden="true" />}
          onClick={back}
        >
          {t('compose.back')}
        </Button>
      }
    >
      <div className={classes.frame}>
        <div className={classes.columns}>
          <form
            className={classes.form}
            aria-label={t('compose.form')}
            onSubmit={(event) => {
              event.preventDefault();
              void sending.start();
            }}
            noValidate
          >
            <CaseField caseId={draft.caseId} onChange={(caseId) => setDraft((before) => withCase(before, caseId))} />
            <ComposeFields draft={draft} onChange={change} />
            <Enclosures draft={draft} onChange={change} />
          </form>
          <Aside draft={draft} review={review} onChange={change} />
        </div>
      </div>
      <footer className={classes.footer}>
        <Refusal findings={stillStanding(sending.refused, review.review?.findings ?? null)} />
        {sending.error ? <ErrorNotice error={sending.error} /> : null}
        <div className={classes.send}>
          <DraftLine
            kept={kept}
            onDiscard={() => {
              void kept.discard().then(back);
            }}
          />
          <SendButton draft={draft} isSending={sending.isSending} onSend={() => void sending.start()} />
        </div>
      </footer>
    </Screen>
  );
}

/** Writing begins where there is something to write: an answer has its recipients and its subject already. */
function useFirstFocus({ inReplyTo }: ComposeContext, isReady: boolean): void {
  useEffect(() => {
    if (isReady) focusField(inReplyTo ? 'body' : 'to');
  }, [isReady, inReplyTo]);
}

function Title({ context }: { readonly context: ComposeContext }) {
  const { t } = useTranslation('messages');
  if (context.resend) return t('compose.titleResend');
  return context.inReplyTo ? t('compose.titleAnswer') : t('compose.title');
}

interface AsideProps {
  readonly draft: MessageDraft;
  readonly review: ReturnType<typeof useReview>;
  readonly onChange: (changes: Partial<MessageDraft>) => void;
}

function Aside({ draft, review: { review, error, isBehind }, onChange }: AsideProps) {
  return (
    <div className={classes.aside}>
      <PrecisionPanel
        findings={review?.findings ?? null}
        error={error?.appError ?? null}
        isBehind={isBehind}
        onChoose={(finding, choice, words) => onChange(withChoice(draft, finding, choice, words))}
      />
      {review ? <ReadersTable rows={review.readers} /> : null}
    </div>
  );
}
