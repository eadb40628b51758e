import { Input, SegmentedControl, Select, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { handlingCodes } from '#shared/domain/handling-code.ts';
import { markings, markingText } from '#shared/domain/marking.ts';
import { messagePriorities } from '#shared/domain/message-priority.ts';
import { purposes } from '#shared/domain/purpose.ts';
import type { MessageDraft } from '#shared/ipc/messages.ts';
import { useWords } from '../../ui/use-words.ts';
import { WordSelect } from '../../ui/word-select.tsx';
import { AnswerByField } from './answer-by-field.tsx';
import classes from './compose-form.module.css';
import { fieldId } from './field-focus.ts';
import { RecipientsField } from './recipients-field.tsx';

interface Props {
  readonly draft: MessageDraft;
  readonly onChange: (changes: Partial<MessageDraft>) => void;
}

/** To whom, what, by when, and under which rules. */
export function ComposeFields({ draft, onChange }: Props) {
  const { t } = useTranslation('messages');
  return (
    <>
      <RecipientsField id={fieldId('to')} value={draft.to} onChange={(to) => onChange({ to })} />
      <TextInput
        id={fieldId('subject')}
        label={t('compose.subject')}
        placeholder={t('compose.subjectHint')}
        required
        maxLength={200}
        dir="auto"
        value={draft.subject}
        onChange={(event) => onChange({ subject: event.currentTarget.value })}
      />
      <div className={classes.pair}>
        <PriorityField draft={draft} onChange={onChange} />
        <div>
          <AnswerByField
            id={fieldId('answerBy')}
            value={draft.answerBy}
            onChange={(answerBy) => onChange({ answerBy })}
          />
        </div>
      </div>
      <RuleFields draft={draft} onChange={onChange} />
      <Textarea
        id={fieldId('body')}
        label={t('compose.body')}
        required
        placeholder={t('compose.bodyHint')}
        minRows={8}
        maxRows={24}
        maxLength={50_000}
        dir="auto"
        value={draft.body}
        onChange={(event) => onChange({ body: event.currentTarget.value })}
      />
    </>
  );
}

function PriorityField({ draft, onChange }: Props) {
  const { t } = useTranslation('messages');
  const word = useWords();
  return (
    <Input.Wrapper label={t('compose.priority')} labelElement="div">
      <SegmentedControl
        id={fieldId('priority')}
        size="xs"
        fullWidth
        aria-label={t('compose.priority')}
        data={messagePriorities.map((code) => ({ value: code, label: word('messagePriority', code) }))}
        value={draft.priority}
        onChange={(priority) => onChange({ priority })}
      />
    </Input.Wrapper>
  );
}

/** What the recipients may do with it; the marking is the same words in every language. */
function RuleFields({ draft, onChange }: Props) {
  const { t } = useTranslation('messages');
  const word = useWords();
  return (
    <div className={classes.triple}>
      <WordSelect
        id={fieldId('purpose')}
        list="purpose"
        codes={purposes}
        label={t('compose.purpose')}
        placeholder={t('compose.purposePlaceholder')}
        required
        value={draft.purpose}
        onChange={(purpose) => onChange({ purpose })}
      />
      <WordSelect
        id={fieldId('handling')}
        list="handlingCode"
        codes={handlingCodes}
        label={t('compose.handling')}
        placeholder={t('compose.handlingPlaceholder')}
        required
        value={draft.handling}
        onChange={(handling) => onChange({ handling })}
      />
      <Select
        id={fieldId('marking')}
        label={t('compose.marking')}
        description={word('markingLevel', draft.marking)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        allowDeselect={false}
        data={markings.map((one) => ({ value: one, label: markingText[one] }))}
        value={draft.marking}
        onChange={(marking) => onChange({ marking: (marking ?? draft.marking) as MessageDraft['marking'] })}
      />
    </div>
  );
}
