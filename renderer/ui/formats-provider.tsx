import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { createFormats } from './formats.ts';
import { FormatsContext } from './use-formats.ts';

interface Props {
  readonly children: ReactNode;
}

export function FormatsProvider({ children }: Props) {
  const { i18n } = useTranslation();
  const formats = useMemo(() => createFormats(i18n.language), [i18n.language]);
  return <FormatsContext value={formats}>{children}</FormatsContext>;
}
