import { IconCar, IconChevronRight, IconFolder, IconId, IconMail, IconNote, IconUser } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { KeyCaps } from '../../ui/key-caps.tsx';
import type { Entry } from './entry.ts';
import classes from './palette.module.css';

interface IconProps {
  readonly size?: number | string;
  readonly stroke?: number;
}

const icons: Record<Entry['kind'], ComponentType<IconProps>> = {
  case: IconFolder,
  person: IconUser,
  document: IconId,
  vehicle: IconCar,
  message: IconMail,
  note: IconNote,
  command: IconChevronRight,
};

interface Props {
  readonly id: string;
  readonly entry: Entry;
  readonly isMarked: boolean;
  readonly onRun: () => void;
}

export function PaletteEntry({ id, entry, isMarked, onRun }: Props) {
  const { t } = useTranslation('palette');
  const Icon = icons[entry.kind];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's; its options take no focus of their own
    <div id={id} role="option" aria-selected={isMarked} tabIndex={-1} className={classes.entry} onClick={onRun}>
      <span className={classes.icon} aria-hidden="true" data-mirror={entry.kind === 'command' || undefined}>
        <Icon size="1.0625rem" stroke={1.6} />
      </span>
      <span className={classes.title}>
        <bdi>{entry.title}</bdi>
      </span>
      <span className={classes.detail}>
        {entry.kind === 'command' ? null : <span className={classes.kind}>{t(`kind.${entry.kind}`)}</span>}
        <bdi>{entry.detail}</bdi>
      </span>
      {entry.keys ? <KeyCaps keys={entry.keys} /> : null}
    </div>
  );
}
