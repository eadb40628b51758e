import { useTranslation } from 'react-i18next';
import { partialDate } from '#shared/domain/partial-date.ts';
import { Code } from '../../ui/code.tsx';
import { useCountryName } from '../../ui/use-country-name.ts';
import { useFormats } from '../../ui/use-formats.ts';
import { useWords } from '../../ui/use-words.ts';
import { sentFieldKind } from './sent-field.ts';

interface Props {
  readonly name: string;
  readonly value: string;
}

/** A value as it was sent, its codes in the reader's language; what cannot be read is shown as it is. */
export function SentValue({ name, value }: Props) {
  const { t } = useTranslation(['messages', 'common']);
  const word = useWords();
  const country = useCountryName();
  const formats = useFormats();
  const kind = sentFieldKind(name);
  switch (kind) {
    case 'text':
      return value;
    case 'code':
      return <Code>{value}</Code>;
    case 'date': {
      const date = partialDate.safeParse(value);
      return date.success ? formats.partialDate(date.data) : value;
    }
    case 'country':
      return country(value);
    case 'countries':
      return formats.list(value.split(', ').map(country));
    case 'centimetres':
      return t('messages:centimetres', { height: Number(value) });
    case 'yes-no':
      return t(value === 'true' ? 'common:state.yes' : 'common:state.no');
    default:
      return word(kind, value);
  }
}
