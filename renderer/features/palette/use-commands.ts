import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Permission } from '#shared/domain/permissions.ts';
import { useCoreAction } from '../../data.ts';
import { useSession } from '../../ui/session-context.ts';
import { useSettings } from '../../ui/settings-context.ts';
import { useShortcutList } from '../../ui/shortcuts.ts';
import type { Entry } from './entry.ts';

/** Accents and case do not matter when one looks for a command. */
const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** What can be done: from anywhere, and on the screen that is shown. */
export function useCommands(text: string): readonly Entry[] {
  const everywhere = useEverywhere();
  const shown = useShortcutList();
  const here = shown.flatMap(({ title, shortcuts }) =>
    shortcuts.map(({ keys, label, run }) => ({ id: `${title}-${label}`, title: label, detail: title, keys, run })),
  );
  const words = fold(text).split(/\s+/).filter(Boolean);
  const fits = ({ title, detail }: { readonly title: string; readonly detail: string }) => {
    const name = fold(`${title} ${detail}`);
    return words.every((word) => name.includes(word));
  };
  const all = new Map(
    [...everywhere, ...here].map((command) => [command.id, { ...command, kind: 'command' as const }]),
  );
  return [...all.values()].filter(fits);
}

interface Command {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly needs: Permission | null;
  readonly keys?: string;
  readonly run: () => void;
}

function useEverywhere(): readonly Command[] {
  const { t } = useTranslation('palette');
  const { can } = useSession();
  const { settings, update } = useSettings();
  const navigate = useNavigate();
  const sync = useCoreAction('sync.now');
  const command = (name: CommandName, needs: Permission | null, run: () => void): Command => ({
    id: name,
    title: t(`command.${name}`),
    detail: t('everywhere'),
    needs,
    run,
  });
  const commands = [
    command('newCase', 'case.write', () => void navigate({ to: '/cases', search: { new: true } })),
    command('newCheck', 'check.run', () => void navigate({ to: '/checks', search: { new: true } })),
    command('newMessage', 'message.send', () => void navigate({ to: '/messages/compose' })),
    command('syncNow', null, () => sync.mutate({})),
    command('light', null, () => update({ colorScheme: 'light' })),
    command('dark', null, () => update({ colorScheme: 'dark' })),
    command('denser', null, () => update({ density: settings.density === 'compact' ? 'comfortable' : 'compact' })),
    command('larger', null, () => update({ textSize: Math.min(200, settings.textSize + 10) })),
    command('smaller', null, () => update({ textSize: Math.max(80, settings.textSize - 10) })),
    ...(['en', 'fr', 'es', 'ar'] as const).map((language) =>
      command(`language-${language}`, null, () => update({ language })),
    ),
  ];
  return commands.filter(({ needs }) => needs === null || can(needs));
}

type CommandName =
  | 'newCase'
  | 'newCheck'
  | 'newMessage'
  | 'syncNow'
  | 'light'
  | 'dark'
  | 'denser'
  | 'larger'
  | 'smaller'
  | `language-${'en' | 'fr' | 'es' | 'ar'}`;
