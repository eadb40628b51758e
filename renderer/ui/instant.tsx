import { useNow } from './now-context.ts';
import { useFormats } from './use-formats.ts';

interface Props {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** relative: `2 h ago` · moment: date and time. The tooltip has the exact time and its zone in any case. */
  readonly as?: 'relative' | 'moment' | 'day';
}

/** A point in time in the reader's language. */
export function Instant({ at, as = 'relative' }: Props) {
  const formats = useFormats();
  const now = useNow();
  const text = { relative: formats.relative(at, now), moment: formats.dayAndTime(at), day: formats.day(at) }[as];
  return (
    <time dateTime={new Date(at).toISOString()} title={formats.exact(at)}>
      {text}
    </time>
  );
}
