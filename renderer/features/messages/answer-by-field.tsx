import { Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../ui/now-context.ts';
import { useFormats } from '../../ui/use-formats.ts';
import { answerByInstant, offeredAnswerBy } from './answer-by-choices.ts';
import { atTimeOfDay, nextDays, readTimeOfDay } from './time-of-day.ts';

interface Props {
  readonly id: string;
  /** Milliseconds since 1970; null = no time set. */
  readonly value: number | null;
  readonly onChange: (answerBy: number | null) => void;
}

/** Until when an answer is asked for: the usual times at once, any other by day and time of day. */
export function AnswerByField({ id, value, onChange }: Props) {
  const { t } = useTranslation('messages');
  const formats = useFormats();
  const now = useNow();
  const [other, setOther] = useState(false);
  const choices = offeredAnswerBy(now).map((choice) => ({ choice, at: answerByInstant(choice, now) }));
  const choose = (chosen: string | null) => {
    setOther(chosen === 'other');
    if (chosen === 'none') onChange(null);
    const found = choices.find(({ choice }) => choice === chosen);
    if (found) onChange(found.at);
  };
  const set = value === null ? [] : [{ value: 'set', label: formats.dayAndTime(value) }];
  return (
    <>
      <Select
        id={id}
        label={t('compose.answerBy')}
        description={value === null ? null : t('compose.answerByShown', { time: formats.exact(value) })}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        allowDeselect={false}
        data={[
          { value: 'none', label: t('compose.answerByNone') },
          ...set,
          ...choices.map(({ choice, at }) => ({
            value: choice,
            label: t('compose.answerByChoice', { away: formats.relative(at, now), time: formats.dayAndTime(at) }),
          })),
          { value: 'other', label: t('compose.answerByOther') },
        ]}
        value={other ? 'other' : value === null ? 'none' : 'set'}
        onChange={choose}
      />
      {other ? <OtherTime now={now} onChange={onChange} /> : null}
    </>
  );
}

const DAYS_OFFERED = 60;
const USUAL_TIME = '18:00';

interface OtherTimeProps {
  readonly now: number;
  readonly onChange: (answerBy: number) => void;
}

function OtherTime({ now, onChange }: OtherTimeProps) {
  const { t } = useTranslation('messages');
  const formats = useFormats();
  const days = nextDays(now, DAYS_OFFERED);
  const [day, setDay] = useState(String(days[1]));
  const [time, setTime] = useState(USUAL_TIME);
  const read = readTimeOfDay(time);
  const tell = (nextDay: string, nextTime: string) => {
    const nextRead = readTimeOfDay(nextTime);
    if (nextRead) onChange(atTimeOfDay(Number(nextDay), nextRead));
  };
  return (
    <Group gap="sm" align="flex-start" grow>
      <Select
        label={t('compose.answerByDate')}
        searchable
        allowDeselect={false}
        data={days.map((one) => ({ value: String(one), label: formats.day(one) }))}
        value={day}
        onChange={(chosen) => {
          if (chosen === null) return;
          setDay(chosen);
          tell(chosen, time);
        }}
        onBlur={() => tell(day, time)}
      />
      <TextInput
        label={t('compose.answerByTime')}
        dir="ltr"
        error={read ? undefined : t('compose.answerByTimeWrong')}
        value={time}
        onChange={(event) => {
          setTime(event.currentTarget.value);
          tell(day, event.currentTarget.value);
        }}
        onBlur={() => tell(day, time)}
      />
    </Group>
  );
}
