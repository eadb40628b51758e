import { Select, type SelectProps } from '@mantine/core';
import { useWords, type WordList } from './use-words.ts';

interface WordSelectProps<C extends string> extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  readonly list: WordList;
  readonly codes: readonly C[];
  readonly value: C | null;
  readonly onChange: (code: C | null) => void;
}

/** A choice from a closed list, shown in words; `clearable` where none is a value. */
export function WordSelect<C extends string>({ list, codes, value, onChange, ...rest }: WordSelectProps<C>) {
  const word = useWords();
  return (
    <Select
      data={codes.map((code) => ({ value: code, label: word(list, code) }))}
      value={value}
      onChange={(code) => onChange(code as C | null)}
      allowDeselect={false}
      checkIconPosition="right"
      {...rest}
    />
  );
}
